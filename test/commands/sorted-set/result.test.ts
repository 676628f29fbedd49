import { describe, expect, test } from 'vitest';
import { anotherZSet } from '../../../src/datatypes/zset-value.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import type { Harness } from '../../support/command-harness.ts';
import { elements, ENCODINGS, sortedSets } from './encodings.ts';

function encodingOf({ keyspace }: Harness, name: string): string | undefined {
  const [db] = keyspace.databases;
  const bytes = Bytes.fromString(name);
  return db.lookupRead(db.keyOver(bytes, 0, bytes.length), anotherZSet())?.encoding;
}

describe.each(ENCODINGS)('storing, from a %s', (encoding) => {
  test('a destination may be one of the inputs, and loses its expiry', () => {
    const { run, events } = sortedSets(encoding, { listens: true });
    run('ZADD', 'x', '1', 'a', '2', 'b');
    run('ZADD', 'y', '1', 'b');
    expect(run('ZUNIONSTORE', 'x', '2', 'x', 'y')).toBe(':2\r\n');
    expect(elements(run('ZRANGE', 'x', '0', '-1', 'WITHSCORES'))).toEqual(['a', '1', 'b', '3']);
    expect(run('ZINTERSTORE', 'x', '2', 'x', 'none')).toBe(':0\r\n');
    expect(run('ZCARD', 'x')).toBe(':0\r\n');
    expect(events.slice(-2)).toEqual(['zunionstore x', 'del x']);
  });

  test('a value of another type gives way', () => {
    const { run } = sortedSets(encoding);
    run('SET', 'd', 'text');
    run('ZADD', 'x', '1', 'a');
    expect(run('ZDIFFSTORE', 'd', '1', 'x')).toBe(':1\r\n');
    expect(run('ZCARD', 'd')).toBe(':1\r\n');
  });
});

test('a small result is a listpack, whatever its inputs were', () => {
  const harness = sortedSets('skiplist');
  harness.run('ZADD', 'x', '1', 'a', '2', 'b', '3', 'c');
  harness.keyspace.packing.zsetMembers = 2;
  harness.run('ZRANGESTORE', 'two', 'x', '0', '1');
  harness.run('ZUNIONSTORE', 'three', '1', 'x');
  harness.keyspace.packing.zsetMemberBytes = 0;
  harness.run('ZRANGESTORE', 'long', 'x', '0', '1');
  expect(['x', 'two', 'three', 'long'].map((name) => encodingOf(harness, name))).toEqual([
    'skiplist',
    'listpack',
    'skiplist',
    'skiplist',
  ]);
});

test('the destination keeps what is known of accesses', () => {
  const { keyspace, run } = sortedSets('listpack');
  countEveryAccess(keyspace);
  run('ZADD', 'x', '1', 'a');
  run('SET', 'd', 'x');
  run('GET', 'd');
  run('ZUNIONSTORE', 'd', '1', 'x');
  run('ZRANGESTORE', 'd', 'x', '0', '-1');
  run('ZRANGESTORE', 'new', 'x', '0', '-1');
  expect(['d', 'new'].map((name) => accessesOf(keyspace, name))).toEqual([3, 0]);
});

test('nothing to store deletes a key whose time has come, rather than let it expire', () => {
  const { clock, events, keyspace, run } = sortedSets('listpack', { listens: true });
  run('SET', 'd', 'x', 'PX', '1');
  clock.advance(5);
  run('ZINTERSTORE', 'd', '1', 'none');
  expect([events.at(-1), keyspace.stats.expired]).toEqual(['del d', 0]);
});
