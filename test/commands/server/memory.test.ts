import { describe, expect, it } from 'vitest';
import { memoryCommand } from '../../../src/commands/server/memory.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { dataBytes, put } from '../../support/stored-keys.ts';

const report = (): never => {
  throw new Error('not asked for here');
};
const commands = [memoryCommand({ report, allocatorStats: report, purge: report })];

describe('MEMORY USAGE', () => {
  it('tells the bytes that a key takes, which add up to what is used', () => {
    const { run, keyspace } = createHarness({ commands });
    const sizes = [0, 1, 16, 300, 5000, 65_536, 1_000_000];
    for (const size of sizes) put(keyspace, `key:${size}`, 'v'.repeat(size), { expiresMs: HARNESS_NOW_MS - 1 });
    const replies = sizes.map((size) => Number(run('MEMORY', 'USAGE', `key:${size}`, 'SAMPLES', '0').slice(1)));
    expect(replies.reduce((sum, bytes) => sum + bytes, 0)).toBe(dataBytes(keyspace));
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
