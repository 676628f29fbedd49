import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { TYPE_HASH } from '../../../src/datatypes/value.ts';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { dataBytes, expiryOf, get, keyNamed, put } from '../../support/stored-keys.ts';

const commands = genericCommands;
const NOW = HARNESS_NOW_MS;
const NOT_INT32 = 'ERR value is out of range, value must between -2147483648 and 2147483647';

describe('COPY', () => {
  it('copies value, form and expiry', () => {
    const { run, keyspace, events, effects } = createHarness({ commands, listens: true });
    put(keyspace, 'a', 'value', { expiresMs: NOW + 5, form: TYPE_HASH | 32 });
    expect(run('COPY', 'a', 'b')).toBe(':1\r\n');
    expect([get(keyspace, 'a'), get(keyspace, 'b')]).toEqual(['value', 'value']);
    expect(expiryOf(keyspace, 'b')).toBe(NOW + 5);
    const { entries } = keyspace.databases[0];
    expect(entries.form(entries.find(keyNamed(keyspace.databases[0], 'b')))).toBe(TYPE_HASH | 32);
    expect(events).toEqual(['copy_to b']);
    expect(effects.dirty).toBe(1);
  });

  it('overwrites only with REPLACE, and then the expiry too', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', 'value');
    put(keyspace, 'b', 'other', { expiresMs: NOW + 5 });
    expect(run('COPY', 'a', 'b')).toBe(':0\r\n');
    expect(get(keyspace, 'b')).toBe('other');
    expect(run('COPY', 'a', 'b', 'replace')).toBe(':1\r\n');
    expect(get(keyspace, 'b')).toBe('value');
    expect(expiryOf(keyspace, 'b')).toBe(-1);
  });

  it('copies to another database, under the same name too', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', 'value', { expiresMs: NOW + 5 });
    expect(run('COPY', 'a', 'a', 'DB', '3')).toBe(':1\r\n');
    expect(get(keyspace, 'a', 3)).toBe('value');
    expect(expiryOf(keyspace, 'a', 3)).toBe(NOW + 5);
    expect(run('COPY', 'a', 'a', 'REPLACE', 'DB', '3', 'REPLACE')).toBe(':1\r\n');
    expect(run('COPY', 'none', 'b')).toBe(':0\r\n');
  });

  it('gives the copy memory of its own', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 10, 255, 60_000, 65_530, 100_000), fc.boolean(), (size, expires) => {
        const { run, keyspace } = createHarness({ commands });
        put(keyspace, 'a', 'v'.repeat(size), expires ? { expiresMs: NOW + 5 } : {});
        run('COPY', 'a', 'key:2', 'DB', '1');
        put(keyspace, 'a', 'w'.repeat(size));
        expect(get(keyspace, 'key:2', 1)).toBe('v'.repeat(size));
        run('DEL', 'a');
        expect(get(keyspace, 'key:2', 1)).toBe('v'.repeat(size));
        run('MOVE', 'key:2', '0');
        keyspace.databases[1].delete(keyNamed(keyspace.databases[1], 'key:2'));
        expect(dataBytes(keyspace)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [['a', 'a'], 'ERR source and destination objects are the same'],
    [['a', 'a', 'DB', '0'], 'ERR source and destination objects are the same'],
    [['a', 'b', 'DB', '16'], 'ERR DB index is out of range'],
    [['a', 'b', 'DB', '-1'], 'ERR DB index is out of range'],
    [['a', 'b', 'DB', '2147483648'], NOT_INT32],
    [['a', 'b', 'DB', 'x'], 'ERR value is not an integer or out of range'],
    [['a', 'b', 'DB'], 'ERR syntax error'],
    [['a', 'b', 'bogus'], 'ERR syntax error'],
  ])('refuses %j', (words, error) => {
    expect(createHarness({ commands }).run('COPY', ...words)).toBe(`-${error}\r\n`);
  });
});

describe('MOVE', () => {
  it('moves a key with its expiry', () => {
    const { run, keyspace, events, effects } = createHarness({ commands, listens: true });
    put(keyspace, 'a', 'value', { expiresMs: NOW + 5 });
    expect(run('MOVE', 'a', '2')).toBe(':1\r\n');
    expect(get(keyspace, 'a')).toBe(undefined);
    expect(get(keyspace, 'a', 2)).toBe('value');
    expect(expiryOf(keyspace, 'a', 2)).toBe(NOW + 5);
    expect(keyspace.databases[0].entries.expires.size).toBe(0);
    expect(events).toEqual(['move_from a', 'move_to a']);
    expect(effects.dirty).toBe(1);
  });

  it('hands a large value over as it stands', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', 'v'.repeat(100_000));
    const before = dataBytes(keyspace);
    expect(run('MOVE', 'a', '1')).toBe(':1\r\n');
    expect(get(keyspace, 'a', 1)).toBe('v'.repeat(100_000));
    expect(dataBytes(keyspace)).toBe(before);
  });

  it('leaves a key that is there, or is not here', () => {
    const { run, keyspace } = createHarness({ commands });
    put(keyspace, 'a', 'value');
    put(keyspace, 'a', 'other', { db: 1 });
    expect(run('MOVE', 'a', '1')).toBe(':0\r\n');
    expect(get(keyspace, 'a', 1)).toBe('other');
    expect(run('MOVE', 'none', '1')).toBe(':0\r\n');
    put(keyspace, 'a', 'other', { db: 2, expiresMs: NOW - 1 });
    expect(run('MOVE', 'a', '2')).toBe(':1\r\n');
  });

  it.each([
    ['0', 'ERR source and destination objects are the same'],
    ['16', 'ERR DB index is out of range'],
    ['99999999999', NOT_INT32],
    ['abc', 'ERR value is not an integer or out of range'],
  ])('refuses database %s', (index, error) => {
    expect(createHarness({ commands }).run('MOVE', 'none', index)).toBe(`-${error}\r\n`);
  });
});

it('a key that was moved counts its accesses anew', () => {
  const { run, keyspace } = createHarness({ commands });
  countEveryAccess(keyspace);
  put(keyspace, 'a', 'value');
  run('TOUCH', 'a', 'a');
  run('MOVE', 'a', '1');
  expect(accessesOf(keyspace, 'a', 1)).toBe(0);
});
