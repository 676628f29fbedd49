import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Args, keyword } from '../../src/execution/args.ts';
import { NOT_A_FLOAT, NOT_AN_INTEGER, NOT_POSITIVE, SYNTAX } from '../../src/resp/reply-errors.ts';
import { vectorOf } from '../support/command-harness.ts';

function argsOf(...words: string[]): Args {
  const args = new Args(1, 2);
  args.bind(vectorOf(['COMMAND', ...words]), 1);
  return args;
}

describe('Args', () => {
  test('are read from left to right, behind the name', () => {
    const args = argsOf('a', '5', 'c', '\xe9');
    expect([args.count, args.remaining]).toEqual([5, 4]);
    expect(args.key().latin1()).toBe('a');
    expect(args.integer()).toBe(5);
    const index = args.next();
    expect(args.bytes.latin1(args.at(index), args.at(index) + args.length(index))).toBe('c');
    expect(args.latin1()).toBe('\xe9');
    expect(args.remaining).toBe(0);
    args.end();
    args.seek(3);
    expect(args.text()).toBe('c');
    expect(() => args.end()).toThrow(SYNTAX);
  });

  test('the words of a subcommand’s name are skipped', () => {
    const args = new Args(1, 2);
    args.bind(vectorOf(['CLIENT', 'SETNAME', 'me']), 2);
    expect(args.text()).toBe('me');
  });

  test('sixteen keys are valid at the same time', () => {
    const names = Array.from({ length: 17 }, (_, i) => `key:${i}`);
    const args = argsOf(...names);
    const keys = names.map(() => args.key());
    expect(keys.slice(1).map((key) => key.latin1())).toEqual(names.slice(1));
    expect(keys[0]).toBe(keys[16]);
    expect(args.keyAt(3).latin1()).toBe('key:2');
  });

  test('integers: the nearest double beyond 2^53, the exact value with int64', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(argsOf(String(value)).integer()).toBe(Number(value));
        const exact = argsOf(String(value)).int64();
        expect(BigInt(exact)).toBe(value);
        expect(typeof exact).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint');
      }),
    );
  });

  test.each(['', 'a', '1.0', '01', '+1', ' 1', '1 ', '-', '-0', '9223372036854775808', '-9223372036854775809'])(
    '%j is no integer',
    (word) => {
      expect(() => argsOf(word).integer()).toThrow(NOT_AN_INTEGER);
      expect(() => argsOf(word).int64(NOT_POSITIVE)).toThrow(NOT_POSITIVE);
    },
  );

  test('an integer has to be within its limits', () => {
    expect(argsOf('-3').integerWithin(-3, 5)).toBe(-3);
    expect(argsOf('5').integerWithin(-3, 5)).toBe(5);
    expect(() => argsOf('6').integerWithin(-3, 5)).toThrow(NOT_AN_INTEGER);
    expect(() => argsOf('-4').integerWithin(-3, 5, NOT_POSITIVE)).toThrow(NOT_POSITIVE);
  });

  test('doubles', () => {
    expect(argsOf('-1.5e3').double()).toBe(-1500);
    expect(argsOf('inf').double()).toBe(Infinity);
    for (const word of ['', 'x', 'nan', '1x']) expect(() => argsOf(word).double()).toThrow(NOT_A_FLOAT);
  });

  test('keywords in any case, and only as a whole', () => {
    const word = keyword('KEEPTTL');
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (upper) => {
        const text = [...'keepttl'].map((char, i) => (upper[i] ? char.toUpperCase() : char)).join('');
        expect(argsOf(text).take(word)).toBe(true);
      }),
    );
    for (const text of ['KEEPTT', 'KEEPTTLS', 'KEEPTT\x0c', 'KEEPTT,', 'K\x05EPTTL', '']) {
      expect(argsOf(text).take(word)).toBe(false);
    }
    const symbols = keyword('~@[');
    expect(argsOf('~@[').take(symbols)).toBe(true);
    expect(argsOf('~`{').take(symbols)).toBe(false);
  });

  test('take moves on only where the word stands, never beyond the end', () => {
    const args = argsOf('EX', '10');
    expect(args.take(keyword('PX'))).toBe(false);
    expect(args.take(keyword('EX'))).toBe(true);
    expect(args.integer()).toBe(10);
    // What an earlier, longer command left behind is none of this one's.
    const vector = vectorOf(['SET', 'a', 'NX']);
    vector.count = 2;
    args.bind(vector, 2);
    expect(args.take(keyword('NX'))).toBe(false);
    expect(() => args.need()).toThrow(SYNTAX);
    expect(() => args.need(NOT_POSITIVE)).toThrow(NOT_POSITIVE);
  });
});
