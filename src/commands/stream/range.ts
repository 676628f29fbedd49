import { StreamValue } from '../../datatypes/stream-value.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { SYNTAX } from '../../resp/reply-errors.ts';
import { StreamId } from '../../structures/stream-id.ts';
import { replyRange } from './entries.ts';
import { readEnd, readStart } from './ids.ts';

const COUNT = keyword('COUNT');
const start = new StreamId();
const end = new StreamId();

export const xrange: CommandSpec = command({
  name: 'XRANGE',
  group: 'stream',
  since: '5.0.0',
  summary: 'Returns the entries of a stream from one ID to another.',
  complexity: 'O(N) for the N entries that are returned.',
  syntax: 'key start end [COUNT count:integer]',
  arity: -4,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  history: [['6.2.0', 'An ID behind `(` is not part of the range.']],
  handler: (context) => replyInterval(context, false),
});

export const xrevrange: CommandSpec = command({
  ...xrange,
  name: 'XREVRANGE',
  summary: 'Returns the entries of a stream from one ID to another, the last first.',
  syntax: 'key end start [COUNT count:integer]',
  handler: (context) => replyInterval(context, true),
});

function replyInterval({ args, db, reply }: Context, reverse: boolean): void {
  const key = args.key();
  readStart(args, reverse ? 3 : 2, start);
  readEnd(args, reverse ? 2 : 3, end);
  args.seek(4);
  let count = Infinity;
  while (args.remaining > 0) {
    if (args.remaining < 2 || !args.take(COUNT)) throw SYNTAX;
    count = Math.max(0, args.integer());
  }
  const view = db.lookupRead(key, StreamValue);
  if (view === undefined) reply.array(0);
  else if (count === 0) reply.nullArray();
  else replyRange(reply, view.stream, start, end, count, reverse);
}

export const xlen: CommandSpec = command({
  name: 'XLEN',
  group: 'stream',
  since: '5.0.0',
  summary: 'Returns the number of entries of a stream.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO')],
  handler({ args, db, reply }) {
    const view = db.lookupRead(args.key(), StreamValue);
    reply.integer(view === undefined ? 0 : view.size);
  },
});
