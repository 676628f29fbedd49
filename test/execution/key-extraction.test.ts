import { describe, expect, it } from 'vitest';
import type { CommandSpec } from '../../src/execution/command.ts';
import { extractKeys, hasKeys, hasMovableKeys, hasWord, legacyRange } from '../../src/execution/key-extraction.ts';
import type { KeySpec } from '../../src/execution/key-specs.ts';
import { keyAt, keysCounted, keysFrom, keysUnknown } from '../../src/execution/key-specs.ts';
import { vectorOf } from '../support/command-harness.ts';

const spec = (keys: readonly KeySpec[], more: Partial<CommandSpec> = {}): CommandSpec => ({
  ...{ name: 'X', group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -1, flags: [] },
  keys,
  ...more,
});
const byKeyword = (keyword: string, startFrom: number): KeySpec => ({
  ...keyAt(0, 'OW'),
  begin: { keyword, startFrom },
});
const indexes = (of: CommandSpec, request: string): number[] | undefined =>
  extractKeys(of, vectorOf(request.split(' ')))?.map(({ index }) => index);

describe('extractKeys', () => {
  it.each<[string, KeySpec[], string, number[] | undefined]>([
    ['one key', [keyAt(1, 'RO')], 'get a', [1]],
    ['two keys', [keyAt(1, 'RO'), keyAt(2, 'OW')], 'copy a b', [1, 2]],
    ['all the rest', [keysFrom(1, -1, 1, 'RO')], 'mget a b c', [1, 2, 3]],
    ['every second', [keysFrom(1, -1, 2, 'OW')], 'mset a 1 b 2', [1, 3]],
    ['all but the last', [keysFrom(1, -2, 1, 'RW')], 'blpop a b 0', [1, 2]],
    [
      'half of the rest',
      [{ ...byKeyword('STREAMS', 1), find: { lastKey: -1, step: 1, limit: 2 } }],
      'xread streams a b 0 0',
      [2, 3],
    ],
    ['counted', [keysCounted(1, 1, 'RO')], 'sintercard 2 a b x', [2, 3]],
    ['counted, with values', [keysCounted(1, 2, 'OW')], 'msetex 2 a 1 b 2', [2, 4]],
    ['a count of none', [keysCounted(1, 1, 'RO')], 'x 0 a', undefined],
    ['too many counted', [keysCounted(1, 1, 'RO')], 'x 3 a b', undefined],
    ['no count', [keysCounted(1, 1, 'RO')], 'x y a b', undefined],
    ['behind a keyword, in any case', [keyAt(1, 'RW'), byKeyword('STORE', 3)], 'georadius a 1 Store b', [1, 4]],
    ['without its keyword', [keyAt(1, 'RW'), byKeyword('STORE', 3)], 'georadius a 1 2', [1]],
    ['behind the last keyword', [byKeyword('KEYS', -2)], 'migrate keys keys a', [3]],
    ['no key at all', [keyAt(1, 'not_key')], 'spublish a b', undefined],
    ['not all can be told', [keyAt(1, 'RO', 'incomplete')], 'sort a', undefined],
    ['where they stand is unknown', [keyAt(1, 'RO'), keysUnknown('', 'OW')], 'sort a store b', undefined],
  ])('%s', (_, keys, request, expected) => {
    expect(indexes(spec(keys), request)).toEqual(expected);
  });

  it('asks the command itself where flags vary or specifications fail', () => {
    const findKeys = (): [{ index: number; flags: readonly ['OW'] }] => [{ index: 7, flags: ['OW'] }];
    expect(indexes(spec([keyAt(1, 'RW', 'variable_flags')], { findKeys }), 'set a b')).toEqual([7]);
    expect(indexes(spec([keyAt(1, 'RO', 'incomplete')], { findKeys }), 'sort a')).toEqual([7]);
    expect(indexes(spec([keyAt(1, 'RO')], { findKeys }), 'get a')).toEqual([1]);
  });
});

describe('legacyRange and hasMovableKeys', () => {
  it.each<[string, KeySpec[], [number, number, number], boolean]>([
    ['no keys', [], [0, 0, 0], false],
    ['one', [keyAt(1, 'RO')], [1, 1, 1], false],
    ['the rest', [keysFrom(1, -1, 2, 'RO')], [1, -1, 2], false],
    ['neighbours', [keyAt(1, 'RO'), keyAt(2, 'OW')], [1, 2, 1], false],
    ['neighbours to the end', [keyAt(2, 'OW'), keysFrom(3, -1, 1, 'RO')], [2, -1, 1], false],
    ['a gap', [keyAt(1, 'RO'), keyAt(3, 'OW')], [1, 1, 1], true],
    ['counted', [keysCounted(1, 1, 'RO')], [0, 0, 0], true],
    ['a range and a keyword', [keyAt(1, 'RW'), byKeyword('STORE', 6)], [1, 1, 1], true],
    ['incomplete', [keyAt(1, 'RO', 'incomplete')], [1, 1, 1], true],
    ['unknown', [keyAt(1, 'RO'), keysUnknown('', 'OW')], [1, 1, 1], true],
  ])('%s', (_, keys, [first, last, step], movable) => {
    expect(legacyRange(spec(keys))).toEqual({ first, last, step });
    expect(hasMovableKeys(spec(keys))).toBe(movable);
  });
});

describe('hasKeys and hasWord', () => {
  it('tell keys from what only looks like them', () => {
    expect(hasKeys(spec([]))).toBe(false);
    expect(hasKeys(spec([keyAt(1, 'not_key')]))).toBe(false);
    expect(hasKeys(spec([keyAt(1, 'RO')]))).toBe(true);
    expect(hasKeys(spec([], { findKeys: () => [] }))).toBe(true);
  });

  it('find a word in any case, from its place on', () => {
    expect(hasWord(vectorOf(['set', 'get', 'b', 'Get']), 3, ['GET'])).toBe(true);
    expect(hasWord(vectorOf(['set', 'get', 'get']), 3, ['GET'])).toBe(false);
  });
});
