import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt, keysFrom } from '../../execution/key-specs.ts';
import { TYPE_MASK } from '../../datatypes/entry-layout.ts';
import { TYPE_NAMES } from '../../datatypes/value.ts';

const countsKeys = {
  group: 'generic',
  syntax: 'key...',
  arity: -2,
  flags: ['readonly', 'fast'],
  categories: ['keyspace'],
  keys: [keysFrom(1, -1, 1, 'RO')],
  hints: ['request_policy:multi_shard', 'response_policy:agg_sum'],
} as const;

export const exists = command({
  ...countsKeys,
  name: 'EXISTS',
  since: '1.0.0',
  summary: 'Counts those of the given keys that exist; a key named twice counts twice.',
  complexity: 'O(N) in the number of keys.',
  history: [['3.0.3', 'Takes several `key` arguments.']],
  handler({ args, db, reply }: Context) {
    let count = 0;
    while (args.remaining > 0) if (db.findUntouched(args.key()) !== 0) count++;
    reply.integer(count);
  },
});

export const touch = command({
  ...countsKeys,
  name: 'TOUCH',
  since: '3.2.1',
  summary: 'Marks keys as just used, and counts those that exist.',
  complexity: 'O(N) in the number of keys.',
  handler({ args, db, keyspace, reply }: Context) {
    let count = 0;
    while (args.remaining > 0) {
      const address = db.findRead(args.key());
      if (address === 0) continue;
      count++;
      if (!keyspace.touches) keyspace.noteAccess(db.entries, address);
    }
    reply.integer(count);
  },
});

export const type = command({
  name: 'TYPE',
  group: 'generic',
  since: '1.0.0',
  summary: 'Tells which type of value a key holds.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['readonly', 'fast'],
  categories: ['keyspace'],
  keys: [keyAt(1, 'RO')],
  handler({ args, db, reply }) {
    const address = db.findUntouched(args.key());
    reply.simple(address === 0 ? 'none' : TYPE_NAMES[db.entries.form(address) & TYPE_MASK]);
  },
});

export const randomKey = command({
  name: 'RANDOMKEY',
  group: 'generic',
  since: '1.0.0',
  summary: 'Picks a key at random.',
  complexity: 'O(1)',
  arity: 1,
  flags: ['readonly'],
  categories: ['keyspace'],
  hints: ['request_policy:all_shards', 'response_policy:special', 'nondeterministic_output'],
  handler({ db, reply }) {
    const key = db.randomKey();
    if (key === undefined) reply.null();
    else reply.bulk(key.bytes, key.at, key.length);
  },
});
