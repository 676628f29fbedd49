import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { globMatch, isLiteralPattern, isMatchAll } from '../../src/util/glob.ts';

/** Matches ranges inside larger buffers, whose other bytes must not count. */
function match(pattern: string, text: string, nocase = false): boolean {
  const p = Buffer.from(`*${pattern}*`, 'latin1');
  const t = Buffer.from(`a${text}a`, 'latin1');
  return globMatch(p, 1, p.length - 1, t, 1, t.length - 1, nocase);
}

// Answers of Redis 8.0.2.
const CASES: [pattern: string, text: string, matches: boolean][] = [
  ['', '', true],
  ['', 'a', false],
  ['*', '', false],
  ['**', '', false],
  ['*', 'abc', true],
  ['**', 'a', true],
  ['abc', 'abc', true],
  ['abc', 'abcd', false],
  ['abcd', 'abc', false],
  ['h?llo', 'hello', true],
  ['h?llo', 'hllo', false],
  ['?', '\xff', true],
  ['h*llo', 'hllo', true],
  ['h*llo', 'heeeello', true],
  ['h*llo', 'hellos', false],
  ['a*', 'a', true],
  ['a***', 'a', true],
  ['a*?', 'a', false],
  ['*a*b', 'xaxxbxb', true],
  ['*a*b', 'xaxxbxbx', false],
  ['*[0-9]', 'key7', true],
  ['h[ae]llo', 'hallo', true],
  ['h[ae]llo', 'hillo', false],
  ['h[^e]llo', 'hallo', true],
  ['h[^e]llo', 'hello', false],
  ['h[a-b]llo', 'hbllo', true],
  ['h[b-a]llo', 'hallo', true],
  ['h[a-b]llo', 'hcllo', false],
  ['[]', 'a', false],
  ['[^]', 'a', true],
  ['[]]', ']', false],
  ['[\\]]', ']', true],
  ['[\\]]', '\\', false],
  ['[a\\-z]', '-', true],
  ['[a\\-z]', 'm', false],
  ['[', 'a', false],
  ['[a', 'a', true],
  ['[a', '[', false],
  ['[^', 'a', true],
  ['[^a', 'a', false],
  ['[a-', '-', true],
  ['[a-]', '^', true],
  ['[a-]', '-', false],
  ['[a\\', '\\', true],
  ['x[ab', 'xb', true],
  ['[*]', '*', true],
  ['[*]', 'a', false],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['\\a', 'a', true],
  ['\\', '\\', true],
  ['a\\', 'a\\', true],
  ['\\\\', '\\', true],
  ['\\[a]', '[a]', true],
  ['\\?', '?', true],
  // Ranges compare signed bytes: 0x80 to 0xff lie below NUL.
  ['[a-\xff]', 'b', false],
  ['[a-\xff]', '0', true],
  ['[\x80-\xff]', '\xc0', true],
  ['[\x80-\xff]', 'a', false],
];

describe('globMatch', () => {
  test.each(CASES)('%j and %j: %s', (pattern, text, matches) => {
    expect(match(pattern, text)).toBe(matches);
  });

  test.each<[string, string, boolean]>([
    ['MAXmemory*', 'maxMEMORY-policy', true],
    ['[A-C]x', 'bX', true],
    ['[abc]', 'B', true],
    ['\\A', 'a', true],
    // An escaped member of a class is compared as it stands.
    ['[\\A]', 'a', false],
    // The ends are swapped before they are folded.
    ['[Z-a]', 'z', false],
    ['[_-a]', '`', true],
    ['@', '`', false],
    ['[\x80-z]', 'a', false],
    ['[\xff-z]', 'A', true],
    ['\xc4', '\xe4', false],
  ])('without case, %j and %j: %s', (pattern, text, matches) => {
    expect(match(pattern, text, true)).toBe(matches);
  });

  test('gives up beyond a thousand runs of *, unless the last ends the pattern', () => {
    const text = 'a'.repeat(2000);
    expect(match('*a'.repeat(1000), text)).toBe(true);
    expect(match(`${'*a'.repeat(1000)}*`, text)).toBe(true);
    expect(match('*a'.repeat(1001), text)).toBe(false);
    expect(match('**a'.repeat(1000), text)).toBe(true);
  });

  test('takes time in proportion to pattern times text', () => {
    // With a retry at each *, this would not end within the age of the universe.
    expect(match('a*'.repeat(900) + 'b', 'a'.repeat(5000))).toBe(false);
  });

  const alphabet = fc.constantFrom(...'aAbB*?-^\\[]\x80\xff');
  const plainText = fc.string({ unit: fc.constantFrom(...'aAbB-^]\x80\xff'), maxLength: 8 });

  test('agrees with a regular expression on patterns of bytes, ? and *', () => {
    const element = fc.constantFrom('a', 'A', 'b', '?', '*', '-');
    fc.assert(
      fc.property(fc.array(element, { maxLength: 8 }), plainText, fc.boolean(), (pattern, text, nocase) => {
        const source = pattern.map((char) => (char === '*' ? '[^]*' : char === '?' ? '[^]' : char)).join('');
        const expected = new RegExp(`^${source}$`, nocase ? 'i' : '').test(text);
        // Nothing but the empty pattern matches the empty text.
        expect(match(pattern.join(''), text, nocase)).toBe(text === '' ? pattern.length === 0 : expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('a class is a set of bytes', () => {
    const members = fc.array(fc.integer({ min: 0, max: 127 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(members, fc.integer({ min: 0, max: 127 }), fc.boolean(), (set, byte, negated) => {
        const escaped = set.map((member) => `\\${String.fromCharCode(member)}`).join('');
        const pattern = `[${negated ? '^' : ''}${escaped}]`;
        expect(match(pattern, String.fromCharCode(byte))).toBe(set.includes(byte) !== negated);
      }),
      { numRuns: 500 },
    );
  });

  test('an escaped text matches itself and nothing else', () => {
    const nonEmpty = fc.string({ unit: alphabet, minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(nonEmpty, nonEmpty, (text, other) => {
        const pattern = text.replace(/[^]/g, '\\$&');
        expect(match(pattern, text)).toBe(true);
        expect(match(pattern, other)).toBe(text === other);
      }),
      { numRuns: 1000 },
    );
  });
});

test('isMatchAll', () => {
  const bytes = Buffer.from('a*b**');
  expect(isMatchAll(bytes, 1, 2)).toBe(true);
  expect(isMatchAll(bytes, 0, 1)).toBe(false);
  expect(isMatchAll(bytes, 3, 5)).toBe(false);
  expect(isMatchAll(bytes, 1, 1)).toBe(false);
});

test('isLiteralPattern', () => {
  const isLiteral = (pattern: string) => isLiteralPattern(Buffer.from(`*${pattern}?`), 1, pattern.length + 1);
  expect(['', 'abc', 'a-b]^'].map(isLiteral)).toEqual([true, true, true]);
  expect(['a*', 'a?c', '[a', '\\a'].map(isLiteral)).toEqual([false, false, false, false]);
});
