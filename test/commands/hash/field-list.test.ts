import { expect, it } from 'vitest';
import { FIELDS, readFieldList } from '../../../src/commands/hash/field-list.ts';
import { Args } from '../../../src/execution/args.ts';
import { SYNTAX } from '../../../src/resp/reply-errors.ts';
import { vectorOf } from '../../support/command-harness.ts';

function read(...words: string[]): number {
  const args = new Args(1, 2);
  args.bind(vectorOf(words), 1);
  return readFieldList(args, 2);
}

it('a list of fields begins behind its number, and ends the request', () => {
  expect(read('HTTL', 'k', 'FIELDS', '2', 'a', 'b')).toBe(4);
  expect(read('HTTL', 'k', 'fieLDs', '1', 'a')).toBe(4);
  expect(FIELDS.text).toBe('FIELDS');
});

it.each([
  ['FIELD 1 a', 'Mandatory argument FIELDS is missing'],
  ['', 'Mandatory argument FIELDS is missing'],
  ['FIELDS', 'Number of fields must be a positive integer'],
  ['FIELDS 0 a', 'Number of fields must be a positive integer'],
  ['FIELDS -1 a', 'Number of fields must be a positive integer'],
  ['FIELDS x a', 'Number of fields must be a positive integer'],
  ['FIELDS 9223372036854775808 a', 'Number of fields must be a positive integer'],
  ['FIELDS 2 a', 'The `numfields` parameter must match'],
  ['FIELDS 1 a b', 'The `numfields` parameter must match'],
  ['FIELDS 9223372036854775807 a', 'The `numfields` parameter must match'],
])('%s is none', (words, message) => {
  expect(() => read('HTTL', 'k', ...words.split(' ').filter((word) => word !== ''))).toThrow(message);
});

it('each command has its own words for a number that is none', () => {
  const args = new Args(1, 2);
  args.bind(vectorOf(['HEXPIRE', 'k', 'FIELDS', '0', 'a']), 1);
  expect(() => readFieldList(args, 2, SYNTAX)).toThrow(SYNTAX);
});
