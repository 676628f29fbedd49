import { describe, expect, test } from 'vitest';
import { anotherZSet } from '../../../src/datatypes/zset-value.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
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
