import type { HyperLogLogView } from '../../datatypes/hyperloglog-value.ts';
import { EMPTY_HYPERLOGLOG, HyperLogLogValue } from '../../datatypes/hyperloglog-value.ts';
import { FORM_STRING_RAW } from '../../datatypes/string-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { Database } from '../../keyspace/database.ts';
import type { Key } from '../../structures/key.ts';
import type { HyperLogLogOptions } from './options.ts';

export function pfadd(options: HyperLogLogOptions): CommandSpec {
  return command({
    name: 'PFADD',
    group: 'hyperloglog',
    since: '2.8.9',
    summary: 'Adds elements to a HyperLogLog, which begins empty.',
    complexity: 'O(1) for each element.',
    syntax: 'key [element...]',
    arity: -2,
    flags: ['write', 'denyoom', 'fast'],
    keys: [keyAt(1, 'RW', 'insert')],
    handler({ args, db, reply }) {
      const key = args.key();
      const found = db.lookupWrite(key, HyperLogLogValue);
      let changes = found === undefined ? 1 : 0;
      const value = found ?? createHyperLogLog(db, key);
      value.edit();
      while (args.remaining > 0) {
        const element = args.next();
        if (value.add(args.bytes, args.at(element), args.length(element), options.maxSparseBytes)) changes++;
      }
      if (changes > 0) {
        value.forgetCardinality();
        db.changed(key, 'pfadd', changes);
      }
      reply.integer(changes > 0 ? 1 : 0);
    },
  });
}

/** Gives a key that does not exist an empty HyperLogLog. The caller reports the change. */
export function createHyperLogLog(db: Database, key: Key): HyperLogLogView {
  db.setString(key, EMPTY_HYPERLOGLOG, 0, EMPTY_HYPERLOGLOG.length, FORM_STRING_RAW);
  const { view } = HyperLogLogValue;
  // Not through a door: making the key was its one access.
  view.bind(db.entries, db.entries.find(key), key.hash);
  return view;
}
