import { describe, expect, it } from 'vitest';
import { HashValue } from '../../../src/datatypes/hash-value.ts';
import { keyNamed } from '../../support/stored-keys.ts';
import { bulk, bulks, createHashes, ENCODINGS, error, WRONG_TYPE } from './hashes.ts';

describe.each(ENCODINGS)('%s, HSET and its kin', (_, fields) => {
  it('count the fields that are new, and say OK', () => {
    const { run } = createHashes({ fields });
    expect(run('HSET', 'k', 'a', '1', 'b', '2', 'a', '3')).toBe(':2\r\n');
    expect(run('HSET', 'k', 'b', '4', 'c', '5')).toBe(':1\r\n');
    expect(run('HMSET', 'k', 'd', '6')).toBe('+OK\r\n');
    expect(run('HMGET', 'k', 'a', 'b', 'c', 'd')).toBe(bulks('3', '4', '5', '6'));
  });

  it('HSETNX leaves a field that is there', () => {
    const { run } = createHashes({ fields });
    expect([run('HSETNX', 'k', 'a', '1'), run('HSETNX', 'k', 'a', '2')]).toEqual([':1\r\n', ':0\r\n']);
    expect(run('HGET', 'k', 'a')).toBe(bulk('1'));
  });

  it('HSET takes the expiry of a field away', () => {
    const { run } = createHashes({ fields });
    run('HSET', 'k', 'a', '1');
    run('HEXPIRE', 'k', '100', 'FIELDS', '1', 'a');
    run('HSET', 'k', 'a', '2');
    expect(run('HTTL', 'k', 'FIELDS', '1', 'a')).toBe('*1\r\n:-1\r\n');
  });

  it('HSETNX takes the place of a field, and of a hash, whose time has come', () => {
    const { run, clock, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
    events.length = 0;
    propagated.length = 0;
    clock.advance(11);
    expect(run('HSETNX', 'k', 'a', '2')).toBe(':1\r\n');
    expect(run('HGET', 'k', 'a')).toBe(bulk('2'));
    expect(events).toEqual(['hexpired k', 'del k', 'hset k']);
    expect(propagated).toEqual([
      ['HDEL', 'k', 'a'],
      ['HSETNX', 'k', 'a', '2'],
    ]);
  });
});

describe('HSET', () => {
  it.each([
    ['HSET', 'k', 'a', '2'],
    ['HINCRBY', 'k', 'a', '1'],
    ['HINCRBYFLOAT', 'k', 'a', '1'],
  ])('and its kin (%s) turn a hash that is over a limit lowered meanwhile into a table', (...request) => {
    const { run, keyspace } = createHashes({ fields: 4 });
    run('HSET', 'k', 'a', '1', 'b', '1', 'c', '1');
    keyspace.packing.hashFields = 2;
    const [db] = keyspace.databases;
    const encoding = (): string | undefined => db.lookupRead(keyNamed(db, 'k'), HashValue)?.encoding;
    expect(encoding()).toBe('listpack');
    run(...request);
    expect(encoding()).toBe('hashtable');
    expect(run('HGET', 'k', 'a')).toBe(bulk('2'));
  });

  it('refuses what is no list of pairs, and other types', () => {
    const { run } = createHashes();
    expect(run('HSET', 'k', 'a', '1', 'b')).toBe(error("wrong number of arguments for 'hset' command"));
    expect(run('HMSET', 'k', 'a', '1', 'b')).toBe(error("wrong number of arguments for 'hmset' command"));
    expect(run('HLEN', 'k')).toBe(':0\r\n');
    run('SET', 's', 'v');
    expect([run('HSET', 's', 'a', '1'), run('HSETNX', 's', 'a', '1')]).toEqual([WRONG_TYPE, WRONG_TYPE]);
  });

  it('counts each pair as a change', () => {
    const { run, effects } = createHashes({ listens: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    expect(effects.dirty).toBe(2);
  });
});
