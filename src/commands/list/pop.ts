import type { ListView } from '../../datatypes/list-value.ts';
import { ListValue } from '../../datatypes/list-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt, keysCounted } from '../../execution/key-specs.ts';
import type { Poppable } from '../../execution/multi-pop.ts';
import { multiPop } from '../../execution/multi-pop.ts';
import { NOT_POSITIVE, wrongArity } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { ElementText } from '../../structures/listpack.ts';
import { replyElements, replyElementsBackwards } from './elements.ts';
import type { End } from './ends.ts';
import { cutFrom, popEvent, readEnd, readFrom } from './ends.ts';

const text = new ElementText();

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
  handler: (context) => multiPop(context, lists, false),
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
function popElement({ db, reply }: Context, key: Key, list: ListView, end: End): void {
  readFrom(list, end, text);
  reply.bulk(text.bytes, text.at, text.length);
  cutFrom(list, end, 1);
  list.settle();
  db.changedCollection(key, list, popEvent(end));
}

/** Replies with an array of up to `count` elements from an end of a list, and takes them out. Answers how many. */
function popElements({ db, reply }: Context, key: Key, list: ListView, end: End, count: number): number {
  const { size } = list;
  const popped = Math.min(count, size);
  if (end === 'head') replyElements(reply, list, 0, popped - 1);
  else replyElementsBackwards(reply, list, size - popped, size - 1);
  cutFrom(list, end, popped);
  list.settle();
  db.changedCollection(key, list, popEvent(end), popped);
  return popped;
}

/** Lists, as LMPOP and the commands that wait pop from them. */
export const lists: Poppable<ListView, End> = {
  type: ListValue,
  readEnd,
  commandOf: (end) => (end === 'head' ? 'LPOP' : 'RPOP'),
  popOne(context, key, list, end) {
    replyKey(context, key);
    popElement(context, key, list, end);
  },
  popSome(context, key, list, end, count) {
    replyKey(context, key);
    return popElements(context, key, list, end, count);
  },
};

/** Begins a reply of the key and what was popped from it. */
function replyKey({ reply }: Context, key: Key): void {
  reply.array(2);
  reply.bulk(key.bytes, key.at, key.length);
}
