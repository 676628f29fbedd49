import { describe, expect, it } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { FORM_STRING_RAW, FORM_STRING_TEXT } from '../../../src/datatypes/string-value.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { put } from '../../support/stored-keys.ts';

const commands = genericCommands;

describe('OBJECT ENCODING', () => {
  it.each([
    ['12', 'int'],
    ['-9223372036854775808', 'int'],
    ['9223372036854775808', 'embstr'],
    ['012', 'embstr'],
    ['x'.repeat(44), 'embstr'],
    ['x'.repeat(45), 'raw'],
    ['x'.repeat(100_000), 'raw'],
  ])('of %.20s is %s', (value, encoding) => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', value);
    expect(run('OBJECT', 'ENCODING', 'a')).toBe(`$${encoding.length}\r\n${encoding}\r\n`);
  });

  it('follows what made the value', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', '12', { form: FORM_STRING_RAW });
    put(keyspace, 'b', '12', { form: FORM_STRING_TEXT });
    expect(run('OBJECT', 'ENCODING', 'a')).toBe('$3\r\nraw\r\n');
    expect(run('OBJECT', 'ENCODING', 'b')).toBe('$6\r\nembstr\r\n');
  });
});

describe('OBJECT REFCOUNT', () => {
  it('knows the integers that Redis shares', () => {
    const { run, keyspace } = createHarness({ commands });
    for (const value of ['0', '9999', '10000', '-1', 'x']) put(keyspace, value, value);
    expect(['0', '9999', '10000', '-1', 'x'].map((key) => run('OBJECT', 'REFCOUNT', key))).toEqual([
      ':2147483647\r\n',
      ':2147483647\r\n',
      ':1\r\n',
      ':1\r\n',
      ':1\r\n',
    ]);
  });
});

describe('OBJECT IDLETIME and FREQ', () => {
  it('tell what the policy tracks and refuse what it does not', () => {
    const { run, keyspace, clock } = createHarness({ commands });
    put(keyspace, 'a', '1');
    clock.advance(7500);
    expect(run('OBJECT', 'IDLETIME', 'a')).toBe(':7\r\n');
    expect(run('OBJECT', 'FREQ', 'a')).toMatch(/^-ERR An LFU maxmemory policy is not selected, access frequency not/);
    keyspace.access.lfu = true;
    keyspace.refreshAccess();
    put(keyspace, 'b', '1');
    expect(run('OBJECT', 'FREQ', 'b')).toBe(':5\r\n');
    expect(run('OBJECT', 'IDLETIME', 'a')).toMatch(
      /^-ERR An LFU maxmemory policy is selected, idle time not tracked\./,
    );
  });

  it('show a frequency that decays', () => {
    const { run, keyspace, clock } = createHarness({ commands });
    keyspace.access.lfu = true;
    keyspace.refreshAccess();
    put(keyspace, 'a', '1');
    clock.advance(3 * 60_000);
    expect(run('OBJECT', 'FREQ', 'a')).toMatch(/^:[23]\r\n$/);
  });
});

describe('OBJECT', () => {
  it.each(['ENCODING', 'REFCOUNT', 'IDLETIME', 'FREQ'])('%s answers null for a key that is not there', (name) => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'old', '1', { expiresMs: HARNESS_NOW_MS - 1 });
    expect(run('OBJECT', name, 'none')).toBe('$-1\r\n');
    expect(run('OBJECT', name, 'old')).toBe('$-1\r\n');
    expect(createHarness({ commands, protocol: 3 }).run('OBJECT', name, 'none')).toBe('_\r\n');
  });

  it('explains itself, and refuses what it does not know', () => {
    const { run } = createHarness({ commands });
    expect(run('OBJECT', 'help')).toMatch(/^\*15\r\n\+OBJECT <subcommand> \[<arg> \[value\] \[opt\] \.\.\.\]\. Sub/);
    expect(run('OBJECT', 'bogus', 'a')).toBe("-ERR unknown subcommand 'bogus'. Try OBJECT HELP.\r\n");
    expect(run('OBJECT', 'ENCODING')).toBe("-ERR wrong number of arguments for 'object|encoding' command\r\n");
  });
});
