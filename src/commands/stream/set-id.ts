import { StreamValue } from '../../datatypes/stream-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import {
  ENTRIES_ADDED_BELOW_LENGTH,
  ENTRIES_ADDED_NEGATIVE,
  NO_SUCH_KEY,
  SETID_BELOW_CURRENT_DELETED,
  SETID_BELOW_GIVEN_DELETED,
  SETID_BELOW_TOP,
  SYNTAX,
} from '../../resp/reply-errors.ts';
import type { Counter } from '../../structures/stream-group.ts';
import { StreamId } from '../../structures/stream-id.ts';
import type { Stream } from '../../structures/stream.ts';
import { readId } from './ids.ts';

const ENTRIESADDED = keyword('ENTRIESADDED');
const MAXDELETEDID = keyword('MAXDELETEDID');
const id = new StreamId();
const maxDeletedId = new StreamId();
const top = new StreamId();

export const xsetid: CommandSpec = command({
  name: 'XSETID',
  group: 'stream',
  since: '5.0.0',
  summary: 'Sets the last ID of a stream: a command for replicas and logs.',
  complexity: 'O(1)',
  syntax: 'key last-id [ENTRIESADDED entries-added:integer^7.0.0] [MAXDELETEDID max-deleted-id^7.0.0]',
  arity: -3,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'update')],
  history: [['7.0.0', '`ENTRIESADDED` and `MAXDELETEDID` were added.']],
  handler({ args, db, reply }) {
    const key = args.key();
    const entriesAdded = readSettings(args);
    const view = db.lookupWrite(key, StreamValue);
    if (view === undefined) throw NO_SUCH_KEY;
    const { stream } = view;
    check(stream, entriesAdded);
    stream.lastId.copy(id);
    if (entriesAdded !== undefined) stream.entriesAdded = entriesAdded;
    if (!maxDeletedId.isLeast) stream.maxDeletedId.copy(maxDeletedId);
    reply.ok();
    db.changedAround(key, 'xsetid');
  },
});

/** Reads all that follows the key. Answers the number of entries added, where it is given. */
function readSettings(args: Args): Counter | undefined {
  readId(args, args.next(), id);
  maxDeletedId.setLeast();
  let entriesAdded: Counter | undefined;
  while (args.remaining > 0) {
    if (args.remaining < 2) throw SYNTAX;
    if (args.take(ENTRIESADDED)) {
      entriesAdded = args.int64();
      if (entriesAdded < 0) throw ENTRIES_ADDED_NEGATIVE;
    } else if (args.take(MAXDELETEDID)) {
      readId(args, args.next(), maxDeletedId);
      if (id.compare(maxDeletedId) < 0) throw SETID_BELOW_GIVEN_DELETED;
    } else {
      throw SYNTAX;
    }
  }
  return entriesAdded;
}

function check(stream: Stream, entriesAdded: Counter | undefined): void {
  if (id.compare(stream.maxDeletedId) < 0) throw SETID_BELOW_CURRENT_DELETED;
  if (!stream.lastEntryId(top)) return;
  if (id.compare(top) < 0) throw SETID_BELOW_TOP;
  if (entriesAdded !== undefined && stream.size > entriesAdded) throw ENTRIES_ADDED_BELOW_LENGTH;
}
