import { anotherSet, SetValue } from '../../datatypes/set-value.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';

const Destination = anotherSet();

export const smove = command({
  name: 'SMOVE',
  group: 'set',
  since: '1.0.0',
  summary: 'Moves a member from one set to another.',
  complexity: 'O(1)',
  syntax: 'source:key destination:key member',
  arity: 4,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'access', 'delete'), keyAt(2, 'RW', 'insert')],
  handler({ args, db, reply }) {
    const from = args.key();
    const to = args.key();
    const member = args.next();
    const { bytes } = args;
    const at = args.at(member);
    const length = args.length(member);
    const sourceAt = db.findWrite(from);
    // Looked up without a source, too: its time may have come. What it holds does not matter then.
    const destinationAt = db.findWrite(to);
    const source = db.viewFound(sourceAt, from, SetValue);
    const destination = source === undefined ? undefined : db.viewFound(destinationAt, to, Destination);
    if (source === undefined || source.address === destination?.address) {
      reply.integer(source?.has(bytes, at, length) === true ? 1 : 0);
      return;
    }
    if (!source.remove(bytes, at, length)) {
      reply.integer(0);
      return;
    }
    db.changedCollection(from, source, 'srem');
    const target = destination ?? db.lookupOrCreate(to, Destination);
    if (target.size === 0) target.begin(bytes, at, length, 1);
    if (target.add(bytes, at, length)) db.changed(to, 'sadd');
    reply.integer(1);
  },
});
