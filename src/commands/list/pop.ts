import type { ListView } from '../../datatypes/list-value.ts';
import { ListValue } from '../../datatypes/list-value.ts';
import { keyword } from '../../execution/args.ts';
import type { Args } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt, keysCounted } from '../../execution/key-specs.ts';
import { COUNT_NOT_POSITIVE, NOT_POSITIVE, NUMKEYS_NOT_POSITIVE, SYNTAX, wrongArity } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { ElementText } from '../../structures/listpack.ts';
import { replyElements, replyElementsBackwards } from './elements.ts';
import type { End } from './ends.ts';
import { cutFrom, popEvent, readEnd, readFrom } from './ends.ts';

const text = new ElementText();
const COUNT = keyword('COUNT');

export const lpop = command({
  name: 'LPOP',
  group: 'list',
  since: '1.0.0',
  summary: 'Returns the first elements of a list, or the first one, and takes them out.',
  complexity: 'O(N), N being the number of elements returned.',
  syntax: 'key [count:integer^6.2.0]',
  arity: -2,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'delete')],
  history: [['6.2.0', 'Added the `count` argument.']],
  handler: (context) => pop(context, 'head'),
});

export const rpop: CommandSpec = command({
  ...lpop,
  name: 'RPOP',
  summary: 'Returns the last elements of a list, or the last one, and takes them out.',
  handler: (context) => pop(context, 'tail'),
});

export const lmpop = command({
  name: 'LMPOP',
  group: 'list',
  since: '7.0.0',
  summary: 'Returns elements of the first of several lists that there is, and takes them out.',
  complexity: 'O(N+M), N being the number of keys and M that of elements returned.',
  syntax: 'numkeys:integer key... where=<LEFT | RIGHT> [COUNT count:integer]',
  arity: -4,
  flags: ['write'],
  keys: [keysCounted(1, 1, 'RW', 'access', 'delete')],
  handler(context) {
    const { args, reply } = context;
    const request = readMultiPop(args);
    if (!popFirst(context, request)) reply.nullArray();
  },
});

function pop(context: Context, end: End): void {
  const { args, db, reply } = context;
  if (args.count > 3) throw wrongArity(context.commandName);
  const key = args.key();
  const count = args.remaining === 0 ? -1 : args.integerWithin(0, Infinity, NOT_POSITIVE);
  const list = db.lookupWrite(key, ListValue);
  if (list === undefined) {
    if (count < 0) reply.null();
    else reply.nullArray();
  } else if (count < 0) popElement(context, key, list, end);
  else if (count === 0) reply.array(0);
  else popElements(context, key, list, end, count);
}

/** Replies with the element at an end of a list, which is not empty, and takes it out. */
export function popElement({ db, reply }: Context, key: Key, list: ListView, end: End): void {
  readFrom(list, end, text);
  reply.bulk(text.bytes, text.at, text.length);
  cutFrom(list, end, 1);
  list.settle();
  db.changedCollection(key, list, popEvent(end));
}

/** Replies with an array of up to `count` elements from an end of a list, and takes them out. Answers how many. */
export function popElements({ db, reply }: Context, key: Key, list: ListView, end: End, count: number): number {
  const { size } = list;
  const popped = Math.min(count, size);
  if (end === 'head') replyElements(reply, list, 0, popped - 1);
  else replyElementsBackwards(reply, list, size - popped, size - 1);
  cutFrom(list, end, popped);
  list.settle();
  db.changedCollection(key, list, popEvent(end), popped);
  return popped;
}

/** What LMPOP and BLMPOP ask for: up to `count` elements of the first list among the keys. Reused. */
export interface MultiPop {
  /** The keys are arguments [first, first + keys). */
  first: number;
  keys: number;
  end: End;
  count: number;
}

const multiPop: MultiPop = { first: 0, keys: 0, end: 'head', count: 1 };

/** Reads `numkeys key [key ...] LEFT|RIGHT [COUNT count]`, which must be all that is left. */
export function readMultiPop(args: Args): MultiPop {
  const keys = args.integerWithin(1, Infinity, NUMKEYS_NOT_POSITIVE);
  const first = args.count - args.remaining;
  if (keys >= args.remaining) throw SYNTAX;
  args.seek(first + keys);
  const end = readEnd(args);
  let count = -1;
  while (args.remaining > 0) {
    if (count !== -1 || args.remaining < 2 || !args.take(COUNT)) throw SYNTAX;
    count = args.integerWithin(1, Infinity, COUNT_NOT_POSITIVE);
  }
  multiPop.first = first;
  multiPop.keys = keys;
  multiPop.end = end;
  multiPop.count = Math.max(1, count);
  return multiPop;
}

/**
 * Pops from the first list among the keys, replies with its key and the elements, and lets LPOP or RPOP be propagated.
 * Answers false where there is none. Throws WRONG_TYPE.
 */
export function popFirst(context: Context, { first, keys, end, count }: MultiPop): boolean {
  const { args, db, reply } = context;
  for (let i = first; i < first + keys; i++) {
    const key = args.keyAt(i);
    const list = db.lookupWrite(key, ListValue);
    if (list === undefined) continue;
    reply.array(2);
    reply.bulk(key.bytes, key.at, key.length);
    const popped = popElements(context, key, list, end, count);
    if (context.keyspace.changes.observed) context.propagateAs(end === 'head' ? 'LPOP' : 'RPOP', key, popped);
    return true;
  }
  return false;
}
