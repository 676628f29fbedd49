import { describe, expect, it } from 'vitest';
import { bulks, sortHarness } from './sort-harness.ts';

/** Numbers from 0 on, in an order of their own. */
function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String((i * 37) % count));
}

describe.each([5, 200, 2001])('a source of %i elements', (count) => {
  const sorted = Array.from({ length: count }, (_, i) => String(i));

  it('may be a list', () => {
    const harness = sortHarness();
    harness.list('k', ...numbers(count));
    expect(bulks(harness.run('SORT', 'k'))).toEqual(sorted);
    expect(bulks(harness.run('SORT', 'k', 'BY', 'x', 'LIMIT', '1', '3'))).toEqual(numbers(count).slice(1, 4));
    expect(bulks(harness.run('SORT', 'k', 'BY', 'x', 'DESC', 'LIMIT', '1', '3'))).toEqual(
      numbers(count).toReversed().slice(1, 4),
    );
  });

  it('may be a set, of integers or of anything', () => {
    const harness = sortHarness();
    harness.set('k', ...numbers(count));
    expect(bulks(harness.run('SORT', 'k'))).toEqual(sorted);
    harness.set('k', 'x');
    expect(bulks(harness.run('SORT', 'k', 'ALPHA'))).toEqual([...sorted, 'x'].toSorted());
    expect(bulks(harness.run('SORT', 'k', 'BY', 'x', 'LIMIT', '1', '2'))).toHaveLength(2);
  });

  it('may be a sorted set', () => {
    const harness = sortHarness();
    harness.zset('k', ...numbers(count).map((member, i): [number, string] => [i, member]));
    expect(bulks(harness.run('SORT', 'k'))).toEqual(sorted);
    expect(bulks(harness.run('SORT', 'k', 'BY', 'x', 'LIMIT', '1', '3'))).toEqual(numbers(count).slice(1, 4));
    expect(bulks(harness.run('SORT', 'k', 'BY', 'x', 'DESC', 'LIMIT', '1', '3'))).toEqual(
      numbers(count).toReversed().slice(1, 4),
    );
  });
});
