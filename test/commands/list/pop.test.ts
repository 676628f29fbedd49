import { describe, expect, it } from 'vitest';
import { array, bulk, listHarness, NODE_SIZES, SYNTAX, WRONG_TYPE } from './harness.ts';

const NOT_POSITIVE = '-ERR value is out of range, must be positive\r\n';

describe.each(NODE_SIZES)('popping from a %s', (_, nodeSize) => {
  it('takes one element off an end', () => {
    const { run } = listHarness(nodeSize);
    run('RPUSH', 'k', 'a', '7', 'c', 'd');
    expect([run('LPOP', 'k'), run('RPOP', 'k'), run('LPOP', 'k')]).toEqual([bulk('a'), bulk('d'), bulk('7')]);
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array('c'));
  });

  it('takes several in the order in which they come off', () => {
    const { run } = listHarness(nodeSize);
    run('RPUSH', 'k', 'a', 'b', 'c', 'd', 'e', 'f');
    expect(run('LPOP', 'k', '2')).toBe(array('a', 'b'));
    expect(run('RPOP', 'k', '3')).toBe(array('f', 'e', 'd'));
    expect(run('RPOP', 'k', '9223372036854775807')).toBe(array('c'));
    expect(run('LLEN', 'k')).toBe(':0\r\n');
  });

  it('deletes the key with its last element', () => {
    const { run, keyspace, events, propagated } = listHarness(nodeSize, { listens: true, propagates: true });
    run('RPUSH', 'k', 'a', 'b', 'c');
    run('LPOP', 'k', '2');
    run('RPOP', 'k');
    expect([events, keyspace.changes.dirty, keyspace.databases[0].size]).toEqual([
      ['rpush k', 'lpop k', 'rpop k', 'del k'],
      6,
      0,
    ]);
    expect(propagated.slice(1)).toEqual([
      ['LPOP', 'k', '2'],
      ['RPOP', 'k'],
    ]);
  });

  it('takes nothing where no element is asked for, and tells nobody', () => {
    const { run, keyspace } = listHarness(nodeSize);
    run('RPUSH', 'k', 'a', 'b', 'c');
    const { dirty } = keyspace.changes;
    expect([run('LPOP', 'k', '0'), keyspace.changes.dirty]).toEqual(['*0\r\n', dirty]);
  });

  it('takes from the first list that there is, and propagates that', () => {
    const { run, propagated } = listHarness(nodeSize, { propagates: true });
    run('RPUSH', 'k', 'a', 'b', 'c');
    expect(run('LMPOP', '2', 'missing', 'k', 'left')).toBe(`*2\r\n${bulk('k')}${array('a')}`);
    expect(run('LMPOP', '1', 'k', 'RIGHT', 'COUNT', '9')).toBe(`*2\r\n${bulk('k')}${array('c', 'b')}`);
    expect(run('LMPOP', '1', 'k', 'RIGHT')).toBe('*-1\r\n');
    expect(propagated.slice(1)).toEqual([
      ['LPOP', 'k', '1'],
      ['RPOP', 'k', '2'],
    ]);
  });
});

describe('popping', () => {
  it('answers null where there is no key, of a shape that fits', () => {
    const [two, three] = [listHarness(), listHarness(-2, { protocol: 3 })];
    expect([two.run('LPOP', 'k'), two.run('LPOP', 'k', '1'), two.run('RPOP', 'k', '0')]).toEqual([
      '$-1\r\n',
      '*-1\r\n',
      '*-1\r\n',
    ]);
    expect([three.run('LPOP', 'k'), three.run('LPOP', 'k', '1'), three.run('LMPOP', '1', 'k', 'LEFT')]).toEqual([
      '_\r\n',
      '_\r\n',
      '_\r\n',
    ]);
  });

  it.each([
    [['LPOP', 'k', '1', '2'], "-ERR wrong number of arguments for 'lpop' command\r\n"],
    [['RPOP', 'k', '-1'], NOT_POSITIVE],
    [['RPOP', 'k', 'x'], NOT_POSITIVE],
    [['LMPOP', '0', 'k', 'LEFT'], '-ERR numkeys should be greater than 0\r\n'],
    [['LMPOP', '1', 'k', 'LEFT', 'COUNT', '0'], '-ERR count should be greater than 0\r\n'],
    [['LMPOP', '1', 'k', 'LEFT', 'COUNT', '1', 'COUNT', '1'], SYNTAX],
    [['LMPOP', '2', 'k', 'LEFT'], SYNTAX],
    [['LMPOP', '1', 'k', 'UP'], SYNTAX],
    [['LPOP', 'text', '0'], WRONG_TYPE],
    [['LMPOP', '2', 'missing', 'text', 'LEFT'], WRONG_TYPE],
  ])('refuses %j and changes nothing', (words, error) => {
    const { run, keyspace } = listHarness();
    run('RPUSH', 'k', 'a', 'b');
    run('SET', 'text', 'v');
    const { dirty } = keyspace.changes;
    expect([run(...words), keyspace.changes.dirty, run('LLEN', 'k')]).toEqual([error, dirty, ':2\r\n']);
  });
});
