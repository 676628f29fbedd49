import type { ListView } from '../../datatypes/list-value.ts';
import { ListValue } from '../../datatypes/list-value.ts';
import type { Args } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { Key } from '../../structures/key.ts';
import type { End } from './ends.ts';
import { pushEvent } from './ends.ts';

const COMPLEXITY = 'O(1) for each element.';

export const lpush = command({
  name: 'LPUSH',
  group: 'list',
  since: '1.0.0',
  summary: 'Adds elements at the head of a list, one after the other; without a list a new one begins.',
  complexity: COMPLEXITY,
  syntax: 'key element...',
  arity: -3,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'insert')],
  history: [['2.4.0', 'Takes several elements.']],
  handler: (context) => push(context, 'head'),
});

export const rpush: CommandSpec = command({
  ...lpush,
  name: 'RPUSH',
  summary: 'Adds elements at the tail of a list; without a list a new one begins.',
  handler: (context) => push(context, 'tail'),
});

export const lpushx: CommandSpec = command({
  ...lpush,
  name: 'LPUSHX',
  since: '2.2.0',
  summary: 'Adds elements at the head of a list if there is one.',
  history: [['4.0.0', 'Takes several elements.']],
  handler: (context) => pushToExisting(context, 'head'),
});

export const rpushx: CommandSpec = command({
  ...lpushx,
  name: 'RPUSHX',
  summary: 'Adds elements at the tail of a list if there is one.',
  handler: (context) => pushToExisting(context, 'tail'),
});

function push(context: Context, end: End): void {
  const { args, db } = context;
  const key = args.key();
  addElements(context, key, db.lookupOrCreate(key, ListValue), end);
}

function pushToExisting(context: Context, end: End): void {
  const { args, db, reply } = context;
  const key = args.key();
  const list = db.lookupWrite(key, ListValue);
  if (list === undefined) reply.integer(0);
  else addElements(context, key, list, end);
}

/** Adds all arguments that are left. */
function addElements({ args, db, reply }: Context, key: Key, list: ListView, end: End): void {
  const { bytes, count, remaining } = args;
  const first = count - remaining;
  if (list.isPacked) list.prepare(bytesOf(args, first), remaining);
  for (let i = first; i < count; i++) {
    if (end === 'head') list.addHead(bytes, args.at(i), args.length(i));
    else list.addTail(bytes, args.at(i), args.length(i));
  }
  db.changed(key, pushEvent(end), remaining);
  reply.integer(list.size);
}

function bytesOf(args: Args, first: number): number {
  let total = 0;
  for (let i = first; i < args.count; i++) total += args.length(i);
  return total;
}
