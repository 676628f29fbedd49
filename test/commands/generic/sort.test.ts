import { describe, expect, it } from 'vitest';
import { expiryOf } from '../../support/command-harness.ts';
import { bulks, line, sortHarness } from './sort-harness.ts';
import type { SortHarness } from './sort-harness.ts';

/** A list, a set and a sorted set of the same numbers, with weights in strings and in hashes. */
function filled(): SortHarness {
  const harness = sortHarness();
  harness.list('l', '3', '1', '10', '2');
  harness.set('s', '3', '1', '10', '2');
  harness.zset('z', [4, '3'], [3, '1'], [2, '10'], [1, '2']);
  for (const [element, weight] of [
    ['1', '9'],
    ['2', '8'],
    ['3', '7'],
    ['10', '6'],
  ]) {
    harness.run('SET', `w_${element}`, weight);
    harness.hash(`h_${element}`, 'w', weight);
  }
  harness.events.length = 0;
  harness.propagated.length = 0;
  return harness;
}

describe('SORT', () => {
  it.each([
    ['SORT l', ['1', '2', '3', '10']],
    ['SORT l DESC', ['10', '3', '2', '1']],
    ['SORT l ALPHA', ['1', '10', '2', '3']],
    ['SORT s DESC ALPHA', ['3', '2', '10', '1']],
    ['SORT z', ['1', '2', '3', '10']],
    ['SORT l LIMIT 1 2', ['2', '3']],
    ['SORT l LIMIT -5 1', ['1']],
    ['SORT l LIMIT 4 10', []],
    ['SORT l LIMIT 2 -1', ['3', '10']],
    ['SORT l LIMIT 0 0', []],
    ['SORT l BY w_*', ['10', '3', '2', '1']],
    ['SORT s BY h_*->w DESC', ['1', '2', '3', '10']],
    ['SORT s BY h_*->w LIMIT 0 2', ['10', '3']],
    ['SORT l BY h_*->x', ['1', '10', '2', '3']],
    ['SORT l GET # GET w_* GET h_*->w GET x_* LIMIT 0 1', ['1', '9', '9', null]],
    ['SORT l BY nosort', ['3', '1', '10', '2']],
    ['SORT l BY nosort DESC LIMIT 1 2', ['10', '1']],
    ['SORT z BY nosort', ['2', '10', '1', '3']],
    ['SORT z BY nosort DESC', ['3', '1', '10', '2']],
    ['SORT z BY nosort LIMIT 1 2', ['10', '1']],
    ['SORT z BY nosort LIMIT 1 2 DESC', ['1', '10']],
    ['SORT missing', []],
    ['SORT missing BY nosort LIMIT 1 1', []],
    ['SORT_RO l DESC LIMIT 0 1', ['10']],
  ])('%s', (command, expected) => {
    const harness = filled();
    const reply = harness.run(...line(command));
    expect(reply).toMatch(/^\*/);
    expect(bulks(reply)).toEqual(expected);
    expect(harness.propagated).toEqual([]);
  });

  it('orders what weighs the same by its bytes', () => {
    const harness = sortHarness();
    harness.list('l', 'd', 'b', 'c', 'a');
    for (const element of ['a', 'b', 'c', 'd']) harness.run('SET', `w_${element}`, element === 'b' ? '2' : '1');
    expect(bulks(harness.run(...line('SORT l BY w_*')))).toEqual(['a', 'c', 'd', 'b']);
    expect(bulks(harness.run(...line('SORT l BY w_* DESC')))).toEqual(['b', 'd', 'c', 'a']);
  });

  it('leaves a sorted set as a skiplist', () => {
    const harness = filled();
    expect(harness.encodingOf('z')).toBe('listpack');
    harness.run(...line('SORT_RO z'));
    expect(harness.encodingOf('z')).toBe('skiplist');
    expect(bulks(harness.run(...line('SORT z BY nosort')))).toEqual(['2', '10', '1', '3']);
  });

  it.each([
    ['SORT w_1', '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n'],
    ['SORT h_1', '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n'],
    ['SORT', "-ERR wrong number of arguments for 'sort' command\r\n"],
    ['SORT_RO l STORE d', '-ERR syntax error\r\n'],
  ])('%s', (command, error) => {
    expect(filled().run(...line(command))).toBe(error);
  });
});

describe('SORT with STORE', () => {
  it('makes a list, in place of whatever was there', () => {
    const harness = filled();
    harness.run(...line('SET d x EX 100'));
    harness.events.length = 0;
    expect(harness.run(...line('SORT l BY w_* GET # GET x_* STORE d'))).toBe(':8\r\n');
    expect(harness.listOf('d')).toEqual(['10', '', '3', '', '2', '', '1', '']);
    expect(harness.events).toEqual(['sortstore d']);
    expect(expiryOf(harness, 'd')).toBe(-1);
    expect(harness.propagated.at(-1)).toEqual(line('SORT l BY w_* GET # GET x_* STORE d'));
  });

  it('may store over its source', () => {
    const harness = filled();
    expect(harness.run(...line('SORT l DESC STORE l'))).toBe(':4\r\n');
    expect(harness.listOf('l')).toEqual(['10', '3', '2', '1']);
  });

  it('orders a set that nothing orders', () => {
    const harness = filled();
    expect(harness.run(...line('SORT s BY nosort STORE d'))).toBe(':4\r\n');
    expect(harness.listOf('d')).toEqual(['1', '10', '2', '3']);
  });

  it('removes the key where the result is empty', () => {
    const harness = filled();
    harness.run('SET', 'd', 'x');
    harness.events.length = 0;
    expect(harness.run(...line('SORT l LIMIT 9 9 STORE d'))).toBe(':0\r\n');
    expect(harness.run(...line('SORT missing STORE d'))).toBe(':0\r\n');
    expect(harness.events).toEqual(['del d']);
    expect(harness.listOf('d')).toBeUndefined();
  });

  it('stores large results', () => {
    const harness = sortHarness();
    const elements = Array.from({ length: 5000 }, (_, i) => String((i * 7919) % 5003));
    harness.list('l', ...elements);
    harness.run(...line('SORT l STORE d'));
    expect(harness.listOf('d')).toEqual(elements.toSorted((a, b) => Number(a) - Number(b)));
  });
});
