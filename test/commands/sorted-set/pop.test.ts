import { describe, expect, test } from 'vitest';
import { ENCODINGS, sortedSets } from './encodings.ts';

describe.each(ENCODINGS)('popping from a %s', (encoding) => {
  test('ZPOPMIN and ZPOPMAX, with and without a count', () => {
    const { run, events } = sortedSets(encoding, { listens: true });
    run('ZADD', 'z', '1', 'a', '2', 'b', '3', 'c', '4', 'd');
    expect(run('ZPOPMIN', 'z')).toBe('*2\r\n$1\r\na\r\n$1\r\n1\r\n');
    expect(run('ZPOPMAX', 'z', '2')).toBe('*4\r\n$1\r\nd\r\n$1\r\n4\r\n$1\r\nc\r\n$1\r\n3\r\n');
    expect(run('ZPOPMIN', 'z', '0')).toBe('*0\r\n');
    expect(run('ZPOPMIN', 'z', '5')).toBe('*2\r\n$1\r\nb\r\n$1\r\n2\r\n');
    expect(run('ZPOPMIN', 'z', '5')).toBe('*0\r\n');
    expect(events.slice(-4)).toEqual(['zpopmin z', 'zpopmax z', 'zpopmin z', 'del z']);
  });

  test('in RESP3 a count makes pairs', () => {
    const { run } = sortedSets(encoding, { protocol: 3 });
    run('ZADD', 'z', '1', 'a', '2', 'b');
    expect(run('ZPOPMIN', 'z')).toBe('*2\r\n$1\r\na\r\n,1\r\n');
    expect(run('ZPOPMIN', 'z', '1')).toBe('*1\r\n*2\r\n$1\r\nb\r\n,2\r\n');
  });

  test('ZMPOP pops from the first that there is, and is propagated as what it did', () => {
    const { run, propagated } = sortedSets(encoding, { propagates: true });
    run('ZADD', 'z', '1', 'a', '2', 'b');
    expect(run('ZMPOP', '2', 'none', 'z', 'MAX', 'COUNT', '5')).toBe(
      '*2\r\n$1\r\nz\r\n*2\r\n*2\r\n$1\r\nb\r\n$1\r\n2\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n',
    );
    expect(run('ZMPOP', '2', 'none', 'z', 'MIN')).toBe('*-1\r\n');
    expect(propagated.at(-1)).toEqual(['ZPOPMAX', 'z', '2']);
  });

  test.each([
    ['ZMPOP 0 z MIN', 'numkeys should be greater than 0'],
    ['ZMPOP 1 z MIN COUNT 0', 'count should be greater than 0'],
    ['ZMPOP 2 z MIN', 'syntax error'],
    ['ZMPOP 1 z LEFT', 'syntax error'],
    ['ZPOPMIN z -1', 'value is out of range, must be positive'],
  ])('%s', (line, error) => {
    expect(sortedSets(encoding).run(...line.split(' '))).toBe(`-ERR ${error}\r\n`);
  });
});
