import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { TYPE_HASH } from '../../../src/datatypes/value.ts';
import type { Harness } from '../../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { keyNamed, put } from '../../support/stored-keys.ts';

const commands = genericCommands;

interface Step {
  readonly cursor: string;
  readonly names: readonly string[];
}

function scan({ run }: Harness, cursor: string, ...options: string[]): Step {
  const reply = run('SCAN', cursor, ...options);
  const [, next, count, rest] = /^\*2\r\n\$\d+\r\n(\d+)\r\n\*(\d+)\r\n([^]*)$/.exec(reply) ?? [];
  const names = [...rest.matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map(([, name]) => name);
  expect(names.length).toBe(Number(count));
  return { cursor: next, names };
}

function scanAll(harness: Harness, ...options: string[]): string[] {
  const all: string[] = [];
  let step: Step = { cursor: '0', names: [] };
  do {
    step = scan(harness, step.cursor, ...options);
    all.push(...step.names);
  } while (step.cursor !== '0');
  return all.sort();
}

describe('SCAN', () => {
  it('ends at once in an empty database', () => {
    expect(createHarness({ commands }).run('SCAN', '0')).toBe('*2\r\n$1\r\n0\r\n*0\r\n');
  });

  it('finds every key exactly once while nothing changes', () => {
    const harness = createHarness({ commands });
    const names = Array.from({ length: 1000 }, (_, i) => `key:${i}`).sort();
    for (const name of names) put(harness.keyspace, name, '1');
    expect(scanAll(harness)).toEqual(names);
    expect(scanAll(harness, 'COUNT', '1')).toEqual(names);
    expect(scan(harness, '0', 'COUNT', '9223372036854775807').names.length).toBe(1000);
  });

  it('visits about as many keys as COUNT asks for', () => {
    const harness = createHarness({ commands });
    for (let i = 0; i < 5000; i++) put(harness.keyspace, `key:${i}`, '1');
    const { names } = scan(harness, '0', 'COUNT', '100');
    expect(names.length).toBeGreaterThanOrEqual(100);
    expect(names.length).toBeLessThan(150);
  });

  it('counts what it passes over as visited', () => {
    const harness = createHarness({ commands });
    for (let i = 0; i < 5000; i++) put(harness.keyspace, `key:${i}`, '1');
    const { names, cursor } = scan(harness, '0', 'MATCH', 'none', 'COUNT', '100');
    expect(names).toEqual([]);
    expect(cursor).not.toBe('0');
  });

  it('selects by pattern and type', () => {
    const harness = createHarness({ commands });
    const { keyspace } = harness;
    put(keyspace, 'a1', '1');
    put(keyspace, 'b1', '1');
    put(keyspace, 'a2', 'packed', { form: TYPE_HASH | 16 });
    expect(scanAll(harness, 'MATCH', 'a*')).toEqual(['a1', 'a2']);
    expect(scanAll(harness, 'type', 'STRING', 'match', 'a*')).toEqual(['a1']);
    expect(scanAll(harness, 'TYPE', 'hash')).toEqual(['a2']);
    expect(scanAll(harness, 'TYPE', 'bogus')).toEqual([]);
    expect(keyspace.stats.hits).toBe(2 + 3 + 3);
  });

  it('leaves out expired keys and removes those it would have shown', () => {
    const harness = createHarness({ commands, listens: true });
    put(harness.keyspace, 'a', '1');
    put(harness.keyspace, 'old', '1', { expiresMs: HARNESS_NOW_MS - 1 });
    expect(scanAll(harness, 'MATCH', 'a')).toEqual(['a']);
    expect(harness.events).toEqual([]);
    expect(scanAll(harness)).toEqual(['a']);
    expect(harness.events).toEqual(['expired old']);
    expect(harness.keyspace.databases[0].size).toBe(1);
  });

  it.each([
    [['abc'], 'ERR invalid cursor'],
    [['-1'], 'ERR invalid cursor'],
    [['18446744073709551616'], 'ERR invalid cursor'],
    [['0', 'COUNT', '0'], 'ERR syntax error'],
    [['0', 'COUNT'], 'ERR syntax error'],
    [['0', 'MATCH'], 'ERR syntax error'],
    [['0', 'TYPE'], 'ERR syntax error'],
    [['0', 'COUNT', 'x'], 'ERR value is not an integer or out of range'],
    [['0', 'NOVALUES'], 'ERR NOVALUES option can only be used in HSCAN'],
    [['0', 'bogus'], 'ERR syntax error'],
  ])('refuses %j', (words, error) => {
    expect(createHarness({ commands }).run('SCAN', ...words)).toBe(`-${error}\r\n`);
  });

  it.each(['18446744073709551615', '4294967296', '007'])('takes %s as a cursor', (cursor) => {
    const harness = createHarness({ commands });
    for (let i = 0; i < 100; i++) put(harness.keyspace, `key:${i}`, '1');
    expect(scan(harness, cursor).cursor).toMatch(/^\d+$/);
  });

  it('shows what stays from the first call to the last, however the database grows and shrinks', () => {
    const change = fc.record({ adds: fc.boolean(), from: fc.nat(400), count: fc.nat(300) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat(200),
        fc.array(change, { maxLength: 12 }),
        (count, stay, changes) => {
          const harness = createHarness({ commands });
          const [database] = harness.keyspace.databases;
          for (let i = 0; i < stay; i++) put(harness.keyspace, `stays:${i}`, '1');
          const seen = new Set<string>();
          let cursor = '0';
          let turn = 0;
          do {
            const step = scan(harness, cursor, 'COUNT', String(count));
            cursor = step.cursor;
            for (const name of step.names) seen.add(name);
            const { adds, from, count: size } = changes[turn++] ?? { adds: true, from: 0, count: 0 };
            for (let i = from; i < from + size; i++) {
              if (adds) put(harness.keyspace, `passes:${i}`, '1');
              else database.delete(keyNamed(database, `passes:${i}`));
            }
          } while (cursor !== '0');
          expect([...seen].filter((name) => name.startsWith('stays:')).length).toBe(stay);
        },
      ),
      { numRuns: 60 },
    );
  });
});
