import { StreamValue } from '../../datatypes/stream-value.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { helpCommand } from '../../execution/help.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { NO_SUCH_KEY, noGroupForKey, unknownSubcommandOrArity } from '../../resp/reply-errors.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import type { Key } from '../../structures/key.ts';
import type { ConsumerGroup } from '../../structures/stream-group.ts';
import { radixNodes } from '../../structures/stream-radix.ts';
import type { Stream } from '../../structures/stream.ts';
import { replyEdge } from './entries.ts';
import { replyId } from './ids.ts';
import { replyFull, replyProgress } from './info-full.ts';

const FULL = keyword('FULL');
const COUNT = keyword('COUNT');
const DEFAULT_COUNT = 10;

const HELP = [
  'CONSUMERS <key> <groupname>',
  '    Show consumers of <groupname>.',
  'GROUPS <key>',
  '    Show the stream consumer groups.',
  'STREAM <key> [FULL [COUNT <count>]',
  '    Show information about the stream.',
];

const consumers = command({
  name: 'CONSUMERS',
  group: 'stream',
  since: '5.0.0',
  summary: 'Lists the consumers of a group.',
  complexity: 'O(N) for N consumers.',
  syntax: 'key group',
  arity: 4,
  flags: ['readonly'],
  keys: [keyAt(2, 'RO', 'access')],
  hints: ['nondeterministic_output'],
  history: [['7.2.0', '`inactive` was added; `idle` counts attempts.']],
  handler(context) {
    const { args, reply } = context;
    const key = args.key();
    const name = args.next();
    const group = needStream(context, key).group(args.bytes, args.at(name), args.length(name));
    if (group === undefined) throw noGroupForKey(args.latin1At(name), key.latin1());
    replyConsumers(reply, group, context.keyspace.nowMs);
  },
});

const groups = command({
  name: 'GROUPS',
  group: 'stream',
  since: '5.0.0',
  summary: 'Lists the groups of a stream.',
  complexity: 'O(N) for N groups.',
  syntax: 'key',
  arity: 3,
  flags: ['readonly'],
  keys: [keyAt(2, 'RO', 'access')],
  history: [['7.0.0', '`entries-read` and `lag` were added.']],
  handler(context) {
    const { args, reply } = context;
    const stream = needStream(context, args.key());
    reply.array(stream.groups.length);
    for (const group of stream.groups) replyGroup(reply, stream, group);
  },
});

const stream = command({
  name: 'STREAM',
  group: 'stream',
  since: '5.0.0',
  summary: 'Tells all about a stream.',
  complexity: 'O(N) for N nodes.',
  syntax: 'key full-block=[full=FULL [COUNT count:integer]]',
  arity: -3,
  flags: ['readonly'],
  keys: [keyAt(2, 'RO', 'access')],
  history: [
    ['6.0.0', '`FULL` was added.'],
    ['7.0.0', '`max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, `entries-read`, `lag` were added.'],
    ['7.2.0', '`active-time` was added; `seen-time` counts attempts.'],
  ],
  handler(context) {
    const { args, reply } = context;
    const about = needStream(context, args.key());
    if (args.remaining === 0) {
      reply.map(10);
      replyHead(reply, about);
      reply.bulkLatin1('groups');
      reply.integer(about.groups.length);
      reply.bulkLatin1('first-entry');
      replyEdge(reply, about, false);
      reply.bulkLatin1('last-entry');
      replyEdge(reply, about, true);
      return;
    }
    const count = readFullCount(context);
    reply.map(9);
    replyHead(reply, about);
    replyFull(reply, about, count);
  },
});

export const xinfo = command({
  name: 'XINFO',
  group: 'stream',
  since: '5.0.0',
  summary: 'Holds the commands that tell about streams.',
  complexity: 'Depends on the subcommand.',
  arity: -2,
  flags: [],
  subcommands: [
    ...[consumers, groups, helpCommand('XINFO', HELP, { group: 'stream', since: '5.0.0', categories: ['stream'] })],
    stream,
  ],
});

function needStream({ db }: Context, key: Key): Stream {
  const view = db.lookupRead(key, StreamValue);
  if (view === undefined) throw NO_SUCH_KEY;
  return view.stream;
}

/** Reads `FULL [COUNT count]`: how many entries and records, Infinity for all. */
function readFullCount({ args }: Context): number {
  const { remaining } = args;
  const wrong = remaining !== 1 && remaining !== 3;
  if (wrong || !args.take(FULL)) throw unknownSubcommandOrArity(args.latin1At(1), 'XINFO');
  if (remaining === 1) return DEFAULT_COUNT;
  if (!args.take(COUNT)) throw unknownSubcommandOrArity(args.latin1At(1), 'XINFO');
  const count = args.integer();
  if (count === 0) return Infinity;
  return count < 0 ? DEFAULT_COUNT : count;
}

function replyHead(reply: ReplyWriter, about: Stream): void {
  reply.bulkLatin1('length');
  reply.integer(about.size);
  reply.bulkLatin1('radix-tree-keys');
  reply.integer(about.index.length);
  reply.bulkLatin1('radix-tree-nodes');
  reply.integer(radixNodes(about.index));
  reply.bulkLatin1('last-generated-id');
  replyId(reply, about.lastId);
  reply.bulkLatin1('max-deleted-entry-id');
  replyId(reply, about.maxDeletedId);
  reply.bulkLatin1('entries-added');
  reply.integer(about.entriesAdded);
  reply.bulkLatin1('recorded-first-entry-id');
  replyId(reply, about.firstId);
}

function replyGroup(reply: ReplyWriter, about: Stream, group: ConsumerGroup): void {
  reply.map(6);
  reply.bulkLatin1('name');
  reply.bulkLatin1(group.name);
  reply.bulkLatin1('consumers');
  reply.integer(group.consumers.length);
  reply.bulkLatin1('pending');
  reply.integer(group.pending.size);
  replyProgress(reply, about, group);
}

function replyConsumers(reply: ReplyWriter, group: ConsumerGroup, now: number): void {
  reply.array(group.consumers.length);
  for (const { name, pending, seenTime, activeTime } of group.consumers) {
    reply.map(4);
    reply.bulkLatin1('name');
    reply.bulkLatin1(name);
    reply.bulkLatin1('pending');
    reply.integer(pending.size);
    reply.bulkLatin1('idle');
    reply.integer(Math.max(0, now - seenTime));
    reply.bulkLatin1('inactive');
    reply.integer(activeTime === -1 ? -1 : now - activeTime);
  }
}
