import { SetValue } from '../../datatypes/set-value.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';

export const sadd = command({
  name: 'SADD',
  group: 'set',
  since: '1.0.0',
  summary: 'Adds members to a set, which begins empty.',
  complexity: 'O(1) for each member.',
  syntax: 'key member...',
  arity: -3,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keyAt(1, 'RW', 'insert')],
  history: [['2.4.0', 'Takes several members.']],
  handler({ args, db, reply }) {
    const key = args.key();
    const set = db.lookupOrCreate(key, SetValue);
    const members = args.remaining;
    const first = args.next();
    if (set.size === 0) set.begin(args.bytes, args.at(first), args.length(first), members);
    else set.expect(members);
    let added = 0;
    for (let i = first; i < first + members; i++) if (set.add(args.bytes, args.at(i), args.length(i))) added++;
    if (added > 0) db.changed(key, 'sadd', added);
    reply.integer(added);
  },
});

export const srem = command({
  name: 'SREM',
  group: 'set',
  since: '1.0.0',
  summary: 'Removes members from a set. A set without members is deleted.',
  complexity: 'O(N), N being the number of members given.',
  syntax: 'key member...',
  arity: -3,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'delete')],
  history: [['2.4.0', 'Takes several members.']],
  handler({ args, db, reply }) {
    const key = args.key();
    const set = db.lookupWrite(key, SetValue);
    let removed = 0;
    while (set !== undefined && args.remaining > 0 && set.size > 0) {
      const member = args.next();
      if (set.remove(args.bytes, args.at(member), args.length(member))) removed++;
    }
    if (set !== undefined && removed > 0) db.changedCollection(key, set, 'srem', removed);
    reply.integer(removed);
  },
});
