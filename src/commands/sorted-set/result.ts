import type { ZSetView } from '../../datatypes/zset-value.ts';
import { anotherZSet } from '../../datatypes/zset-value.ts';
import type { CollectionType } from '../../datatypes/value.ts';
import type { Context } from '../../execution/context.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import type { Key } from '../../structures/key.ts';
import { ElementText } from '../../structures/listpack.ts';
import { SortedTable } from '../../structures/sorted-table.ts';
import { beginMembers, replyMember } from './reply.ts';

/**
 * Sorted sets that a command computes, beside the databases: they are shown and let go, or become a key's value, which
 * may be one of those that they were computed from.
 */
export function beginResult({ db: { entries } }: Context): SortedTable {
  return new SortedTable(entries.arena, entries.k0, entries.k1);
}

/** Lets a result go: at once where it is small. */
export function dropResult({ db: { entries } }: Context, result: SortedTable): void {
  entries.collections.release(entries.collections.add(result));
}

const Destination: CollectionType<ZSetView> = anotherZSet();

/**
 * Puts a result in the place of what a key holds, in the encoding that its size asks for, or deletes the key where it is
 * empty. Replies with its size.
 */
export function storeResult(context: Context, key: Key, result: SortedTable, event: string): void {
  const { db, reply } = context;
  reply.integer(result.size);
  if (result.size === 0) {
    dropResult(context, result);
    if (db.delete(key)) db.changed(key, 'del');
    return;
  }
  const zset = db.makeCollection(key, Destination);
  zset.adopt(result);
  zset.packIfSmall();
  db.changed(key, event);
}

const text = new ElementText();

export function replyResult(reply: ReplyWriter, result: SortedTable, withScores: boolean): void {
  beginMembers(reply, result.size, withScores);
  result.index.walk(0, result.size, false, (address, score) => {
    result.readMember(address, text);
    replyMember(reply, text, score, withScores);
  });
}
