import { describe, expect, it } from 'vitest';
import { memoryCommand } from '../../../src/commands/server/memory.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { SAMPLE_VALUES, TYPE_COMMANDS } from '../../support/every-type.ts';
import { dataBytes, put } from '../../support/stored-keys.ts';

const report = (): never => {
  throw new Error('not asked for here');
};
const commands = [memoryCommand({ report, allocatorStats: report, purge: report })];

/** What the JavaScript objects of a large collection may be taken to have beside their data. */
const OBJECT_BYTES = 4096;

describe('MEMORY USAGE', () => {
  it('tells the bytes that a key takes, which add up to what is used', () => {
    const { run, keyspace } = createHarness({ commands });
    const sizes = [0, 1, 16, 300, 5000, 65_536, 1_000_000];
    for (const size of sizes) put(keyspace, `key:${size}`, 'v'.repeat(size), { expiresMs: HARNESS_NOW_MS - 1 });
    const replies = sizes.map((size) => Number(run('MEMORY', 'USAGE', `key:${size}`, 'SAMPLES', '0').slice(1)));
    expect(replies.reduce((sum, bytes) => sum + bytes, 0)).toBe(dataBytes(keyspace));
  });

  it.each(SAMPLE_VALUES)('of $name ($encoding) is what is used more with it, samples or not', (sample) => {
    const { run, keyspace } = createHarness({ commands: [...commands, ...TYPE_COMMANDS] });
    run('SET', 'other', 'v');
    const tables = (): number => {
      const { dict, expires, timed } = keyspace.databases[0].entries;
      return dict.memory + expires.memory + timed.memory;
    };
    const before = keyspace.usedMemory - tables();
    for (const words of sample.make('k')) run(...words);
    const added = keyspace.usedMemory - tables() - before;
    const usage = Number(run('MEMORY', 'USAGE', 'k').slice(1));
    expect(usage).toBeGreaterThanOrEqual(added);
    expect(usage).toBeLessThanOrEqual(added + OBJECT_BYTES);
    expect(run('MEMORY', 'USAGE', 'k', 'SAMPLES', '0')).toBe(`:${usage}\r\n`);
  });

  it('answers null for a key that is not there', () => {
    expect(createHarness({ commands }).run('MEMORY', 'USAGE', 'none')).toBe('$-1\r\n');
    expect(createHarness({ commands, protocol: 3 }).run('MEMORY', 'USAGE', 'none')).toBe('_\r\n');
  });

  it.each([
    [['SAMPLES'], 'ERR syntax error'],
    [['SAMPLES', '-1'], 'ERR syntax error'],
    [['SAMPLES', 'x'], 'ERR value is not an integer or out of range'],
    [['bogus', '1'], 'ERR syntax error'],
    [['SAMPLES', '1', 'SAMPLES'], 'ERR syntax error'],
  ])('refuses %j', (words, error) => {
    expect(createHarness({ commands }).run('MEMORY', 'USAGE', 'a', ...words)).toBe(`-${error}\r\n`);
  });
});

describe('MEMORY', () => {
  it('explains itself, and refuses what it does not know', () => {
    const { run } = createHarness({ commands });
    expect(run('MEMORY', 'HELP')).toMatch(/^\*14\r\n\+MEMORY <subcommand>/);
    expect(run('MEMORY', 'bogus')).toBe("-ERR unknown subcommand 'bogus'. Try MEMORY HELP.\r\n");
  });
});
