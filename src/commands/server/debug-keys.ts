import type { Context } from '../../execution/context.ts';
import { encodingOf } from '../../datatypes/encoding.ts';
import type { Entries } from '../../datatypes/entries.ts';
import { TYPE_MASK } from '../../datatypes/entry-layout.ts';
import { ListValue } from '../../datatypes/list-value.ts';
import { StringValue } from '../../datatypes/string-value.ts';
import {
  FORM_HASH_PACKED,
  FORM_HASH_PACKED_TIMED,
  FORM_LIST_PACKED,
  FORM_QUICKLIST,
  FORM_SET_PACKED,
  FORM_ZSET_PACKED,
} from '../../datatypes/value.ts';
import { UNIT_SHIFT } from '../../memory/size-classes.ts';
import { NO_SUCH_KEY, ReplyError } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import type { QuickList } from '../../structures/quicklist.ts';
import { listpackText, quicklistText } from './debug-listpack.ts';
import { leadingInteger } from './debug-switches.ts';
import { savedLength, savedNodeLength } from './saved-length.ts';

/** What DEBUG tells of single keys and of the tables that they stand in. Due keys are shown like any other. */

const NO_SDS = new ReplyError('ERR Not an sds encoded string.');
const NO_LISTPACK = new ReplyError('ERR Not a listpack encoded object.');
const NO_QUICKLIST = new ReplyError('ERR Not a quicklist encoded object.');

export function describeObject({ args, db, keyspace, reply }: Context): void {
  const key = args.key();
  const { entries } = db;
  const address = existing(entries, key);
  const access = entries.access(address);
  const idle = keyspace.access.lfu ? 0 : keyspace.idleSeconds(access);
  const place = (address * (1 << UNIT_SHIFT)).toString(16);
  reply.simple(
    `Value at:0x${place} refcount:1 encoding:${encodingOf(entries, address, key.hash)} ` +
      `serializedlength:${savedLength(entries, address, key.hash)} lru:${access} lru_seconds_idle:${idle}` +
      quicklistFields(entries, address, key.hash),
  );
}

/** Of a quicklist, what DEBUG OBJECT tells more: its nodes, how full they are, and their limits. */
function quicklistFields(entries: Entries, address: number, hash: number): string {
  const quicklist = quicklistOf(entries, address, hash);
  if (quicklist === undefined) return '';
  const { nodes, size } = quicklist;
  let bytes = 0;
  for (let node = 0; node < nodes.length; node++) bytes += savedNodeLength(nodes, node);
  return (
    ` ql_nodes:${nodes.length} ql_avg_node:${twoDecimals(size / nodes.length)} ql_listpack_max:${nodes.nodeSize}` +
    ` ql_compressed:${nodes.depth === 0 ? 0 : 1} ql_uncompressed_size:${bytes}`
  );
}

/** As C prints it: what lies in the middle goes to the even digit, not up. */
function twoDecimals(value: number): string {
  const below = Math.floor(value * 100);
  const isInTheMiddle = (value * 8) % 2 === 1;
  return (isInTheMiddle && below % 2 === 0 ? below / 100 : value).toFixed(2);
}

function quicklistOf(entries: Entries, address: number, hash: number): QuickList | undefined {
  if (entries.form(address) !== FORM_QUICKLIST) return undefined;
  const { view } = ListValue;
  view.bind(entries, address, hash);
  return view.quicklist;
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

/** Forms that are one listpack in the entry. */
const LISTPACKS = [FORM_LIST_PACKED, FORM_SET_PACKED, FORM_ZSET_PACKED, FORM_HASH_PACKED, FORM_HASH_PACKED_TIMED];

export function describeListpack(print: (text: string) => void): (context: Context) => void {
  return ({ args, db, reply }) => {
    const { entries } = db;
    const address = existing(entries, args.key());
    if (!LISTPACKS.includes(entries.form(address))) throw NO_LISTPACK;
    entries.value(address);
    print(listpackText(entries.valueBytes, entries.valueAt));
    reply.simple('Listpack structure printed on stdout');
  };
}

export function describeQuicklist(print: (text: string) => void): (context: Context) => void {
  return ({ args, db, reply }) => {
    const key = args.key();
    const showsElements = args.remaining > 0 && leadingInteger(args.latin1()) !== 0;
    const quicklist = quicklistOf(db.entries, existing(db.entries, key), key.hash);
    if (quicklist === undefined) throw NO_QUICKLIST;
    print(quicklistText(quicklist, db.entries.packing.listCompressDepth, showsElements));
    reply.simple('Quicklist structure printed on stdout');
  };
}

function existing(entries: Entries, key: Key): number {
  const address = entries.find(key);
  if (address === 0) throw NO_SUCH_KEY;
  return address;
}
