import { expect, it } from 'vitest';
import { SAMPLE_VALUES } from '../../support/every-type.ts';
import { createDebugHarness } from './debug-parts.ts';

/** What DEBUG OBJECT of Redis 8.0.2, with `rdbcompression no`, tells of the samples once they were changed. */
const LENGTHS = [
  ['an integer', 3],
  ['a short string', 6],
  ['a string', 102],
  ['a large string', 200_005],
  ['a small list', 129],
  ['a large list', 40_945],
  ['a list of long elements', 36_031],
  ['a few integers', 49],
  ['a small set', 27],
  ['a large set', 6500],
  ['a set of long members', 3015],
  ['a small sorted set', 36],
  ['a large sorted set', 11_292],
  ['a small hash', 30],
  ['a small hash with fields that expire', 53],
  ['a large hash', 11_782],
  ['a large hash with fields that expire', 12_382],
  ['a small stream', 101],
  ['a large stream', 6763],
  ['a stream with groups', 6984],
] as const;

it.each(LENGTHS)("of %s is Redis 8.0.2's", (name, length) => {
  const { run } = createDebugHarness();
  const sample = SAMPLE_VALUES.find((candidate) => candidate.name === name);
  for (const words of sample?.make('k') ?? []) run(...words);
  if (sample !== undefined) run(...sample.change('k'));
  expect(run('DEBUG', 'OBJECT', 'k')).toContain(` serializedlength:${length} `);
});
