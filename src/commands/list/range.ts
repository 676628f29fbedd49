import { ListValue } from '../../datatypes/list-value.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { ElementText } from '../../structures/listpack.ts';
import { replyElements } from './elements.ts';

const text = new ElementText();

export const llen = command({
  name: 'LLEN',
  group: 'list',
  since: '1.0.0',
  summary: 'Returns the number of elements of a list.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO')],
  handler({ args, db, reply }) {
    reply.integer(db.lookupRead(args.key(), ListValue)?.size ?? 0);
  },
});

export const lindex = command({
  name: 'LINDEX',
  group: 'list',
  since: '1.0.0',
  summary: 'Returns the element of an index, which counts from the tail where it is negative.',
  complexity: 'O(N), N being the number of elements on the way from the nearer end; far fewer steps in a long list.',
  syntax: 'key index:integer',
  arity: 3,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  handler({ args, db, reply }) {
    const list = db.lookupRead(args.key(), ListValue);
    if (list !== undefined && list.readAt(args.integer(), text)) reply.bulk(text.bytes, text.at, text.length);
    else reply.null();
  },
});

export const lrange = command({
  name: 'LRANGE',
  group: 'list',
  since: '1.0.0',
  summary: 'Returns the elements between two indexes, both included.',
  complexity: 'O(S+N), S being the way to the first element from the nearer end and N the number of elements returned.',
  syntax: 'key start:integer stop:integer',
  arity: 4,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  handler({ args, db, reply }) {
    const key = args.key();
    const start = args.integer();
    const stop = args.integer();
    const list = db.lookupRead(key, ListValue);
    const size = list?.size ?? 0;
    const first = fromStart(start, size);
    const last = Math.min(size - 1, stop < 0 ? size + stop : stop);
    if (list === undefined || first > last) reply.array(0);
    else replyElements(reply, list, first, last);
  },
});

export const ltrim = command({
  name: 'LTRIM',
  group: 'list',
  since: '1.0.0',
  summary: 'Takes all elements out of a list but those between two indexes.',
  complexity: 'O(N), N being the number of elements taken out.',
  syntax: 'key start:integer stop:integer',
  arity: 4,
  flags: ['write'],
  keys: [keyAt(1, 'RW', 'delete')],
  handler({ args, db, reply }) {
    const key = args.key();
    const start = args.integer();
    const stop = args.integer();
    const list = db.lookupWrite(key, ListValue);
    if (list !== undefined) {
      const { size } = list;
      list.trim(fromStart(start, size), Math.min(size - 1, stop < 0 ? size + stop : stop));
      db.changedCollection(key, list, 'ltrim', size - list.size);
    }
    reply.ok();
  },
});

function fromStart(index: number, size: number): number {
  return Math.max(0, index < 0 ? size + index : index);
}
