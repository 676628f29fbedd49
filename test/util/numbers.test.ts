import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  addToLastDigit,
  formatInteger,
  INT64_MAX,
  INT64_MIN,
  integerLength,
  isSpace,
  parseCursor,
  parseInt64,
  parseSafeInteger,
} from '../../src/util/numbers.ts';

/** Calls a parser on the text, with digits around its range that must not count. */
function within<T>(parse: (bytes: Uint8Array, start: number, end: number) => T, text: string): T {
  const bytes = Buffer.from(`7${text}7`, 'latin1');
  return parse(bytes, 1, bytes.length - 1);
}

const safe = (text: string) => within(parseSafeInteger, text);
const int64 = (text: string) => within(parseInt64, text);
const cursor = (text: string) => within(parseCursor, text);

const INVALID = [
  '',
  '-',
  '+1',
  ' 1',
  '1 ',
  '01',
  '-0',
  '-01',
  '00',
  '--1',
  '1-',
  '1.0',
  '1e3',
  '0x1',
  'a',
  '1\0',
  '/',
  ':',
];
const UINT64_MAX = 2n ** 64n - 1n;

const canonicalInt64 = fc.bigInt({ min: INT64_MIN, max: INT64_MAX });
const nearlyNumeric = fc.string({ unit: fc.constantFrom(...'0123456789-+ .\0'), maxLength: 22 });

describe('parseSafeInteger', () => {
  test.each([
    ['0', 0],
    ['7', 7],
    ['-1', -1],
    ['1000000000', 1000000000],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
  ])('%s', (text, value) => {
    expect(safe(text)).toBe(value);
  });

  test.each([
    ...INVALID,
    '9007199254740992',
    '-9007199254740992',
    '9007199254740993',
    '10000000000000000',
    '9'.repeat(40),
  ])('refuses %j', (text) => {
    expect(safe(text)).toBeNaN();
  });

  test('reads every safe integer that JavaScript prints', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(safe(String(value))).toBe(value);
      }),
    );
  });

  test('agrees with parseInt64 on any text', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyNumeric, canonicalInt64.map(String)), (text) => {
        const exact = int64(text);
        const isSafe = exact !== undefined && Number.isSafeInteger(Number(exact));
        expect(safe(text)).toBe(isSafe ? Number(exact) : NaN);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('parseInt64', () => {
  test.each(INVALID)('refuses %j', (text) => {
    expect(int64(text)).toBeUndefined();
  });

  test('knows the ends of the range', () => {
    expect(INT64_MIN).toBe(-9223372036854775808n);
    expect(int64('-9223372036854775808')).toBe(INT64_MIN);
    expect(int64('9223372036854775807')).toBe(INT64_MAX);
    expect(int64('-9223372036854775809')).toBeUndefined();
    expect(int64('9223372036854775808')).toBeUndefined();
    expect(int64('100000000000000000000')).toBeUndefined();
  });

  test('reads exactly the canonical forms', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyNumeric, canonicalInt64.map(String)), (text) => {
        const isCanonical = /^(0|-?[1-9]\d*)$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
        expect(int64(text)).toBe(isCanonical ? BigInt(text) : undefined);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('parseCursor', () => {
  test.each([
    ['0', 0n],
    ['00042', 42n],
    ['+5', 5n],
    ['-0', 0n],
    [' \t\n\v\f\r17', 17n],
    ['18446744073709551615', UINT64_MAX],
    ['00000000000000000000018446744073709551615', UINT64_MAX],
    ['-18446744073709551615', 1n],
    ['-9223372036854775809', 9223372036854775807n],
    ['-01', UINT64_MAX],
    ['12\x003', 12n],
  ])('%j', (text, value) => {
    expect(cursor(text)).toBe(value);
  });

  test.each(['', ' ', '+', '-', '-1', '-9223372036854775808', '18446744073709551616', '1 ', '1x', 'x', '+-1', '\x001'])(
    'refuses %j',
    (text) => {
      expect(cursor(text)).toBeUndefined();
    },
  );

  test('does not look beyond its range for the NUL', () => {
    expect(parseCursor(Buffer.from('123\x00'), 0, 2)).toBe(12n);
  });

  test('reads every unsigned 64-bit integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: UINT64_MAX }), (value) => {
        expect(cursor(String(value))).toBe(value);
      }),
    );
  });
});

describe('formatInteger and integerLength', () => {
  const check = (value: number) => {
    const bytes = new Uint8Array(24).fill(33);
    const end = formatInteger(bytes, 2, value);
    expect(Buffer.from(bytes).toString('latin1', 0, end + 1)).toBe(`!!${value}!`);
    expect(integerLength(value)).toBe(end - 2);
  };

  test('around every power of two and of ten', () => {
    for (let power = 0; power <= 53; power++) {
      for (const base of [2 ** power, Number(`1e${Math.min(power, 15)}`)]) {
        for (const value of [base - 1, base, base + 1].filter(Number.isSafeInteger)) {
          check(value);
          if (value !== 0) check(-value);
        }
      }
    }
  });

  test('any safe integer', () => {
    fc.assert(fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer()), check), { numRuns: 1000 });
  });

  test('prints a negative zero without its sign', () => {
    const bytes = new Uint8Array(2);
    expect(formatInteger(bytes, 0, -0)).toBe(1);
    expect(bytes[0]).toBe(48);
    expect(integerLength(-0)).toBe(1);
  });
});

describe('addToLastDigit', () => {
  /** What the range holds afterwards, or undefined where nothing was done; what stands around it must not change. */
  function added(text: string, by: number): string | undefined {
    const bytes = Buffer.from(`7${text}7`, 'latin1');
    const isDone = addToLastDigit(bytes, 1, bytes.length - 1, by);
    const [first, range, last] = [bytes[0], bytes.toString('latin1', 1, bytes.length - 1), bytes.at(-1)];
    expect([first, last]).toEqual([55, 55]);
    if (!isDone) expect(range).toBe(text);
    return isDone ? range : undefined;
  }

  test('adds where one digit changes, and leaves all else', () => {
    expect(added('0', 9)).toBe('9');
    expect(added('18', 1)).toBe('19');
    expect(added('10', -1)).toBeUndefined();
    expect(added('999999999999999998', 1)).toBe('999999999999999999');
    expect(added('9223372036854775806', 1)).toBeUndefined();
  });

  test.each(INVALID)('%j is not touched', (text) => {
    for (const by of [-1, 0, 1]) expect(added(text, by)).toBeUndefined();
  });

  test('does as arithmetic does, wherever it does anything', () => {
    const numbers = fc.oneof(fc.integer({ min: -20, max: 200 }), fc.maxSafeInteger());
    fc.assert(
      fc.property(numbers, fc.integer({ min: -12, max: 12 }), (number, by) => {
        const sum = BigInt(number) + BigInt(by);
        const isLastDigit = number >= 0 && sum >= 0 && BigInt(number) / 10n === sum / 10n;
        expect(added(`${number}`, by)).toBe(isLastDigit ? `${sum}` : undefined);
      }),
      { numRuns: 1000 },
    );
  });
});

test('isSpace is isspace of the C locale', () => {
  const spaces = Array.from({ length: 256 }, (_, byte) => byte).filter(isSpace);
  expect(spaces).toEqual([9, 10, 11, 12, 13, 32]);
});
