import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import { createHarness, encodingOf, expiryOf, HARNESS_NOW_MS, plantList } from '../../support/command-harness.ts';

const NOT_AN_INTEGER = '-ERR value is not an integer or out of range\r\n';
const TOO_LONG = '-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n';
const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;
const integer = (value: number): string => `:${value}\r\n`;

/** Lengths on both sides of each change of layout. */
const piece = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 300 }),
  fc.constantFrom(0, 1, 200, 254, 255, 5000, 65_000, 66_000).map((length) => 'p'.repeat(length)),
);

describe('APPEND', () => {
  it('creates, then appends, and keeps the expiry', () => {
    const harness = createHarness();
    expect(harness.run('APPEND', 'k', '12')).toBe(integer(2));
    expect(encodingOf(harness, 'k')).toBe('int');
    harness.run('GETEX', 'k', 'EX', '10');
    expect(harness.run('APPEND', 'k', '34')).toBe(integer(4));
    expect(harness.run('GET', 'k')).toBe(bulk('1234'));
    expect(encodingOf(harness, 'k')).toBe('raw');
    expect(expiryOf(harness, 'k')).toBe(HARNESS_NOW_MS + 10_000);
  });

  it('creates an empty string too', () => {
    const { run } = createHarness();
    expect([run('APPEND', 'k', ''), run('GET', 'k')]).toEqual([integer(0), bulk('')]);
  });

  it('stops at the longest string that is allowed', () => {
    const { run, keyspace } = createHarness();
    keyspace.limits.maxStringLength = 10;
    run('SET', 'k', '12345');
    expect(run('APPEND', 'k', '678901')).toBe(TOO_LONG);
    expect(run('APPEND', 'k', '67890')).toBe(integer(10));
    expect(run('APPEND', 'k', '1')).toBe(TOO_LONG);
  });

  it('refuses another type', () => {
    const harness = createHarness();
    plantList(harness, 'k');
    expect(harness.run('APPEND', 'k', 'v')).toBe(WRONG_TYPE);
  });
});

describe('STRLEN', () => {
  it.each(['', 'v', '-12', 'x'.repeat(300), 'x'.repeat(70_000)])('of value %#', (value) => {
    const { run } = createHarness();
    run('SET', 'k', value);
    expect(run('STRLEN', 'k')).toBe(integer(value.length));
  });

  it('of nothing and of another type', () => {
    const harness = createHarness();
    plantList(harness, 'list');
    expect([harness.run('STRLEN', 'k'), harness.run('STRLEN', 'list')]).toEqual([integer(0), WRONG_TYPE]);
  });
});

describe('SETRANGE', () => {
  it.each([
    ['Hello World', '6', 'Redis', 'Hello Redis'],
    ['foo', '0', 'b', 'boo'],
    ['foo', '4', 'bar', 'foo\0bar'],
    ['1234', '1', '3', '1334'],
    ['', '3', 'x', '\0\0\0x'],
  ])('%j at %s with %j is %j', (before, offset, value, after) => {
    const harness = createHarness();
    harness.run('SET', 'k', before);
    expect(harness.run('SETRANGE', 'k', offset, value)).toBe(integer(after.length));
    expect(harness.run('GET', 'k')).toBe(bulk(after));
    expect(encodingOf(harness, 'k')).toBe('raw');
  });

  it('creates a key with zeros in front', () => {
    const { run } = createHarness();
    expect(run('SETRANGE', 'k', '70000', 'x')).toBe(integer(70_001));
    expect(run('GET', 'k')).toBe(bulk(`${'\0'.repeat(70_000)}x`));
  });

  it('with nothing to set changes nothing', () => {
    const harness = createHarness({ listens: true });
    harness.run('SET', 'k', '12');
    expect(harness.run('SETRANGE', 'k', '9999999999', '')).toBe(integer(2));
    expect(harness.run('SETRANGE', 'missing', '5', '')).toBe(integer(0));
    expect(encodingOf(harness, 'k')).toBe('int');
    expect(harness.run('GET', 'missing')).toBe('$-1\r\n');
    expect(harness.events).toEqual(['set k']);
  });

  it.each([
    ['-1', 'x', '-ERR offset is out of range\r\n'],
    ['-1', '', '-ERR offset is out of range\r\n'],
    ['536870912', 'x', TOO_LONG],
    ['536870908', 'world', TOO_LONG],
    ['9223372036854775807', 'x', TOO_LONG],
    ['9223372036854775808', 'x', NOT_AN_INTEGER],
    ['x', 'x', NOT_AN_INTEGER],
  ])('refuses %s %j', (offset, value, reply) => {
    const { run } = createHarness();
    expect(run('SETRANGE', 'k', offset, value)).toBe(reply);
    expect(run('STRLEN', 'k')).toBe(integer(0));
  });

  it('looks at the offset before the type', () => {
    const harness = createHarness();
    plantList(harness, 'k');
    expect(harness.run('SETRANGE', 'k', '-1', 'x')).toBe('-ERR offset is out of range\r\n');
    expect(harness.run('SETRANGE', 'k', '536870912', 'x')).toBe(WRONG_TYPE);
  });
});

describe('GETRANGE', () => {
  const text = 'Hello World';

  it.each([
    ['0', '3', 'Hell'],
    ['0', '-1', text],
    ['-4', '-1', 'orld'],
    ['5', '3', ''],
    ['5', '5000', ' World'],
    ['-5000', '10000', text],
    ['0', '-100', 'H'],
    ['1', '-100', ''],
    ['-1', '-100', ''],
    ['-100', '-99', 'H'],
    ['-100', '-101', ''],
    ['0', '9223372036854775807', text],
    ['-9223372036854775808', '9223372036854775807', text],
    ['9223372036854775807', '9223372036854775807', ''],
  ])('%s to %s is %j', (start, end, part) => {
    const { run } = createHarness();
    run('SET', 'k', text);
    expect(run('GETRANGE', 'k', start, end)).toBe(bulk(part));
    expect(run('SUBSTR', 'k', start, end)).toBe(bulk(part));
  });

  it('of nothing is empty, of another type an error, after the numbers', () => {
    const harness = createHarness();
    plantList(harness, 'list');
    expect(harness.run('GETRANGE', 'k', '0', '-1')).toBe(bulk(''));
    expect(harness.run('GETRANGE', 'list', '0', '-1')).toBe(WRONG_TYPE);
    expect(harness.run('GETRANGE', 'list', '0', 'x')).toBe(NOT_AN_INTEGER);
  });

  it('sends a part of a large value as it was when it was asked for', () => {
    const { run, pipeline } = createHarness();
    run('SET', 'k', 'x'.repeat(100_000));
    const reply = pipeline(['GETRANGE', 'k', '10', '50009'], ['SETRANGE', 'k', '0', 'y'.repeat(60_000)]);
    expect(reply).toBe(bulk('x'.repeat(50_000)) + integer(100_000));
    expect(run('GETRANGE', 'k', '59999', '60000')).toBe(bulk('yx'));
  });
});

describe('APPEND, SETRANGE and GETRANGE', () => {
  type Change = readonly ['APPEND', string] | readonly ['SETRANGE', number, string];
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.tuple(fc.constant('APPEND' as const), piece),
    fc.tuple(fc.constant('SETRANGE' as const), fc.oneof(fc.nat(400), fc.nat(70_000)), piece),
  );

  function changed(before: string, [name, ...rest]: Change): string {
    if (name === 'APPEND') return before + String(rest[0]);
    const [offset, value] = rest as [number, string];
    if (value === '') return before;
    const padded = before.padEnd(offset, '\0');
    return padded.slice(0, offset) + value + padded.slice(offset + value.length);
  }

  const index = fc.oneof(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -140_000, max: 140_000 }));

  function partOf(text: string, start: number, end: number): string {
    if (start < 0 && end < 0 && start > end) return '';
    const [from, to] = [start, end].map((at) => Math.max(0, at < 0 ? at + text.length : at));
    return text.slice(from, to + 1);
  }

  it('agree with a string, and give all memory back', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), index, index, (changes, start, end) => {
        const { run, keyspace } = createHarness();
        const used = keyspace.arena.used + keyspace.large.used;
        let model = '';
        for (const current of changes) {
          model = changed(model, current);
          expect(run(current[0], 'k', ...current.slice(1).map(String))).toBe(integer(model.length));
        }
        expect(run('GETRANGE', 'k', '0', '-1')).toBe(bulk(model));
        expect(run('GETRANGE', 'k', `${start}`, `${end}`)).toBe(bulk(partOf(model, start, end)));
        run('GETDEL', 'k');
        expect(keyspace.arena.used + keyspace.large.used).toBe(used);
      }),
      { numRuns: 100 },
    );
  });

  it('report their events and go out as they came', () => {
    const { run, events, propagated } = createHarness({ listens: true, propagates: true });
    run('APPEND', 'k', 'a');
    run('SETRANGE', 'k', '1', 'b');
    expect(events).toEqual(['append k', 'setrange k']);
    expect(propagated).toEqual([
      ['APPEND', 'k', 'a'],
      ['SETRANGE', 'k', '1', 'b'],
    ]);
  });
});

it('SETRANGE counts an access to a key that it has not made', () => {
  const { keyspace, run } = createHarness();
  countEveryAccess(keyspace);
  run('SETRANGE', 'a', '1', 'x');
  expect(accessesOf(keyspace, 'a')).toBe(0);
  run('SETRANGE', 'a', '1', 'x');
  expect(accessesOf(keyspace, 'a')).toBe(1);
});
