import { StreamValue } from '../../datatypes/stream-value.ts';
import type { StreamView } from '../../datatypes/stream-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { helpCommand } from '../../execution/help.ts';
import { keyAt } from '../../execution/key-specs.ts';
import {
  BUSY_GROUP,
  ENTRIES_READ_NEGATIVE,
  noGroupForKey,
  unknownSubcommandOrArity,
  XGROUP_WITHOUT_KEY,
} from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import type { ConsumerGroup, Counter } from '../../structures/stream-group.ts';
import { UNKNOWN_READS } from '../../structures/stream-group.ts';
import { StreamId } from '../../structures/stream-id.ts';
import type { Stream } from '../../structures/stream.ts';
import { readId, readIdOrBound } from './ids.ts';

/** XGROUP: the groups of a stream, and their consumers. */
const MKSTREAM = keyword('MKSTREAM');
const ENTRIESREAD = keyword('ENTRIESREAD');
const DOLLAR = keyword('$');
const GROUP_AT = 3;
const ID_AT = 4;
const CONSUMER_AT = 4;

const HELP = [
  'CREATE <key> <groupname> <id|$> [option]',
  '    Create a new consumer group. Options are:',
  '    * MKSTREAM',
  '      Create the empty stream if it does not exist.',
  '    * ENTRIESREAD entries_read',
  "      Set the group's entries_read counter (internal use).",
  'CREATECONSUMER <key> <groupname> <consumer>',
  '    Create a new consumer in the specified group.',
  'DELCONSUMER <key> <groupname> <consumer>',
  '    Remove the specified consumer.',
  'DESTROY <key> <groupname>',
  '    Remove the specified group.',
  'SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]',
  '    Set the current group ID and entries_read counter.',
];

const id = new StreamId();

const create = command({
  name: 'CREATE',
  group: 'stream',
  since: '5.0.0',
  summary: 'Creates a consumer group.',
  complexity: 'O(1)',
  syntax: "key group id-selector=<id | new-id='$'> [MKSTREAM] [ENTRIESREAD entriesread:integer@entries-read]",
  arity: -5,
  flags: ['write', 'denyoom'],
  keys: [keyAt(2, 'RW', 'insert')],
  history: [['7.0.0', '`ENTRIESREAD` was added.']],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const options = readOptions(args, true);
    const found = db.lookupWrite(key, StreamValue);
    if (found === undefined && !options.createsKey) throw XGROUP_WITHOUT_KEY;
    if (args.count > 8) throw unknownSubcommandOrArity(args.latin1At(1), 'XGROUP');
    if (!args.is(ID_AT, DOLLAR)) readId(args, ID_AT, id);
    else if (found === undefined) id.setLeast();
    else id.copy(found.stream.lastId);
    const { stream } = found ?? db.lookupOrCreate(key, StreamValue);
    if (findGroup(context, stream) !== undefined) throw BUSY_GROUP;
    const group = stream.addGroup(args.bytes, args.at(GROUP_AT), args.length(GROUP_AT));
    group.lastId.copy(id);
    group.entriesRead = options.entriesRead;
    reply.ok();
    if (found === undefined) db.changed(key, 'xgroup-create');
    else db.changedAround(key, 'xgroup-create');
  },
});

const setId = command({
  ...create,
  name: 'SETID',
  summary: 'Sets the ID up to which a group has read.',
  syntax: "key group id-selector=<id | new-id='$'> [ENTRIESREAD entriesread:integer@entries-read]",
  flags: ['write'],
  keys: [keyAt(2, 'RW', 'update')],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const { entriesRead } = readOptions(args, false);
    const { view, group } = needGroup(context, key);
    if (args.count > 7) throw unknownSubcommandOrArity(args.latin1At(1), 'XGROUP');
    if (args.is(ID_AT, DOLLAR)) id.copy(view.stream.lastId);
    else readIdOrBound(args, ID_AT, id);
    group.lastId.copy(id);
    group.entriesRead = entriesRead;
    reply.ok();
    db.changedAround(key, 'xgroup-setid');
  },
});

const destroy = command({
  name: 'DESTROY',
  group: 'stream',
  since: '5.0.0',
  summary: 'Removes a consumer group.',
  complexity: 'O(N) for the N entries that are pending in it.',
  syntax: 'key group',
  arity: 4,
  flags: ['write'],
  keys: [keyAt(2, 'RW', 'delete')],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const { stream } = needStream(context, key);
    const group = findGroup(context, stream);
    reply.integer(group === undefined ? 0 : 1);
    if (group === undefined) return;
    stream.deleteGroup(group);
    db.changedAround(key, 'xgroup-destroy');
  },
});

const createConsumer = command({
  name: 'CREATECONSUMER',
  group: 'stream',
  since: '6.2.0',
  summary: 'Creates a consumer in a group.',
  complexity: 'O(1)',
  syntax: 'key group consumer',
  arity: 5,
  flags: ['write', 'denyoom'],
  keys: [keyAt(2, 'RW', 'insert')],
  handler(context) {
    const { args, db, keyspace, reply } = context;
    const key = args.key();
    const { group } = needGroup(context, key);
    const isNew = group.consumer(args.bytes, args.at(CONSUMER_AT), args.length(CONSUMER_AT)) === undefined;
    reply.integer(isNew ? 1 : 0);
    if (!isNew) return;
    group.addConsumer(args.bytes, args.at(CONSUMER_AT), args.length(CONSUMER_AT), keyspace.nowMs);
    db.changedAround(key, 'xgroup-createconsumer');
  },
});

const deleteConsumer = command({
  ...createConsumer,
  name: 'DELCONSUMER',
  since: '5.0.0',
  summary: 'Removes a consumer from a group, and returns how many entries it had pending.',
  flags: ['write'],
  keys: [keyAt(2, 'RW', 'delete')],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const { group } = needGroup(context, key);
    const consumer = group.consumer(args.bytes, args.at(CONSUMER_AT), args.length(CONSUMER_AT));
    reply.integer(consumer === undefined ? 0 : consumer.pending.size);
    if (consumer === undefined) return;
    group.deleteConsumer(consumer);
    db.changedAround(key, 'xgroup-delconsumer');
  },
});

export const xgroup = command({
  name: 'XGROUP',
  group: 'stream',
  since: '5.0.0',
  summary: 'Holds the commands that work on consumer groups.',
  complexity: 'Depends on the subcommand.',
  arity: -2,
  flags: [],
  subcommands: [
    ...[create, createConsumer, deleteConsumer, destroy],
    ...[helpCommand('XGROUP', HELP, { group: 'stream', since: '5.0.0', categories: ['stream'] }), setId],
  ],
});

interface GroupOptions {
  readonly createsKey: boolean;
  readonly entriesRead: Counter;
}

/** Reads the options of CREATE and SETID, which stand behind the ID. */
function readOptions(args: Args, creates: boolean): GroupOptions {
  let createsKey = false;
  let entriesRead: Counter = UNKNOWN_READS;
  args.seek(ID_AT + 1);
  while (args.remaining > 0) {
    if (creates && args.take(MKSTREAM)) {
      createsKey = true;
    } else if (args.remaining > 1 && args.take(ENTRIESREAD)) {
      entriesRead = args.int64();
      if (entriesRead < UNKNOWN_READS) throw ENTRIES_READ_NEGATIVE;
    } else {
      throw unknownSubcommandOrArity(args.latin1At(1), 'XGROUP');
    }
  }
  return { createsKey, entriesRead };
}

function needStream({ db }: Context, key: Key): StreamView {
  const view = db.lookupWrite(key, StreamValue);
  if (view === undefined) throw XGROUP_WITHOUT_KEY;
  return view;
}

function needGroup(context: Context, key: Key): { view: StreamView; group: ConsumerGroup } {
  const view = needStream(context, key);
  const group = findGroup(context, view.stream);
  if (group === undefined) throw noGroupForKey(context.args.latin1At(GROUP_AT), key.latin1());
  return { view, group };
}

function findGroup({ args }: Context, stream: Stream): ConsumerGroup | undefined {
  return stream.group(args.bytes, args.at(GROUP_AT), args.length(GROUP_AT));
}
