import { anotherList, ListValue } from '../../datatypes/list-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { Bytes, copyBytes, equalBytes } from '../../memory/bytes.ts';
import type { Key } from '../../structures/key.ts';
import { ElementText } from '../../structures/listpack.ts';
import type { End } from './ends.ts';
import { cutFrom, popEvent, pushEvent, readEnd, readFrom } from './ends.ts';

const Destination = anotherList();
const text = new ElementText();
const KEPT_BYTES = 64 * 1024;
/** The element on its way. */
const kept = Bytes.uninitialised(KEPT_BYTES);

export const lmove = command({
  name: 'LMOVE',
  group: 'list',
  since: '6.2.0',
  summary: 'Takes an element from one end of a list, adds it at one end of another, or the same, and returns it.',
  complexity: 'O(1)',
  syntax: 'source:key destination:key wherefrom=<LEFT | RIGHT> whereto=<LEFT | RIGHT>',
  arity: 5,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'RW', 'access', 'delete'), keyAt(2, 'RW', 'insert')],
  handler(context) {
    const { args, reply } = context;
    const source = args.key();
    const destination = args.key();
    const from = readEnd(args);
    const to = readEnd(args);
    if (!moveElement(context, source, destination, from, to)) reply.null();
  },
});

export const rpoplpush: CommandSpec = command({
  name: 'RPOPLPUSH',
  group: 'list',
  since: '1.2.0',
  summary: 'Takes the last element of a list, adds it at the head of another, or the same, and returns it.',
  complexity: 'O(1)',
  syntax: 'source:key destination:key',
  arity: 3,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'RW', 'access', 'delete'), keyAt(2, 'RW', 'insert')],
  deprecated: { since: '6.2.0', replacedBy: '`LMOVE` with the `RIGHT` and `LEFT` arguments' },
  handler(context) {
    const { args, reply } = context;
    if (!moveElement(context, args.key(), args.key(), 'tail', 'head')) reply.null();
  },
});

/**
 * Moves an element from one list to another and replies with it. Answers false, without a reply, where there is no
 * source. Throws WRONG_TYPE.
 */
export function moveElement(context: Context, source: Key, destination: Key, from: End, to: End): boolean {
  const { db, reply } = context;
  const list = db.lookupWrite(source, ListValue);
  if (list === undefined) return false;
  const isSame = sameKey(source, destination);
  if (isSame) db.countAgain(source);
  const found = isSame ? list : db.lookupWrite(destination, Destination);
  readFrom(list, from, text);
  const { length } = text;
  // Redis does not count the bytes of integers out of a quicklist.
  const counted = !list.isPacked && text.isInteger ? 0 : length;
  const bytes = length <= KEPT_BYTES ? kept : Bytes.uninitialised(length);
  copyBytes(text.bytes, text.at, bytes, 0, length);
  cutFrom(list, from, 1);
  const target = found ?? db.create(destination, Destination);
  target.prepare(counted, 1);
  if (to === 'head') target.addHead(bytes, 0, length);
  else target.addTail(bytes, 0, length);
  db.changed(destination, pushEvent(to), 0);
  list.settle();
  db.changedCollection(source, list, popEvent(from));
  reply.bulk(bytes, 0, length);
  return true;
}

function sameKey(a: Key, b: Key): boolean {
  return a.hash === b.hash && a.length === b.length && equalBytes(a.bytes, a.at, b.bytes, b.at, a.length);
}
