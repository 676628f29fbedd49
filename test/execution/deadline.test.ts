import { describe, expect, test } from 'vitest';
import { Args } from '../../src/execution/args.ts';
import { readDeadline, readMilliseconds, readSeconds } from '../../src/execution/deadline.ts';
import {
  TIMEOUT_NEGATIVE,
  TIMEOUT_NOT_A_FLOAT,
  TIMEOUT_NOT_AN_INTEGER,
  TIMEOUT_OUT_OF_RANGE,
} from '../../src/resp/reply-errors.ts';
import { vectorOf } from '../support/command-harness.ts';

const NOW = 1_700_000_000_000;

function argsOf(timeout: string): Args {
  const args = new Args(1, 2);
  args.bind(vectorOf(['WAIT', timeout]), 1);
  return args;
}

describe('a time-out in milliseconds', () => {
  test('is an integer that is not negative', () => {
    expect([readMilliseconds(argsOf('0'), NOW), readMilliseconds(argsOf('1500'), NOW)]).toEqual([0, 1500]);
    expect(readDeadline(argsOf('1500'), NOW)).toBe(NOW + 1500);
    expect(() => readMilliseconds(argsOf('-1'), NOW)).toThrow(TIMEOUT_NEGATIVE);
    expect(() => readMilliseconds(argsOf('1.5'), NOW)).toThrow(TIMEOUT_NOT_AN_INTEGER);
  });

  test('ends at a time that 64 bits hold', () => {
    const last = String(2n ** 63n - 1n - BigInt(NOW));
    expect(readMilliseconds(argsOf(last), NOW)).toBe(Number(last));
    expect(() => readMilliseconds(argsOf(String(BigInt(last) + 1n)), NOW)).toThrow(TIMEOUT_OUT_OF_RANGE);
  });
});

describe('a time-out in seconds', () => {
  const read = (text: string): number => readSeconds(argsOf(text), 1, NOW);

  test.each([
    ['0', 0],
    ['5', 5000],
    ['1.5', 1500],
    ['0.001', 1],
    ['0.0001', 1],
    ['1e-4000', 1],
    ['0.0011', 2],
    ['0x10', 16_000],
    ['+2', 2000],
    ['-0', 0],
    // What is above -1 ms rounds up to none, which is for ever; the double nearest to this is.
    ['-0.001', 0],
    ['1099511627776', 1_099_511_627_776_000],
    ['9223370336854775', 9_223_370_336_854_775_000],
  ])('%s is %d ms, rounded up', (text, ms) => {
    expect(read(text)).toBe(ms);
  });

  test.each(['', 'x', '1x', ' 1', 'nan', '1e5000'])('"%s" is none', (text) => {
    expect(() => read(text)).toThrow(TIMEOUT_NOT_A_FLOAT);
  });

  test.each(['-1', '-0.00101', '-inf', '-1e4000'])('%s is negative', (text) => {
    expect(() => read(text)).toThrow(TIMEOUT_NEGATIVE);
  });

  test.each(['inf', '1e4000', '1e4932', '9223372036854775807', '9223372036854775', '9223370336854776'])(
    '%s ends at no time that 64 bits hold',
    (text) => {
      expect(() => read(text)).toThrow(TIMEOUT_OUT_OF_RANGE);
    },
  );
});
