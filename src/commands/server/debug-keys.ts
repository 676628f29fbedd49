import type { Context } from '../../execution/context.ts';
import { encodingOf } from '../../datatypes/encoding.ts';
import type { Entries } from '../../datatypes/entries.ts';
import { TYPE_MASK } from '../../datatypes/entries.ts';
import { StringValue } from '../../datatypes/string-value.ts';
import { UNIT_SHIFT } from '../../memory/size-classes.ts';
import { NO_SUCH_KEY, ReplyError } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';

/** What DEBUG tells of single keys and of the tables that they stand in. Due keys are shown like any other. */

const NO_SDS = new ReplyError('ERR Not an sds encoded string.');
const NO_LISTPACK = new ReplyError('ERR Not a listpack encoded object.');
const NO_QUICKLIST = new ReplyError('ERR Not a quicklist encoded object.');
const NO_TABLE = new ReplyError('ERR The value stored at the specified key is not represented using an hash table');
const NO_SUCH_DATABASE = new ReplyError('ERR Out of range database');

export function describeObject({ args, db, keyspace, reply }: Context): void {
  const key = args.key();
  const { entries } = db;
  const address = existing(entries, key);
  const access = entries.access(address);
  const idle = keyspace.access.lfu ? 0 : keyspace.idleSeconds(access);
  const place = (address * (1 << UNIT_SHIFT)).toString(16);
  reply.simple(
    `Value at:0x${place} refcount:1 encoding:${encodingOf(entries, address, key.hash)} ` +
      `serializedlength:${serializedLength(entries, address, key.hash)} lru:${access} lru_seconds_idle:${idle}`,
  );
}

/** Bytes that a string takes in a snapshot, without compression. */
function serializedLength(entries: Entries, address: number, hash: number): number {
  const { view } = StringValue;
  view.bind(entries, address, hash);
  const integer = view.length <= 11 ? view.toSafeInteger() : NaN;
  if (integer >= -128 && integer < 128) return 2;
  if (integer >= -32768 && integer < 32768) return 3;
  if (integer >= -2147483648 && integer < 2147483648) return 5;
  const { length } = view;
  return length + (length < 64 ? 1 : length < 16384 ? 2 : 5);
}

/** Strings have no slack of their own here: what a block has left over counts as the value's. */
export function describeSds({ args, db, reply }: Context): void {
  const key = args.key();
  const { entries } = db;
  const address = existing(entries, key);
  if ((entries.form(address) & TYPE_MASK) !== StringValue.code) throw NO_SDS;
  const { view } = StringValue;
  view.bind(entries, address, key.hash);
  if (view.encoding === 'int') throw NO_SDS;
  const free = entries.memoryOf(address) - key.length - view.length;
  reply.simple(
    `key_sds_len:${key.length}, key_sds_avail:0, key_zmalloc: ${key.length}, ` +
      `val_sds_len:${view.length}, val_sds_avail:0, val_zmalloc: ${view.length + free}`,
  );
}

/** Nothing is a listpack as yet, nor a quicklist, nor a table below a key. */
export function describeListpack({ args, db }: Context): void {
  existing(db.entries, args.key());
  throw NO_LISTPACK;
}

export function describeQuicklist({ args, db }: Context): void {
  existing(db.entries, args.key());
  throw NO_QUICKLIST;
}

export function describeTableOfKey({ args, db }: Context): void {
  existing(db.entries, args.key());
  throw NO_TABLE;
}

export function describeTables({ args, keyspace, reply }: Context): void {
  const index = args.integer();
  if (index < 0 || index >= keyspace.databases.length) throw NO_SUCH_DATABASE;
  const { dict, expires } = keyspace.databases[index].entries;
  let text = '[Dictionary HT]\n';
  if (dict.size > 0) {
    const { buckets, overflow } = dict.stats();
    text +=
      'Hash table 0 stats (main hash table):\n' +
      ` table size: ${buckets}\n number of elements: ${dict.size}\n overflow buckets: ${overflow}\n` +
      ` avg chain length (computed): ${(dict.size / buckets).toFixed(2)}\n`;
  }
  text += '[Expires HT]\n';
  if (expires.size > 0) {
    text += `Hash table 0 stats (main hash table):\n table size: ${expires.size}\n number of elements: ${expires.size}\n`;
  }
  reply.verbatim(text);
}

function existing(entries: Entries, key: Key): number {
  const address = entries.find(key);
  if (address === 0) throw NO_SUCH_KEY;
  return address;
}
