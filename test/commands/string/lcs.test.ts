import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHarness, plantList } from '../../support/command-harness.ts';

const SYNTAX = '-ERR syntax error\r\n';
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

/** Runs LCS over two strings. */
function lcs(a: string, b: string, options: readonly string[] = [], protocol: 2 | 3 = 2): string {
  const { run } = createHarness({ protocol });
  run('MSET', 'a', a, 'b', b);
  return run('LCS', 'a', 'b', ...options);
}

/** A reply of integers, strings and arrays, with lines for frames. */
const frames = (...lines: string[]): string => lines.map((line) => `${line}\r\n`).join('');

describe('LCS', () => {
  it.each([
    ['ohmytext', 'mynewtext', 'mytext'],
    ['abc', 'xyz', ''],
    ['', 'abc', ''],
    ['same', 'same', 'same'],
    ['ab', 'ba', 'b'],
    ['123', '2', '2'],
  ])('of %j and %j is %j', (a, b, sequence) => {
    expect(lcs(a, b)).toBe(bulk(sequence));
    expect(lcs(a, b, ['LEN'])).toBe(`:${sequence.length}\r\n`);
  });

  it('tells the matches from the last to the first', () => {
    const matches = ['*2', '*2', ':4', ':7', '*2', ':5', ':8', '*2', '*2', ':2', ':3', '*2', ':0', ':1'];
    expect(lcs('ohmytext', 'mynewtext', ['IDX'])).toBe(
      frames('*4', '$7', 'matches', '*2', ...matches, '$3', 'len', ':6'),
    );
  });

  it('is a map in RESP3', () => {
    expect(lcs('a', 'b', ['IDX'], 3)).toBe(frames('%2', '$7', 'matches', '*0', '$3', 'len', ':0'));
  });

  it('leaves short matches out, and tells lengths', () => {
    const reply = lcs('ohmytext', 'mynewtext', ['idx', 'MINMATCHLEN', '4', 'withmatchlen']);
    const match = ['*3', '*2', ':4', ':7', '*2', ':5', ':8', ':4'];
    expect(reply).toBe(frames('*4', '$7', 'matches', '*1', ...match, '$3', 'len', ':6'));
  });

  it.each(['0', '-5'])('MINMATCHLEN %s leaves none out', (least) => {
    expect(lcs('ohmytext', 'mynewtext', ['IDX', 'MINMATCHLEN', least])).toBe(lcs('ohmytext', 'mynewtext', ['IDX']));
  });

  it.each([
    [['LEN', 'IDX'], '-ERR If you want both the length and indexes, please just use IDX.\r\n'],
    [['MINMATCHLEN'], SYNTAX],
    [['FOO'], SYNTAX],
    [['MINMATCHLEN', 'x'], '-ERR value is not an integer or out of range\r\n'],
  ])('refuses %j', (options, reply) => {
    expect(lcs('a', 'b', options)).toBe(reply);
  });

  it('takes missing keys for empty ones and refuses other types first', () => {
    const harness = createHarness();
    plantList(harness, 'list');
    expect(harness.run('LCS', 'x', 'y')).toBe(bulk(''));
    expect(harness.run('LCS', 'x', 'list', 'FOO')).toBe('-ERR The specified keys must contain string values\r\n');
  });

  it('looks both keys up, also where the first is of another type', () => {
    const harness = createHarness();
    plantList(harness, 'list');
    harness.run('LCS', 'list', 'none');
    expect(harness.keyspace.stats).toMatchObject({ hits: 1, misses: 1 });
  });

  it('takes no more memory than the longest string may', () => {
    const { run, keyspace } = createHarness();
    run('MSET', 'a', 'x'.repeat(9), 'b', 'x'.repeat(9));
    keyspace.limits.maxStringLength = 399;
    const tooLarge = '-ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len\r\n';
    expect(run('LCS', 'a', 'b', 'LEN')).toBe(tooLarge);
    keyspace.limits.maxStringLength = 400;
    expect(run('LCS', 'a', 'b', 'LEN')).toBe(':9\r\n');
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });

  it('finds a common subsequence, and no longer one exists', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [length, sequence] = lcs(a, b).slice(1).split('\r\n');
        expect(sequence).toHaveLength(Number(length));
        expect(isSubsequence(sequence, a) && isSubsequence(sequence, b)).toBe(true);
        expect(sequence).toHaveLength(longest(a, b));
      }),
    );
  });

  it('tells matches that are equal in both strings and as long as the sequence', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const numbers = [...lcs(a, b, ['IDX', 'WITHMATCHLEN']).matchAll(/:(\d+)/g)].map(([, digits]) => Number(digits));
        const total = numbers.pop();
        let sum = 0;
        for (let i = 0; i < numbers.length; i += 5) {
          const [aFrom, aTo, bFrom, bTo, length] = numbers.slice(i, i + 5);
          expect(a.slice(aFrom, aTo + 1)).toBe(b.slice(bFrom, bTo + 1));
          expect(aTo - aFrom + 1).toBe(length);
          sum += length;
        }
        expect(sum).toBe(total);
      }),
    );
  });
});

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (character === part[at]) at++;
  return at === part.length;
}

/** The length of the longest common subsequence, straight from its definition. */
function longest(a: string, b: string, known = new Map<string, number>()): number {
  if (a === '' || b === '') return 0;
  const key = `${a}|${b}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const length =
    a[0] === b[0]
      ? 1 + longest(a.slice(1), b.slice(1), known)
      : Math.max(longest(a.slice(1), b, known), longest(a, b.slice(1), known));
  known.set(key, length);
  return length;
}
