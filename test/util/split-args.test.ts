import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteArg, splitArgs } from '../../src/util/split-args.ts';

describe('splitArgs', () => {
  test.each([
    ['', []],
    [' \t\v\f\r\n ', []],
    ['save 900 1', ['save', '900', '1']],
    ['  save\t900 \r', ['save', '900']],
    ['a "b c" d', ['a', 'b c', 'd']],
    ['a ""', ['a', '']],
    ['pre"fix"', ['prefix']],
    ['"\\x41\\xfF\\n\\r\\t\\b\\a\\\\\\"\\q"', ['A\xff\n\r\t\b\x07\\"q']],
    ['"\\xg1"', ['xg1']],
    ["'it\\'s \\n \\x41'", ["it's \\n \\x41"]],
    ['a\\nb', ['a\\nb']],
    ['a\vb', ['a\vb']],
    ['"a"\v"b"', ['a', 'b']],
  ])('%j', (line, words) => {
    expect(splitArgs(line)).toEqual(words);
  });

  test.each(['"', "'", '"a', "'a", '"a"b', "'a'b", 'x"a"b', '"a\\', '"a\\"', "'a\\'"])('%j has no match', (line) => {
    expect(splitArgs(line)).toBeUndefined();
  });
});

describe('quoteArg', () => {
  test('writes ASCII alone', () => {
    expect(quoteArg('a"\\\n\r\t\b\x07\0é\xff ~')).toBe('"a\\"\\\\\\n\\r\\t\\b\\a\\x00\\xe9\\xff ~"');
  });

  test('is read back by splitArgs', () => {
    const byteString = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'));
    fc.assert(
      fc.property(fc.array(byteString), (words) => {
        expect(splitArgs(words.map(quoteArg).join(' '))).toEqual(words);
      }),
    );
  });
});
