import { StreamValue } from '../../datatypes/stream-value.ts';
import type { StreamView } from '../../datatypes/stream-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import type { StreamId } from '../../structures/stream-id.ts';
import type { ReferencePolicy } from '../../structures/stream-trim.ts';
import { ACKNOWLEDGED_ONLY, DELETE_REFERENCES, isReferenced, removeReferences } from '../../structures/stream-trim.ts';
import { readIdBlock } from './id-block.ts';
import { IdList } from './ids.ts';

const list = new IdList();
/** What XDELEX and XACKDEL say of an ID: there is none; its entry is deleted; or it must stay, since a group needs it. */
export const NO_ENTRY = -1;
export const DELETED = 1;
export const STILL_REFERENCED = 2;

export const xdel: CommandSpec = command({
  name: 'XDEL',
  group: 'stream',
  since: '5.0.0',
  summary: 'Deletes entries of a stream, and returns how many there were.',
  complexity: 'O(1) for each entry, whatever the size of the stream.',
  syntax: 'key id...',
  arity: -3,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'delete')],
  handler({ args, db, reply }) {
    const key = args.key();
    const view = db.lookupWrite(key, StreamValue);
    if (view === undefined) {
      reply.integer(0);
      return;
    }
    const count = args.remaining;
    const ids = list.read(args, args.next(), count);
    let deleted = 0;
    for (let i = 0; i < count; i++) if (view.delete(ids[i])) deleted++;
    if (deleted > 0) db.changed(key, 'xdel', deleted);
    reply.integer(deleted);
  },
});

export const xdelex: CommandSpec = command({
  ...xdel,
  name: 'XDELEX',
  since: '8.2.0',
  summary: 'Deletes entries of a stream, with a say in what becomes of the references that groups have to them.',
  syntax: 'key [KEEPREF | DELREF | ACKED] IDS ids=<numids:integer id...>',
  arity: -5,
  handler({ args, db, keyspace, reply }) {
    const key = args.key();
    const block = readIdBlock(args);
    const ids = list.read(args, block.first, block.count);
    const view = db.lookupWrite(key, StreamValue);
    reply.array(block.count);
    let deleted = 0;
    for (let i = 0; i < block.count; i++) {
      const result = view === undefined ? NO_ENTRY : deleteEntry(keyspace, view, ids[i], block.policy);
      if (result === DELETED) deleted++;
      reply.integer(result);
    }
    if (deleted > 0) db.changed(key, 'xdel', deleted);
  },
});

/** Deletes one entry, as far as the policy allows. That it is deleted is for the caller to report. */
export function deleteEntry(keyspace: Keyspace, view: StreamView, id: StreamId, policy: ReferencePolicy): number {
  const { stream } = view;
  if (policy === ACKNOWLEDGED_ONLY && isReferenced(stream, id)) return stream.has(id) ? STILL_REFERENCED : NO_ENTRY;
  const removed = policy === DELETE_REFERENCES && removeReferences(stream, id);
  if (view.delete(id)) return DELETED;
  // References to an entry that is no more have gone: a change of which no event tells.
  if (removed) keyspace.changes.dirty++;
  return NO_ENTRY;
}
