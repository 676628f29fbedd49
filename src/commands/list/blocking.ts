import { ListValue } from '../../datatypes/list-value.ts';
import { TYPE_LIST } from '../../datatypes/value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { readSeconds } from '../../execution/deadline.ts';
import { keyAt, keysCounted, keysFrom } from '../../execution/key-specs.ts';
import { multiPop, popOrWait } from '../../execution/multi-pop.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import type { End } from './ends.ts';
import { readEnd } from './ends.ts';
import { moveElement } from './move.ts';
import { lists } from './pop.ts';

/** The commands of pop.ts and move.ts that wait where there is nothing to take. */
const SECONDS_HISTORY = [['6.0.0', '`timeout` is a double, where it was an integer.']] as const;
const TAKEN = ['RW', 'access', 'delete'] as const;

export const blpop: CommandSpec = command({
  name: 'BLPOP',
  group: 'list',
  since: '2.0.0',
  summary: 'Returns the first element of the first of several lists that there is, and takes it out; waits for one.',
  complexity: 'O(N) where N is the number of provided keys.',
  syntax: 'key... timeout:double',
  arity: -3,
  flags: ['write', 'blocking'],
  keys: [keysFrom(1, -2, 1, ...TAKEN)],
  history: SECONDS_HISTORY,
  handler: (context) => popOrWait(context, lists, 'head'),
});

export const brpop: CommandSpec = command({
  ...blpop,
  name: 'BRPOP',
  summary: 'Returns the last element of the first of several lists that there is, and takes it out; waits for one.',
  handler: (context) => popOrWait(context, lists, 'tail'),
});

export const blmpop = command({
  name: 'BLMPOP',
  group: 'list',
  since: '7.0.0',
  summary: 'Returns elements of the first of several lists that there is, and takes them out; waits for one.',
  complexity: 'O(N+M) where N is the number of provided keys and M is the number of elements returned.',
  syntax: 'timeout:double numkeys:integer key... where=<LEFT | RIGHT> [COUNT count:integer]',
  arity: -5,
  flags: ['write', 'blocking'],
  keys: [keysCounted(2, 1, ...TAKEN)],
  handler: (context) => multiPop(context, lists, true),
});

export const blmove = command({
  name: 'BLMOVE',
  group: 'list',
  since: '6.2.0',
  summary: 'Takes an element from one end of a list, adds it at one end of another, and returns it; waits for one.',
  complexity: 'O(1)',
  syntax: 'source:key destination:key wherefrom=<LEFT | RIGHT> whereto=<LEFT | RIGHT> timeout:double',
  arity: 6,
  flags: ['write', 'denyoom', 'blocking'],
  keys: [keyAt(1, ...TAKEN), keyAt(2, 'RW', 'insert')],
  handler(context) {
    const { args } = context;
    args.seek(3);
    moveOrWait(context, readEnd(args), readEnd(args), 5);
  },
});

export const brpoplpush = command({
  name: 'BRPOPLPUSH',
  group: 'list',
  since: '2.2.0',
  summary: 'Takes the last element of a list, adds it at the head of another, and returns it; waits for one.',
  complexity: 'O(1)',
  syntax: 'source:key destination:key timeout:double',
  arity: 4,
  flags: ['write', 'denyoom', 'blocking'],
  keys: [keyAt(1, ...TAKEN), keyAt(2, 'RW', 'insert')],
  history: SECONDS_HISTORY,
  deprecated: { since: '6.2.0', replacedBy: '`BLMOVE` with the `RIGHT` and `LEFT` arguments' },
  handler: (context) => moveOrWait(context, 'tail', 'head', 3),
});

/** @param timeout index of the argument, the last to be checked */
function moveOrWait(context: Context, from: End, to: End, timeout: number): void {
  const { args, db, keyspace } = context;
  const timeoutMs = readSeconds(args, timeout, keyspace.nowMs);
  const source = args.keyAt(1);
  const destination = args.keyAt(2);
  // Redis looks whether there is a list, and then does what LMOVE does: that counts as two accesses.
  if (db.lookupWrite(source, ListValue) === undefined || !moveElement(context, source, destination, from, to)) {
    context.blockOn(1, 1, { type: TYPE_LIST, timeoutMs, onDenied: replyNull });
  } else if (keyspace.changes.observed) {
    if (timeout === 3) context.propagateAs('RPOPLPUSH', source, destination);
    else context.propagateAs('LMOVE', source, destination, args.latin1At(3), args.latin1At(4));
  }
}

function replyNull(reply: ReplyWriter): void {
  reply.null();
}
