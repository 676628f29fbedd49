import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapCommands } from '../../../src/commands/bitmap/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness, encodingOf, expiryOf, HARNESS_NOW_MS, plantList } from '../../support/command-harness.ts';

const commands = [...stringCommands, ...bitmapCommands];
const harnessWith = (options: HarnessOptions = {}): Harness => createHarness({ ...options, commands });

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const BAD_OFFSET = '-ERR bit offset is not an integer or out of range\r\n';
const BAD_BIT = '-ERR bit is not an integer or out of range\r\n';
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

describe('SETBIT', () => {
  it('sets and clears, the highest bit of a byte first, and answers what was there', () => {
    const { run } = harnessWith();
    expect([run('SETBIT', 'k', '1', '1'), run('SETBIT', 'k', '15', '1')]).toEqual([':0\r\n', ':0\r\n']);
    expect(run('GET', 'k')).toBe(bulk('\x40\x01'));
    expect([run('SETBIT', 'k', '1', '0'), run('SETBIT', 'k', '1', '0')]).toEqual([':1\r\n', ':0\r\n']);
    expect(run('GET', 'k')).toBe(bulk('\x00\x01'));
  });

  it('is to a string what it is to an array of bits', () => {
    const writes = fc.array(fc.tuple(fc.nat(3000), fc.nat(1)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(writes, (all) => {
        const { run } = harnessWith();
        const model: number[] = [];
        for (const [offset, bit] of all) {
          expect(run('SETBIT', 'k', String(offset), String(bit))).toBe(`:${model[offset] ?? 0}\r\n`);
          model[offset] = bit;
          expect(run('STRLEN', 'k')).toBe(`:${Math.ceil(model.length / 8)}\r\n`);
        }
        model.forEach((bit, offset) => expect(run('GETBIT', 'k', String(offset))).toBe(`:${bit}\r\n`));
      }),
      { numRuns: 30 },
    );
  });

  it('makes an integer a raw string and keeps the expiry', () => {
    const harness = harnessWith();
    harness.run('SET', 'k', '1', 'EX', '10');
    expect(harness.run('SETBIT', 'k', '6', '1')).toBe(':0\r\n');
    expect(harness.run('GET', 'k')).toBe(bulk('3'));
    expect(encodingOf(harness, 'k')).toBe('raw');
    expect(expiryOf(harness, 'k')).toBe(HARNESS_NOW_MS + 10_000);
  });

  it('tells of a change only where a bit or the length has changed', () => {
    const { run, events, effects } = harnessWith({ listens: true });
    run('SETBIT', 'k', '3', '0');
    run('SETBIT', 'k', '3', '0');
    run('SETBIT', 'k', '3', '1');
    run('SETBIT', 'k', '3', '1');
    run('SETBIT', 'k', '8', '0');
    expect(events.filter((event) => event.startsWith('setbit'))).toEqual(['setbit k', 'setbit k', 'setbit k']);
    expect(effects.dirty).toBe(3);
  });

  it('leaves alone what a reply under way is reading', () => {
    const { run, pipeline } = harnessWith();
    const text = 'A'.repeat(100_000);
    run('SET', 'k', text);
    expect(pipeline(['GET', 'k'], ['SETBIT', 'k', '6', '1'], ['GETRANGE', 'k', '0', '1'])).toBe(
      `${bulk(text)}:0\r\n${bulk('CA')}`,
    );
  });

  it.each(['-1', 'x', '', '4294967296', '9223372036854775808'])('refuses the offset %j', (offset) => {
    const { run } = harnessWith();
    expect(run('SETBIT', 'k', offset, '1')).toBe(BAD_OFFSET);
    expect(run('SETBIT', 'k', offset, 'x')).toBe(BAD_OFFSET);
    expect(run('GETBIT', 'k', offset)).toBe(BAD_OFFSET);
  });

  it.each(['2', '-1', 'x', ''])('refuses the bit %j, also for another type', (bit) => {
    const harness = harnessWith();
    plantList(harness, 'k');
    expect(harness.run('SETBIT', 'k', '0', bit)).toBe(BAD_BIT);
  });

  it('goes as far as the longest string that is allowed', () => {
    const { run, keyspace } = harnessWith();
    keyspace.limits.maxStringLength = 3;
    expect(run('SETBIT', 'k', '23', '1')).toBe(':0\r\n');
    expect(run('SETBIT', 'k', '24', '1')).toBe(BAD_OFFSET);
  });

  it('refuses another type', () => {
    const harness = harnessWith();
    plantList(harness, 'k');
    expect(harness.run('SETBIT', 'k', '0', '1')).toBe(WRONG_TYPE);
  });
});

describe('GETBIT', () => {
  it('finds zeros behind the end and where there is no key', () => {
    const { run } = harnessWith();
    run('SET', 'k', '\xff');
    const offsets = ['0', '7', '8', '4294967295'];
    expect(offsets.map((offset) => run('GETBIT', 'k', offset))).toEqual([':1\r\n', ':1\r\n', ':0\r\n', ':0\r\n']);
    expect(run('GETBIT', 'nokey', '0')).toBe(':0\r\n');
  });

  it('reads an integer as its digits', () => {
    const { run } = harnessWith();
    run('SET', 'k', '1');
    expect([run('GETBIT', 'k', '2'), run('GETBIT', 'k', '6')]).toEqual([':1\r\n', ':0\r\n']);
  });

  it('refuses another type', () => {
    const harness = harnessWith();
    plantList(harness, 'k');
    expect(harness.run('GETBIT', 'k', '0')).toBe(WRONG_TYPE);
  });
});
