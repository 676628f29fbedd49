import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapCommands } from '../../../src/commands/bitmap/index.ts';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness, encodingOf, expiryOf, plantList } from '../../support/command-harness.ts';

const commands = [...stringCommands, ...genericCommands, ...bitmapCommands];
const harnessWith = (options: HarnessOptions = {}): Harness => createHarness({ ...options, commands });

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const SYNTAX = '-ERR syntax error\r\n';
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

const OPERATORS: Readonly<Record<string, (x: number, y: number) => number>> = {
  AND: (x, y) => x & y,
  OR: (x, y) => x | y,
  XOR: (x, y) => x ^ y,
  DIFF: (x, y) => x & ~y,
  DIFF1: (x, y) => y & ~x,
  ANDOR: (x, y) => x & y,
  ONE: (x, y) => x ^ y,
};

function combined(operation: string, x: string, y: string): string {
  const length = Math.max(x.length, y.length);
  const bytes = Array.from({ length }, (_, i) => OPERATORS[operation](x.charCodeAt(i) || 0, y.charCodeAt(i) || 0));
  return bytes.map((byte) => String.fromCharCode(byte & 255)).join('');
}

/** Lengths on both sides of where a value gets a buffer of its own. */
const text = fc
  .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 9 }), fc.constantFrom(0, 1, 30, 300, 20_000, 70_000))
  .map(([part, length]) => Buffer.from(part, 'latin1').toString('latin1').repeat(length).slice(0, length));

describe('BITOP', () => {
  it('combines two keys into a third, or into one of them', () => {
    const target = fc.constantFrom('x', 'y', 'target');
    const operations = fc.constantFrom(...Object.keys(OPERATORS));
    fc.assert(
      fc.property(operations, text, text, target, fc.boolean(), (operation, x, y, into, expires) => {
        const { run } = harnessWith();
        run('SET', 'target', 'former value');
        run('SET', 'x', x);
        run('SET', 'y', y);
        if (expires) run('EXPIRE', into, '100');
        const result = combined(operation, x, y);
        expect(run('BITOP', operation, into, 'x', 'y')).toBe(`:${result.length}\r\n`);
        expect(run('GET', into)).toBe(result === '' ? '$-1\r\n' : bulk(result));
        expect(run('TTL', into)).toBe(result === '' ? ':-2\r\n' : ':-1\r\n');
      }),
      { numRuns: 150 },
    );
  });

  it('takes a key that is there twice, and one that is missing', () => {
    const { run } = harnessWith();
    run('SET', 'k', 'abc');
    expect(run('BITOP', 'XOR', 'k', 'k', 'k', 'k', 'nokey')).toBe(':3\r\n');
    expect(run('GET', 'k')).toBe(bulk('abc'));
    expect(run('BITOP', 'AND', 'k', 'k', 'nokey')).toBe(':3\r\n');
    expect(run('GET', 'k')).toBe(bulk('\0\0\0'));
  });

  it('inverts one', () => {
    const { run } = harnessWith();
    run('SET', 'k', '\x00\xff\x5a');
    expect(run('BITOP', 'not', 'k', 'k')).toBe(':3\r\n');
    expect(run('GET', 'k')).toBe(bulk('\xff\x00\xa5'));
  });

  it('combines the first with several others', () => {
    const { run } = harnessWith();
    run('MSET', 'x', '\xf0', 'y1', '\xc0', 'y2', '\x0c');
    const results = ['DIFF', 'DIFF1', 'ANDOR', 'ONE', 'OR'].map((operation) => {
      expect(run('BITOP', operation, 'target', 'x', 'y1', 'y2')).toBe(':1\r\n');
      return run('GET', 'target');
    });
    expect(results).toEqual([bulk('\x30'), bulk('\x0c'), bulk('\xc0'), bulk('\x3c'), bulk('\xfc')]);
  });

  it('writes over a target of any type, which loses its expiry, and is raw', () => {
    const harness = harnessWith();
    harness.run('SET', 'k', '12');
    plantList(harness, 'target');
    harness.run('EXPIRE', 'target', '10');
    expect(harness.run('BITOP', 'OR', 'target', 'k')).toBe(':2\r\n');
    expect([encodingOf(harness, 'target'), expiryOf(harness, 'target')]).toEqual(['raw', -1]);
    expect(harness.run('GET', 'target')).toBe(bulk('12'));
  });

  it('leaves alone what a reply under way is reading', () => {
    const { run, pipeline } = harnessWith();
    const large = 'A'.repeat(100_000);
    run('SET', 'k', large);
    const inverted = String.fromCharCode(255 - 65);
    expect(pipeline(['GET', 'k'], ['BITOP', 'NOT', 'k', 'k'], ['GETRANGE', 'k', '0', '0'])).toBe(
      `${bulk(large)}:100000\r\n${bulk(inverted)}`,
    );
  });

  it('tells of set, of del where nothing came out, and of nothing where nothing was', () => {
    const { run, events } = harnessWith({ listens: true });
    run('SET', 'k', 'v');
    run('BITOP', 'OR', 'target', 'k');
    run('BITOP', 'OR', 'target', 'nokey');
    run('BITOP', 'OR', 'target', 'nokey');
    expect(events.filter((event) => event.endsWith('target') && !event.startsWith('new'))).toEqual([
      'set target',
      'del target',
    ]);
  });

  it('refuses an unknown operation, a wrong number of sources and another type', () => {
    const harness = harnessWith();
    harness.run('SET', 'k', 'v');
    plantList(harness, 'list');
    const { run } = harness;
    expect(run('BITOP', 'bogus', 'target', 'k')).toBe(SYNTAX);
    expect(run('BITOP', 'NOT', 'target', 'k', 'k')).toBe('-ERR BITOP NOT must be called with a single source key.\r\n');
    for (const operation of ['DIFF', 'DIFF1', 'ANDOR']) {
      expect(run('BITOP', operation.toLowerCase(), 'target', 'k')).toBe(
        `-ERR BITOP ${operation} must be called with at least two source keys.\r\n`,
      );
    }
    expect(run('BITOP', 'OR', 'target', 'k', 'list')).toBe(WRONG_TYPE);
    expect(run('EXISTS', 'target')).toBe(':0\r\n');
  });

  it('takes more sources than keys may be held at a time', () => {
    const { run } = harnessWith();
    const names = Array.from({ length: 40 }, (_, i) => `k${i}`);
    run('SET', 'target', 'former value');
    names.forEach((name, i) => run('SETBIT', name, String(i), '1'));
    expect(run('BITOP', 'OR', 'target', ...names)).toBe(':5\r\n');
    expect(run('GET', 'target')).toBe(bulk('\xff'.repeat(5)));
    expect(run('BITOP', 'AND', 'k30', ...names, 'target')).toBe(':5\r\n');
    expect(run('GET', 'k30')).toBe(bulk('\0'.repeat(5)));
    expect(run('BITOP', 'OR', 'target', ...names.map((name) => `no${name}`))).toBe(':0\r\n');
    expect(run('GET', 'target')).toBe('$-1\r\n');
  });
});

it('BITOP of nothing deletes a key whose time has come, rather than let it expire', () => {
  const { clock, events, keyspace, run } = harnessWith({ listens: true });
  run('SET', 'd', 'x', 'PX', '1');
  clock.advance(5);
  expect(run('BITOP', 'AND', 'd', 'none')).toBe(':0\r\n');
  expect([events.at(-1), keyspace.stats.expired]).toEqual(['del d', 0]);
});
