import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keysFrom } from '../../execution/key-specs.ts';

const declaration = {
  group: 'generic',
  syntax: 'key...',
  arity: -2,
  categories: ['keyspace'],
  keys: [keysFrom(1, -1, 1, 'RM', 'delete')],
  hints: ['request_policy:multi_shard', 'response_policy:agg_sum'],
} as const;

export const del = command({
  ...declaration,
  name: 'DEL',
  since: '1.0.0',
  summary: 'Removes keys and their values.',
  complexity: 'O(N) in the number of keys; for a collection, O(M) in the number of its elements.',
  flags: ['write'],
  handler: (context) => deleteKeys(context, context.keyspace.lazyFree.options.userDel),
});

export const unlink = command({
  ...declaration,
  name: 'UNLINK',
  since: '4.0.0',
  summary: 'Removes keys; large values are given back behind the scenes.',
  complexity: 'O(1) for each key, whatever it holds.',
  flags: ['write', 'fast'],
  handler: (context) => deleteKeys(context, true),
});

function deleteKeys({ args, db, reply }: Context, isLazy: boolean): void {
  let deleted = 0;
  while (args.remaining > 0) {
    const key = args.key();
    if (!db.deleteLiving(key, isLazy)) continue;
    db.changed(key, 'del');
    deleted++;
  }
  reply.integer(deleted);
}
