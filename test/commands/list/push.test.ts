import { describe, expect, it } from 'vitest';
import { array, encoding, listHarness, NODE_SIZES, WRONG_TYPE } from './harness.ts';

describe.each(NODE_SIZES)('pushing to a %s', (_, nodeSize) => {
  it('adds at the head one after the other, and at the tail in order', () => {
    const { run } = listHarness(nodeSize);
    expect(run('RPUSH', 'k', 'a', 'b')).toBe(':2\r\n');
    expect(run('LPUSH', 'k', '1', '', '-70000')).toBe(':5\r\n');
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array('-70000', '', '1', 'a', 'b'));
  });

  it('adds to what there is only, with an X', () => {
    const { run } = listHarness(nodeSize);
    expect([run('LPUSHX', 'k', 'a'), run('RPUSHX', 'k', 'a'), run('LLEN', 'k')]).toEqual([
      ':0\r\n',
      ':0\r\n',
      ':0\r\n',
    ]);
    run('RPUSH', 'k', 'a');
    expect([run('LPUSHX', 'k', 'b', 'c'), run('RPUSHX', 'k', 'd')]).toEqual([':3\r\n', ':4\r\n']);
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array('c', 'b', 'a', 'd'));
  });

  it('keeps elements of any length and any bytes', () => {
    const { run } = listHarness(nodeSize);
    const elements = ['\0\r\n\xff', 'x'.repeat(63), 'y'.repeat(64), 'z'.repeat(4096), 'w'.repeat(100_000), '007'];
    run('RPUSH', 'k', ...elements);
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array(...elements));
    expect(run('LPOP', 'k', '10')).toBe(array(...elements));
  });

  it('counts a change for each element, under its name', () => {
    const { run, keyspace, events, propagated } = listHarness(nodeSize, { listens: true, propagates: true });
    run('RPUSH', 'k', 'a', 'b');
    run('LPUSHX', 'k', 'c');
    run('LPUSHX', 'missing', 'c');
    expect(keyspace.changes.dirty).toBe(3);
    expect(events).toEqual(['rpush k', 'lpush k']);
    expect(propagated).toEqual([
      ['RPUSH', 'k', 'a', 'b'],
      ['LPUSHX', 'k', 'c'],
    ]);
  });

  it.each(['LPUSH', 'RPUSH', 'LPUSHX', 'RPUSHX'])('refuses another type: %s', (name) => {
    const { run } = listHarness(nodeSize);
    run('SET', 'k', 'v');
    expect([run(name, 'k', 'a'), run('GET', 'k')]).toEqual([WRONG_TYPE, '$1\r\nv\r\n']);
  });
});

describe('the encoding', () => {
  it('follows the number of elements', () => {
    const harness = listHarness(3);
    const { run } = harness;
    run('RPUSH', 'k', 'a', 'b', 'c');
    expect(encoding(harness, 'k')).toBe('listpack');
    run('RPUSH', 'k', 'd');
    expect(encoding(harness, 'k')).toBe('quicklist');
    run('LPOP', 'k', '2');
    expect(encoding(harness, 'k')).toBe('quicklist');
    run('LPOP', 'k');
    expect(encoding(harness, 'k')).toBe('listpack');
  });

  it('leaves no memory behind where everything is given back at once', () => {
    const harness = listHarness(1);
    const { run, keyspace } = harness;
    run('RPUSH', 'k', 'a', 'b', 'c');
    expect([encoding(harness, 'k'), keyspace.arena.tableBytes > 0]).toEqual(['quicklist', true]);
    keyspace.release();
    expect([keyspace.arena.used, keyspace.arena.tableBytes]).toEqual([0, 0]);
  });

  it('follows the bytes, those of all elements of a push together', () => {
    const harness = listHarness(-2);
    const { run } = harness;
    run('RPUSH', 'k', 'x'.repeat(8185));
    expect(encoding(harness, 'k')).toBe('listpack');
    run('RPUSH', 'l', 'x'.repeat(4000), 'y'.repeat(4186));
    expect(encoding(harness, 'l')).toBe('quicklist');
    run('RPUSH', 'm', 'x'.repeat(8186));
    expect(encoding(harness, 'm')).toBe('quicklist');
  });
});
