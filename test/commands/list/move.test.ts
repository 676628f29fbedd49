import { describe, expect, it } from 'vitest';
import { accessesBy, array, bulk, encoding, listHarness, NODE_SIZES, SYNTAX, WRONG_TYPE } from './harness.ts';

describe.each(NODE_SIZES)('moving between lists: %s', (_, nodeSize) => {
  it.each([
    ['LEFT', 'LEFT', ['b', 'c'], ['a', 'x', 'y']],
    ['LEFT', 'RIGHT', ['b', 'c'], ['x', 'y', 'a']],
    ['right', 'left', ['a', 'b'], ['c', 'x', 'y']],
    ['RIGHT', 'RIGHT', ['a', 'b'], ['x', 'y', 'c']],
  ])('%s to %s', (from, to, source, destination) => {
    const { run } = listHarness(nodeSize);
    run('RPUSH', 'from', 'a', 'b', 'c');
    run('RPUSH', 'to', 'x', 'y');
    expect(run('LMOVE', 'from', 'to', from, to)).toBe(bulk(from === 'LEFT' ? 'a' : 'c'));
    expect(run('LRANGE', 'from', '0', '-1')).toBe(array(...source));
    expect(run('LRANGE', 'to', '0', '-1')).toBe(array(...destination));
  });

  it('makes the destination, deletes an emptied source, and tells in this order', () => {
    const { run, keyspace, events, propagated } = listHarness(nodeSize, { listens: true, propagates: true });
    run('RPUSH', 'from', '77');
    expect(run('RPOPLPUSH', 'from', 'to')).toBe(bulk('77'));
    expect(events.slice(1)).toEqual(['lpush to', 'rpop from', 'del from']);
    expect([keyspace.changes.dirty, run('LLEN', 'from'), run('LLEN', 'to')]).toEqual([2, ':0\r\n', ':1\r\n']);
    expect(propagated.slice(1)).toEqual([['RPOPLPUSH', 'from', 'to']]);
  });

  it('turns a list round in itself', () => {
    const { run } = listHarness(nodeSize);
    const long = 'x'.repeat(100_000);
    run('RPUSH', 'k', 'a', 'b', long);
    expect(run('LMOVE', 'k', 'k', 'RIGHT', 'LEFT')).toBe(bulk(long));
    expect(run('LMOVE', 'k', 'k', 'RIGHT', 'RIGHT')).toBe(bulk('b'));
    expect(run('LMOVE', 'k', 'k', 'LEFT', 'RIGHT')).toBe(bulk(long));
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array('a', 'b', long));
    run('RPUSH', 'one', 'a');
    expect([run('RPOPLPUSH', 'one', 'one'), run('LLEN', 'one')]).toEqual([bulk('a'), ':1\r\n']);
  });
});

describe('moving', () => {
  it('answers null where there is no source, whatever the destination is', () => {
    const { run } = listHarness();
    run('SET', 'text', 'v');
    expect([run('LMOVE', 'missing', 'text', 'LEFT', 'LEFT'), run('RPOPLPUSH', 'missing', 'k')]).toEqual(
      Array(2).fill('$-1\r\n'),
    );
  });

  it.each([
    [['LMOVE', 'k', 'text', 'LEFT', 'LEFT'], WRONG_TYPE],
    [['LMOVE', 'text', 'k', 'LEFT', 'LEFT'], WRONG_TYPE],
    [['RPOPLPUSH', 'k', 'text'], WRONG_TYPE],
    [['LMOVE', 'k', 'l', 'UP', 'LEFT'], SYNTAX],
    [['LMOVE', 'missing', 'l', 'LEFT', 'DOWN'], SYNTAX],
  ])('refuses %j and changes nothing', (words, error) => {
    const { run, keyspace } = listHarness();
    run('RPUSH', 'k', 'a', 'b');
    run('SET', 'text', 'v');
    const { dirty } = keyspace.changes;
    expect([run(...words), keyspace.changes.dirty, run('LLEN', 'k'), run('GET', 'text')]).toEqual([
      error,
      dirty,
      ':2\r\n',
      bulk('v'),
    ]);
  });

  it('settles how a list is kept when all is done, as Redis does', () => {
    const harness = listHarness(4);
    const { run } = harness;
    run('RPUSH', 'k', 'a', 'b', 'c', 'd', 'e');
    run('RPOP', 'k', '2');
    // Without the element just moved it would be half of the limit.
    run('LMOVE', 'k', 'k', 'LEFT', 'RIGHT');
    expect(encoding(harness, 'k')).toBe('quicklist');
    run('LMOVE', 'k', 'other', 'LEFT', 'RIGHT');
    expect([encoding(harness, 'k'), encoding(harness, 'other')]).toEqual(['listpack', 'listpack']);
  });
});

it.each<[string, number[]]>([
  ['LMOVE a b LEFT RIGHT', [1, 1]],
  ['RPOPLPUSH a b', [1, 1]],
  ['LMOVE a a LEFT LEFT', [2, 0]],
  ['RPOPLPUSH a new', [1, 0]],
])('%s counts accesses as Redis does', (line, accesses) => {
  expect(accessesBy(line)).toEqual(accesses);
});
