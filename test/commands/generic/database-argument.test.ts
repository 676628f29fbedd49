import { describe, expect, it } from 'vitest';
import { databaseAt, databaseIndex } from '../../../src/commands/generic/database-argument.ts';
import { Args } from '../../../src/execution/args.ts';
import { INVALID_FIRST_DB, NOT_A_32_BIT_INTEGER, NOT_AN_INTEGER } from '../../../src/resp/reply-errors.ts';
import { createHarness, vectorOf } from '../../support/command-harness.ts';

function argsOf(word: string): Args {
  const args = new Args(1, 2);
  args.bind(vectorOf(['SELECT', word]), 1);
  return args;
}

describe('databaseIndex', () => {
  it('takes what a 32-bit integer holds', () => {
    for (const index of [0, 15, -1, 2147483647, -2147483648]) expect(databaseIndex(argsOf(String(index)))).toBe(index);
  });

  it('refuses the rest, in the words of the command where it has any', () => {
    expect(() => databaseIndex(argsOf('2147483648'))).toThrow(NOT_A_32_BIT_INTEGER);
    expect(() => databaseIndex(argsOf('-2147483649'))).toThrow(NOT_A_32_BIT_INTEGER);
    expect(() => databaseIndex(argsOf('one'))).toThrow(NOT_AN_INTEGER);
    expect(() => databaseIndex(argsOf('2147483648'), INVALID_FIRST_DB)).toThrow(INVALID_FIRST_DB);
    expect(() => databaseIndex(argsOf('one'), INVALID_FIRST_DB)).toThrow(INVALID_FIRST_DB);
  });
});

describe('databaseAt', () => {
  it('answers the database of a number, or says that there is none', () => {
    const { keyspace } = createHarness({ databases: 4 });
    expect(databaseAt(keyspace, 3)).toBe(keyspace.databases[3]);
    expect(() => databaseAt(keyspace, 4)).toThrow('ERR DB index is out of range');
    expect(() => databaseAt(keyspace, -1)).toThrow('ERR DB index is out of range');
  });
});
