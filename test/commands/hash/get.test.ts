import { describe, expect, it } from 'vitest';
import { array, bulk, bulks, createHashes, ENCODINGS, NULL, WRONG_TYPE } from './hashes.ts';

describe.each(ENCODINGS)('%s', (_, fields) => {
  it('HGET, HMGET, HSTRLEN, HEXISTS and HLEN read', () => {
    const { run } = createHashes({ fields });
    run('HSET', 'k', 'a', 'value', 'b', '-12', 'c', '');
    expect([run('HGET', 'k', 'a'), run('HGET', 'k', 'x'), run('HGET', 'x', 'a')]).toEqual([bulk('value'), NULL, NULL]);
    expect(run('HMGET', 'k', 'b', 'x', 'c', 'b')).toBe(array(bulk('-12'), NULL, bulk(''), bulk('-12')));
    expect(run('HMGET', 'x', 'b', 'x')).toBe(array(NULL, NULL));
    expect(['a', 'b', 'c', 'x'].map((field) => run('HSTRLEN', 'k', field))).toEqual(
      [5, 3, 0, 0].map((length) => `:${length}\r\n`),
    );
    expect([run('HEXISTS', 'k', 'c'), run('HEXISTS', 'k', 'x'), run('HEXISTS', 'x', 'c')]).toEqual([
      ':1\r\n',
      ':0\r\n',
      ':0\r\n',
    ]);
    expect([run('HLEN', 'k'), run('HLEN', 'x')]).toEqual([':3\r\n', ':0\r\n']);
  });

  it('a field whose time has come goes when it is read, and the hash with the last', () => {
    const { run, clock, events, keyspace, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '2', 'a', 'b');
    events.length = 0;
    propagated.length = 0;
    clock.advance(11);
    expect(run('HLEN', 'k')).toBe(':2\r\n');
    expect([run('HGET', 'k', 'a'), run('HSTRLEN', 'k', 'a')]).toEqual([NULL, ':0\r\n']);
    expect(events).toEqual(['hexpired k']);
    expect(run('HEXISTS', 'k', 'b')).toBe(':0\r\n');
    expect(events).toEqual(['hexpired k', 'hexpired k', 'del k']);
    expect(propagated).toEqual([
      ['HDEL', 'k', 'a'],
      ['HDEL', 'k', 'b'],
    ]);
    expect(keyspace.stats.expiredFields).toBe(2);
    expect(keyspace.databases[0].size).toBe(0);
  });

  it('HMGET tells once of all that went', () => {
    const { run, clock, events } = createHashes({ fields, listens: true });
    run('HSET', 'k', 'a', '1', 'b', '2', 'c', '3');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '2', 'a', 'b');
    events.length = 0;
    clock.advance(11);
    expect(run('HMGET', 'k', 'a', 'b', 'c')).toBe(array(NULL, NULL, bulk('3')));
    expect(events).toEqual(['hexpired k']);
  });

  it('a server that removes nothing by itself hides the field', () => {
    const { run, clock, events, keyspace } = createHashes({ fields, listens: true });
    run('HSET', 'k', 'a', '1');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
    events.length = 0;
    clock.advance(11);
    keyspace.expiresKeys = false;
    expect([run('HGET', 'k', 'a'), run('HMGET', 'k', 'a')]).toEqual([NULL, array(NULL)]);
    expect(run('HLEN', 'k')).toBe(':1\r\n');
    expect(events).toEqual([]);
  });
});

it('a null is one of RESP3 there', () => {
  const { run } = createHashes({ protocol: 3 });
  expect([run('HGET', 'x', 'a'), run('HMGET', 'x', 'a')]).toEqual(['_\r\n', array('_\r\n')]);
});

it('other types are refused', () => {
  const { run } = createHashes();
  run('SET', 's', 'v');
  for (const name of ['HGET', 'HMGET', 'HSTRLEN', 'HEXISTS']) expect(run(name, 's', 'a')).toBe(WRONG_TYPE);
  expect(run('HLEN', 's')).toBe(WRONG_TYPE);
});

it('a value of a megabyte goes out in place, and as it was when it was asked for', () => {
  const { run, pipeline } = createHashes();
  const long = 'v'.repeat(1_000_000);
  run('HSET', 'k', 'a', long, 'b', '1');
  const replies = pipeline(['HGET', 'k', 'a'], ['HSET', 'k', 'a', 'w'.repeat(1_000_000)], ['HSTRLEN', 'k', 'a']);
  expect(replies).toBe(`${bulk(long)}:0\r\n:1000000\r\n`);
  expect(run('HMGET', 'k', 'b')).toBe(bulks('1'));
});
