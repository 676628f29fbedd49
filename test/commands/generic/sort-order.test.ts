import { describe, expect, it } from 'vitest';
import { bulks, line, sortHarness } from './sort-harness.ts';

describe('numbers', () => {
  it.each([
    ['', '1'],
    ['-1', ''],
    ['-1', '0.5'],
    ['.5', '1'],
    ['007', '8'],
    ['1e2', '101'],
    ['+5', '6'],
    ['-inf', '-1e308'],
    ['1e308', 'Infinity'],
    ['9007199254740993', '9007199254740995'],
    ['1e400', 'inf'],
    ['2.', '2.1'],
    ['5\0x', '6'],
  ])('%j and %j', (a, b) => {
    const harness = sortHarness();
    harness.list('l', b, a);
    expect(bulks(harness.run('SORT', 'l'))).toEqual([a, b]);
  });

  it.each(['abc', '1 ', ' 1', '0x10', 'nan', '1e', '.', '-', '1.2.3', 'infin', '\xff', '1/2'])('%j is none', (text) => {
    const harness = sortHarness();
    harness.list('l', '1', text, '2');
    expect(harness.run('SORT', 'l')).toBe("-ERR One or more scores can't be converted into double\r\n");
    expect(harness.run('SORT', 'l', 'LIMIT', '0', '0', 'STORE', 'd')).toMatch(/^-ERR One or more/);
    expect(harness.listOf('d')).toBeUndefined();
  });

  it('are those of the weights, 0 where there is none', () => {
    const harness = sortHarness();
    harness.list('l', 'a', 'b', 'c');
    harness.run(...line('MSET w_a 1 w_c -1'));
    expect(bulks(harness.run(...line('SORT l BY w_*')))).toEqual(['c', 'b', 'a']);
    harness.run(...line('SET w_b x'));
    expect(harness.run(...line('SORT l BY w_*'))).toMatch(/^-ERR One or more/);
  });
});

describe('texts', () => {
  it('are in the order of their bytes', () => {
    const harness = sortHarness();
    harness.list('l', 'b', 'B', '\xff', 'ab', 'a', '');
    expect(bulks(harness.run(...line('SORT l ALPHA')))).toEqual(['', 'B', 'a', 'ab', 'b', '\xff']);
    expect(bulks(harness.run(...line('SORT l ALPHA DESC')))).toEqual(['\xff', 'b', 'ab', 'a', 'B', '']);
  });

  it('end at a NUL byte, unless they are stored', () => {
    const harness = sortHarness();
    harness.list('l', 'a\0c', 'a\0b', 'a');
    expect(bulks(harness.run(...line('SORT l ALPHA')))).toEqual(['a\0c', 'a\0b', 'a']);
    harness.run(...line('SORT l ALPHA STORE d'));
    expect(harness.listOf('d')).toEqual(['a', 'a\0b', 'a\0c']);
  });

  it('are those of the weights, missing ones first', () => {
    const harness = sortHarness();
    harness.list('l', '1', '2', '3', '4');
    harness.run(...line('MSET w_1 pear w_3 apple'));
    expect(bulks(harness.run(...line('SORT l BY w_* ALPHA')))).toEqual(['2', '4', '3', '1']);
    expect(bulks(harness.run(...line('SORT l BY w_* ALPHA DESC')))).toEqual(['1', '3', '2', '4']);
  });
});
