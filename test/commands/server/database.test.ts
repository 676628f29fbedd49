import { describe, expect, it } from 'vitest';
import { databaseCommands } from '../../../src/commands/server/database.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { get, keyNamed, put } from '../../support/stored-keys.ts';

const commands = databaseCommands;

describe('DBSIZE', () => {
  it('counts the keys, those that are about to expire too', () => {
    const { run, keyspace } = createHarness({ commands });
    expect(run('DBSIZE')).toBe(':0\r\n');
    put(keyspace, 'a', '1');
    put(keyspace, 'old', '1', { expiresMs: HARNESS_NOW_MS - 1 });
    put(keyspace, 'b', '1', { db: 1 });
    expect(run('DBSIZE')).toBe(':2\r\n');
  });
});

describe('FLUSHDB and FLUSHALL', () => {
  it.each([[[]], [['SYNC']], [['async']]])('take the keys of one database, or of all (%j)', (mode) => {
    const { run, keyspace, effects } = createHarness({ commands });
    put(keyspace, 'a', '1');
    put(keyspace, 'b', '1');
    put(keyspace, 'c', '1', { db: 1 });
    expect(run('FLUSHDB', ...mode)).toBe('+OK\r\n');
    expect(get(keyspace, 'a')).toBe(undefined);
    expect(get(keyspace, 'c', 1)).toBe('1');
    expect(effects.dirty).toBe(2);
    expect(run('FLUSHALL', ...mode)).toBe('+OK\r\n');
    expect(get(keyspace, 'c', 1)).toBe(undefined);
    expect(effects.dirty).toBe(3);
  });

  it('are propagated even where there was nothing to remove', () => {
    const { run, propagated, events } = createHarness({ commands, propagates: true, listens: true, databases: 2 });
    run('FLUSHDB');
    run('FLUSHALL', 'async');
    expect(propagated).toEqual([['FLUSHDB'], ['FLUSHALL', 'ASYNC']]);
    expect(events).toEqual(['flushed 0', 'flushed 0', 'flushed 1']);
  });

  it('break the transactions of those who watch a key that goes', () => {
    const { run, keyspace, watch, client } = createHarness({ commands });
    put(keyspace, 'a', '1');
    const [database] = keyspace.databases;
    watch.add(client, keyNamed(database, 'none'));
    run('FLUSHALL');
    expect(client.watchBroken).toBe(false);
    put(keyspace, 'a', '1');
    watch.add(client, keyNamed(database, 'a'));
    run('FLUSHDB');
    expect(client.watchBroken).toBe(true);
  });

  it.each([[['bogus']], [['SYNC', 'ASYNC']]])('refuse %j', (words) => {
    const { run } = createHarness({ commands });
    expect(run('FLUSHDB', ...words)).toBe('-ERR syntax error\r\n');
    expect(run('FLUSHALL', ...words)).toBe('-ERR syntax error\r\n');
  });
});

describe('SWAPDB', () => {
  it('exchanges two databases under their clients', () => {
    const { run, keyspace, effects, propagated } = createHarness({ commands, propagates: true });
    put(keyspace, 'a', 'zero');
    put(keyspace, 'a', 'one', { db: 1 });
    expect(run('SWAPDB', '0', '1')).toBe('+OK\r\n');
    expect([get(keyspace, 'a'), get(keyspace, 'a', 1)]).toEqual(['one', 'zero']);
    expect(effects.dirty).toBe(1);
    expect(propagated).toEqual([['SWAPDB', '0', '1']]);
  });

  it('does nothing with one database, but counts', () => {
    const { run, keyspace, effects, events } = createHarness({ commands, listens: true });
    put(keyspace, 'a', '1');
    expect(run('SWAPDB', '3', '3')).toBe('+OK\r\n');
    expect(get(keyspace, 'a')).toBe('1');
    expect(effects.dirty).toBe(1);
    expect(events).toEqual([]);
  });

  it.each([
    ['a', '1', 'ERR invalid first DB index'],
    ['99999999999', 'x', 'ERR invalid first DB index'],
    ['99', 'x', 'ERR invalid second DB index'],
    ['0', '99', 'ERR DB index is out of range'],
    ['-1', '0', 'ERR DB index is out of range'],
  ])('refuses %s %s', (first, second, error) => {
    expect(createHarness({ commands }).run('SWAPDB', first, second)).toBe(`-${error}\r\n`);
  });
});
