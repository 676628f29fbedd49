import { describe, expect, it } from 'vitest';
import { array, bulk, listHarness, NODE_SIZES, NOT_AN_INTEGER, WRONG_TYPE } from './harness.ts';

describe.each(NODE_SIZES)('reading a %s', (_, nodeSize) => {
  const letters = ['a', 'b', 'c', '-300', '5000000000', 'f', 'g'.repeat(70)];

  it.each([
    [0, -1],
    [2, 4],
    [-3, -2],
    [5, 2],
    [7, 9],
    [-100, 100],
    [-1, -1],
    [0, 0],
  ])('replies with the elements from %i to %i', (start, stop) => {
    const { run } = listHarness(nodeSize);
    run('RPUSH', 'k', ...letters);
    const from = Math.max(0, start < 0 ? start + letters.length : start);
    const to = stop < 0 ? stop + letters.length : stop;
    expect(run('LRANGE', 'k', `${start}`, `${stop}`)).toBe(array(...letters.slice(from, to + 1)));
    expect(run('LTRIM', 'k', `${start}`, `${stop}`)).toBe('+OK\r\n');
    expect(run('LRANGE', 'k', '0', '-1')).toBe(array(...letters.slice(from, to + 1)));
  });

  it('replies with the element of an index', () => {
    const { run } = listHarness(nodeSize);
    run('RPUSH', 'k', ...letters);
    for (const [i, letter] of letters.entries()) {
      expect([run('LINDEX', 'k', `${i}`), run('LINDEX', 'k', `${i - letters.length}`)]).toEqual(
        Array(2).fill(bulk(letter)),
      );
    }
    expect([run('LINDEX', 'k', '7'), run('LINDEX', 'k', '-8')]).toEqual(['$-1\r\n', '$-1\r\n']);
    expect(run('LINDEX', 'k', '-9223372036854775808')).toBe('$-1\r\n');
  });

  it('tells of a trim, even one that takes nothing, and of the key that goes with the last element', () => {
    const { run, keyspace, events } = listHarness(nodeSize, { listens: true });
    run('RPUSH', 'k', 'a', 'b', 'c');
    run('LTRIM', 'k', '0', '-1');
    expect(keyspace.changes.dirty).toBe(3);
    run('LTRIM', 'k', '1', '1');
    expect(keyspace.changes.dirty).toBe(5);
    run('LTRIM', 'k', '1', '0');
    expect(events).toEqual(['rpush k', 'ltrim k', 'ltrim k', 'ltrim k', 'del k']);
  });

  it('reads far into a long list', () => {
    const { run } = listHarness(nodeSize);
    const elements = Array.from({ length: 3000 }, (_, i) => `element ${i}`);
    run('RPUSH', 'k', ...elements);
    for (const i of [0, 1, 1499, 1500, 1501, 2998, 2999]) expect(run('LINDEX', 'k', `${i}`)).toBe(bulk(`element ${i}`));
    expect(run('LRANGE', 'k', '1000', '1999')).toBe(array(...elements.slice(1000, 2000)));
  });
});

describe('reading', () => {
  it('finds nothing where there is no key', () => {
    const { run } = listHarness();
    expect(['LLEN', 'LINDEX', 'LRANGE', 'LTRIM'].map((name) => run(name, 'k', ...rest(name)))).toEqual([
      ':0\r\n',
      '$-1\r\n',
      '*0\r\n',
      '+OK\r\n',
    ]);
  });

  it.each(['LLEN', 'LINDEX', 'LRANGE', 'LTRIM'])('refuses another type: %s', (name) => {
    const { run } = listHarness();
    run('SET', 'k', 'v');
    expect(run(name, 'k', ...rest(name))).toBe(WRONG_TYPE);
  });

  it('reads its numbers before it looks, but LINDEX after', () => {
    const { run } = listHarness();
    run('SET', 'text', 'v');
    expect(run('LRANGE', 'text', 'x', '0')).toBe(NOT_AN_INTEGER);
    expect(run('LTRIM', 'text', '0', 'x')).toBe(NOT_AN_INTEGER);
    expect(run('LINDEX', 'text', 'x')).toBe(WRONG_TYPE);
    expect(run('LINDEX', 'missing', 'x')).toBe('$-1\r\n');
  });
});

function rest(name: string): string[] {
  const indexes: Record<string, string[]> = { LINDEX: ['0'], LRANGE: ['0', '-1'], LTRIM: ['0', '-1'] };
  return indexes[name] ?? [];
}
