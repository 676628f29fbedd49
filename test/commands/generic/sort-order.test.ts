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

// Replies of Redis 8.0.2.
describe('a part of what weighs the same', () => {
  it.each([
    ['LIMIT 0 3', 'j b c'],
    ['LIMIT 0 9', 'j b c d e f g h i'],
    ['LIMIT 0 10', 'a b c d e f g h i j'],
    ['LIMIT 0 -1', 'a b c d e f g h i j'],
    ['LIMIT 1 100', 'b c d e f g h i a'],
    ['LIMIT 4 2', 'e f'],
    ['LIMIT 8 9', 'i a'],
    ['LIMIT -3 2', 'j b'],
    ['DESC LIMIT 0 3', 'j b c'],
    ['LIMIT 3 0', ''],
    ['LIMIT 10 1', ''],
  ])('without weights: %s', (options, expected) => {
    const harness = sortHarness();
    harness.list('l', ...'abcdefghij');
    expect(bulks(harness.run(...line(`SORT l BY w_* ALPHA ${options}`))).join(' ')).toBe(expected);
    expect(bulks(harness.run(...line(`SORT_RO l BY h_*->f ALPHA ${options}`))).join(' ')).toBe(expected);
    harness.run(...line(`SORT l BY w_* ALPHA ${options} STORE d`));
    expect(harness.listOf('d')?.join(' ') ?? '').toBe(expected);
  });

  it.each([
    ['ALPHA LIMIT 0 3', 'j l d'],
    ['ALPHA LIMIT 9 3', 'p a c'],
    ['ALPHA LIMIT 12 3', 'i m q'],
    ['ALPHA LIMIT 14 6', 'q k e g s o'],
    ['ALPHA LIMIT 17 1', 'g'],
    ['ALPHA LIMIT 0 3 DESC', 'k g s'],
    ['ALPHA LIMIT 9 4 DESC', 'q j l b'],
    // Numbers that are equal have the order of their elements.
    ['LIMIT 0 3', 'b d f'],
    ['LIMIT 9 3', 't a c'],
    ['LIMIT 14 6', 'q e g k o s'],
    ['LIMIT 9 4 DESC', 'a t r p'],
  ])('with a few weights: %s', (options, expected) => {
    const harness = sortHarness();
    harness.list('l', ...'abcdefghijklmnopqrst');
    harness.run(...line('MSET w_a 1 w_c 1 w_e 2 w_g 2 w_i 1 w_k 2 w_m 1 w_o 2 w_q 1 w_s 2'));
    expect(bulks(harness.run(...line(`SORT l BY w_* ${options}`))).join(' ')).toBe(expected);
  });

  it('keeps its order where the elements themselves are compared', () => {
    const harness = sortHarness();
    harness.list('l', ...['j', 'b', 'i', 'a', 'h', 'c', 'g', 'd'].map((letter) => `x\0${letter}`));
    expect(bulks(harness.run(...line('SORT l ALPHA LIMIT 0 3')))).toEqual(['x\0j', 'x\0b', 'x\0i']);
    expect(bulks(harness.run(...line('SORT l ALPHA DESC LIMIT 6 2')))).toEqual(['x\0g', 'x\0d']);
  });
});
