import type { Args } from '../../execution/args.ts';
import type { Database } from '../../keyspace/database.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import type { ReplyError } from '../../resp/reply-errors.ts';
import { DB_OUT_OF_RANGE, NOT_A_32_BIT_INTEGER, NOT_AN_INTEGER } from '../../resp/reply-errors.ts';

const INT32_MAX = 2147483647;

/** The next argument as a database's number, whether or not there is such a database. */
export function databaseIndex(args: Args, error?: ReplyError): number {
  const index = args.integer(error ?? NOT_AN_INTEGER);
  if (index < -INT32_MAX - 1 || index > INT32_MAX) throw error ?? NOT_A_32_BIT_INTEGER;
  return index;
}

/** Throws DB_OUT_OF_RANGE where there is none of this number. */
export function databaseAt(keyspace: Keyspace, index: number): Database {
  if (index < 0 || index >= keyspace.databases.length) throw DB_OUT_OF_RANGE;
  return keyspace.databases[index];
}
