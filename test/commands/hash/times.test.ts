import { expect, it } from 'vitest';
import { TIME_OPTIONS } from '../../../src/commands/hash/times.ts';
import { createHashes, error, integers, NOW } from './hashes.ts';

it('the options with a time are those of GETEX', () => {
  expect(TIME_OPTIONS.map(({ word }) => word.text)).toEqual(['EX', 'PX', 'EXAT', 'PXAT']);
});

it.each([
  ['HPEXPIREAT', 70368744177663, 70368744177663],
  ['HEXPIREAT', 70368744177, 70368744177000],
  ['HPEXPIRE', 70368744177663 - NOW, 70368744177663],
])('%s reaches as far as fields may live, and not further', (name, last, expected) => {
  const { run } = createHashes();
  run('HSET', 'k', 'a', '1');
  expect(run(name, 'k', String(last), 'FIELDS', '1', 'a')).toBe(integers(1));
  expect(run('HPEXPIRETIME', 'k', 'FIELDS', '1', 'a')).toBe(integers(expected));
  const tooLate = error(`invalid expire time in '${name.toLowerCase()}' command`);
  expect(run(name, 'k', String(last + 1), 'FIELDS', '1', 'a')).toBe(tooLate);
});

it('a time is no less than 0', () => {
  const { run } = createHashes();
  run('HSET', 'k', 'a', '1');
  const negative = error('invalid expire time, must be >= 0');
  expect(run('HEXPIRE', 'k', '-1', 'FIELDS', '1', 'a')).toBe(negative);
  expect(run('HEXPIRE', 'k', '-9223372036854775808', 'FIELDS', '1', 'a')).toBe(negative);
});
