import { describe, expect, it } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { put } from '../../support/stored-keys.ts';

const commands = genericCommands;

/** The bulk strings of an array, sorted. */
function namesIn(reply: string): string[] {
  const names = [...reply.matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map(([, name]) => name);
  expect(reply.startsWith(`*${names.length}\r\n`)).toBe(true);
  return names.sort();
}

describe('KEYS', () => {
  it('lists what matches, byte for byte', () => {
    const { run, keyspace } = createHarness({ commands });
    for (const name of ['one', 'two', '', '\xff\0', 'three']) put(keyspace, name, '1');
    expect(namesIn(run('KEYS', '*'))).toEqual(['', 'one', 'three', 'two', '\xff\0']);
    expect(namesIn(run('KEYS', 't*'))).toEqual(['three', 'two']);
    expect(namesIn(run('KEYS', '\xff?'))).toEqual(['\xff\0']);
    expect(run('KEYS', 'none')).toBe('*0\r\n');
  });

  it('passes over expired keys but leaves them', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', '1');
    put(keyspace, 'old', '1', { expiresMs: HARNESS_NOW_MS - 1 });
    expect(namesIn(run('KEYS', '*'))).toEqual(['a']);
    expect(keyspace.databases[0].size).toBe(2);
  });

  it('lists very many keys', () => {
    const { run, keyspace } = createHarness({ commands });
    for (let i = 0; i < 20_000; i++) put(keyspace, `key:${i}`, '1');
    expect(namesIn(run('KEYS', 'key:*')).length).toBe(20_000);
    expect(namesIn(run('KEYS', 'key:1999?')).length).toBe(10);
  });
});
