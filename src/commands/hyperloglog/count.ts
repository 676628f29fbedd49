import { countRegisters, HyperLogLogValue } from '../../datatypes/hyperloglog-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt, keysFrom } from '../../execution/key-specs.ts';
import type { Key } from '../../structures/key.ts';
import type { SpreadRegisters } from '../../structures/hyperloglog-dense.ts';
import { createHyperLogLog } from './add.ts';
import type { HyperLogLogOptions } from './options.ts';

export function pfcount(registers: SpreadRegisters): CommandSpec {
  return command({
    name: 'PFCOUNT',
    group: 'hyperloglog',
    since: '2.8.9',
    summary: 'Estimates how many different elements one HyperLogLog, or several together, have seen.',
    complexity: 'O(N), N being the number of keys; O(1) for one key whose number is remembered.',
    syntax: 'key...',
    arity: -2,
    flags: ['readonly', 'may_replicate'],
    keys: [
      {
        ...keysFrom(1, -1, 1, 'RW', 'access'),
        notes: 'RW because it may remember the number in the value, and replicas then do the same',
      },
    ],
    handler(context) {
      const { args, reply } = context;
      if (args.remaining === 1) {
        reply.integer(countOne(context, args.key()));
        return;
      }
      mergeRemaining(context, registers);
      reply.integer(countRegisters(registers));
    },
  });
}

/** The number remembered with the value, or the right one, which it then remembers. */
function countOne({ db }: Context, key: Key): number | bigint {
  const value = db.lookupUpdate(key, HyperLogLogValue);
  if (value === undefined) return 0;
  if (value.isCounted) return value.cachedCardinality;
  value.edit();
  if (value.isCounted) return value.cachedCardinality;
  const cardinality = value.count();
  db.changed(key, NO_EVENT);
  return cardinality;
}

/** WATCH and replicas learn of the number, subscribers do not. */
const NO_EVENT = '';

/** Reads the keys that remain into the registers; answers whether one of them is dense. */
function mergeRemaining({ args, db }: Context, registers: SpreadRegisters): boolean {
  let someDense = false;
  registers.clear();
  while (args.remaining > 0) {
    const value = db.lookupRead(args.key(), HyperLogLogValue);
    if (value === undefined) continue;
    if (!value.isSparse) someDense = true;
    value.mergeInto(registers);
  }
  return someDense;
}

export function pfmerge(options: HyperLogLogOptions, registers: SpreadRegisters): CommandSpec {
  return command({
    name: 'PFMERGE',
    group: 'hyperloglog',
    since: '2.8.9',
    summary: 'Merges HyperLogLogs into one: as if it had seen the elements of all.',
    complexity: 'O(N), N being the number of keys.',
    syntax: 'destkey:key [sourcekey:key...]',
    arity: -2,
    flags: ['write', 'denyoom'],
    keys: [keyAt(1, 'RW', 'access', 'insert'), keysFrom(2, -1, 1, 'RO', 'access')],
    handler(context) {
      const { args, db, reply } = context;
      // The destination is one of those merged.
      const someDense = mergeRemaining(context, registers);
      const key = args.keyAt(1);
      const value = db.lookupWrite(key, HyperLogLogValue) ?? createHyperLogLog(db, key);
      value.edit();
      if (someDense) value.toDense();
      value.take(registers, options.maxSparseBytes);
      db.changed(key, 'pfadd');
      reply.ok();
    },
  });
}
