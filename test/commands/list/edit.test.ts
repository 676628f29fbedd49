import { describe, expect, it } from 'vitest';
import { array, encoding, listHarness, NODE_SIZES, NOT_AN_INTEGER, SYNTAX, WRONG_TYPE } from './harness.ts';

describe.each(NODE_SIZES)('editing a %s', (_, nodeSize) => {
  it('sets the element of an index', () => {
    const { run } = listHarness(nodeSize);
    run('RPUSH', 'k', 'a', 'b', 'c', 'd', 'e');
    expect([run('LSET', 'k', '0', '1'), run('LSET', 'k', '-1', 'x'.repeat(100)), run('LSET', 'k', '2', '')]).toEqual(
      Array(3).fill('+OK\r\n'),
    );
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array('1', 'b', '', 'd', 'x'.repeat(100)));
    expect([run('LSET', 'k', '5', 'z'), run('LSET', 'k', '-6', 'z')]).toEqual(
      Array(2).fill('-ERR index out of range\r\n'),
    );
  });

  it('inserts before or after the first that equals', () => {
    const { run } = listHarness(nodeSize);
    run('RPUSH', 'k', 'a', '12', 'a', '12');
    expect(run('LINSERT', 'k', 'before', '12', 'x')).toBe(':5\r\n');
    expect(run('LINSERT', 'k', 'AFTER', '12', 'y')).toBe(':6\r\n');
    expect(run('LINSERT', 'k', 'AFTER', 'missing', 'y')).toBe(':-1\r\n');
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array('a', 'x', '12', 'y', 'a', '12'));
  });

  it.each([
    ['0', ['a', 'c']],
    ['2', ['a', 'c', 'b', 'b']],
    ['-1', ['b', 'a', 'b', 'c', 'b']],
    ['-3', ['b', 'a', 'c']],
    ['9', ['a', 'c']],
  ])('takes %s that equal out', (count, left) => {
    const { run } = listHarness(nodeSize);
    run('RPUSH', 'k', 'b', 'a', 'b', 'c', 'b', 'b');
    expect(run('LREM', 'k', count, 'b')).toBe(`:${6 - left.length}\r\n`);
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array(...left));
    expect(run('LREM', 'k', count, 'missing')).toBe(':0\r\n');
  });

  it('tells of what it changed, and of the key that goes with the last element', () => {
    const { run, keyspace, events } = listHarness(nodeSize, { listens: true });
    run('RPUSH', 'k', 'a', 'a');
    run('LSET', 'k', '0', 'b');
    run('LINSERT', 'k', 'AFTER', 'b', 'a');
    run('LINSERT', 'k', 'AFTER', 'missing', 'a');
    run('LREM', 'k', '0', 'a');
    run('LREM', 'k', '0', 'a');
    run('LREM', 'k', '0', 'b');
    expect(events).toEqual(['rpush k', 'lset k', 'linsert k', 'lrem k', 'lrem k', 'del k']);
    expect(keyspace.changes.dirty).toBe(2 + 1 + 1 + 2 + 1);
  });

  it('parts a node for an element that stands by itself, and joins it again', () => {
    const { run } = listHarness(nodeSize);
    const long = 'x'.repeat(9000);
    run('RPUSH', 'k', 'a', 'b', 'c', 'd');
    run('LSET', 'k', '1', long);
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array('a', long, 'c', 'd'));
    run('LINSERT', 'k', 'BEFORE', 'd', long);
    run('LSET', 'k', '1', 'b');
    run('LSET', 'k', '3', '7');
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array('a', 'b', 'c', '7', 'd'));
  });
});

describe('editing', () => {
  it.each([
    [['LSET', 'missing', 'x', 'a'], '-ERR no such key\r\n'],
    [['LSET', 'k', 'x', 'a'], NOT_AN_INTEGER],
    [['LSET', 'text', 'x', 'a'], WRONG_TYPE],
    [['LINSERT', 'k', 'beside', 'a', 'b'], SYNTAX],
    [['LINSERT', 'missing', 'before', 'a', 'b'], ':0\r\n'],
    [['LINSERT', 'text', 'before', 'a', 'b'], WRONG_TYPE],
    [['LREM', 'k', 'x', 'a'], NOT_AN_INTEGER],
    [
      ['LREM', 'k', '-9223372036854775808', 'a'],
      '-ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807\r\n',
    ],
    [['LREM', 'missing', '0', 'a'], ':0\r\n'],
    [['LREM', 'text', '0', 'a'], WRONG_TYPE],
  ])('answers %j and changes nothing', (words, reply) => {
    const { run, keyspace } = listHarness();
    run('RPUSH', 'k', 'a', 'b');
    run('SET', 'text', 'v');
    const { dirty } = keyspace.changes;
    expect([run(...words), keyspace.changes.dirty]).toEqual([reply, dirty]);
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array('a', 'b'));
  });

  it('makes a list ready for what it inserts before it has looked, as Redis does', () => {
    const harness = listHarness(2);
    const { run } = harness;
    run('RPUSH', 'k', 'a', 'b');
    expect(encoding(harness, 'k')).toBe('listpack');
    run('LINSERT', 'k', 'AFTER', 'missing', 'c');
    expect(encoding(harness, 'k')).toBe('quicklist');
  });

  it('looks at the lowest 32 bits of the index that LSET sets, as Redis 8 does', () => {
    const { run } = listHarness();
    run('RPUSH', 'k', 'a', 'b');
    expect([run('LSET', 'k', '4294967296', 'x'), run('LSET', 'k', '9223372036854775807', 'y')]).toEqual(
      Array(2).fill('+OK\r\n'),
    );
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array('x', 'y'));
  });
});
