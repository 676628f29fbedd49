import { StreamValue } from '../../datatypes/stream-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { DELETED, deleteEntry, NO_ENTRY, STILL_REFERENCED } from './delete.ts';
import { readIdBlock } from './id-block.ts';
import { IdList } from './ids.ts';

const list = new IdList();

export const xack: CommandSpec = command({
  name: 'XACK',
  group: 'stream',
  since: '5.0.0',
  summary: 'Notes that entries which a group has delivered are done with; returns how many were pending.',
  complexity: 'O(1) for each entry.',
  syntax: 'key group id...',
  arity: -4,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'update')],
  handler({ args, db, keyspace, reply }) {
    const view = db.lookupUpdate(args.key(), StreamValue);
    const name = args.next();
    const group = view?.stream.group(args.bytes, args.at(name), args.length(name));
    if (group === undefined) {
      reply.integer(0);
      return;
    }
    const count = args.remaining;
    const ids = list.read(args, args.next(), count);
    let acknowledged = 0;
    for (let i = 0; i < count; i++) if (group.acknowledge(ids[i])) acknowledged++;
    // A change of which no event tells, as with everything that only concerns what is pending.
    keyspace.changes.dirty += acknowledged;
    reply.integer(acknowledged);
  },
});

export const xackdel: CommandSpec = command({
  ...xack,
  name: 'XACKDEL',
  since: '8.2.0',
  summary: 'Notes that entries are done with, as XACK does, and deletes them where that may be.',
  syntax: 'key group [KEEPREF | DELREF | ACKED] IDS ids=<numids:integer id...>',
  arity: -6,
  keys: [keyAt(1, 'RW', 'update', 'delete')],
  handler({ args, db, keyspace, reply }) {
    const key = args.key();
    const name = args.next();
    const block = readIdBlock(args);
    const ids = list.read(args, block.first, block.count);
    const view = db.lookupWrite(key, StreamValue);
    const group = view?.stream.group(args.bytes, args.at(name), args.length(name));
    reply.array(block.count);
    let deleted = 0;
    for (let i = 0; i < block.count; i++) {
      const id = ids[i];
      if (view === undefined || group === undefined || !group.acknowledge(id)) {
        reply.integer(NO_ENTRY);
        continue;
      }
      keyspace.changes.dirty++;
      const result = deleteEntry(keyspace, view, id, block.policy);
      if (result === DELETED) deleted++;
      // An entry that is no more was pending all the same, and is done with.
      reply.integer(result === STILL_REFERENCED ? STILL_REFERENCED : DELETED);
    }
    if (deleted > 0) db.changed(key, 'xdel', 0);
  },
});
