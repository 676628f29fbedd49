import type { Args } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Database } from '../../keyspace/database.ts';
import { Key } from '../../structures/key.ts';
import { KeyPattern } from './key-pattern.ts';

const pattern = new KeyPattern();
const key = new Key();

export const keys = command({
  name: 'KEYS',
  group: 'generic',
  since: '1.0.0',
  summary: 'Lists all keys that match a pattern.',
  complexity: 'O(N) in the number of keys in the database, for keys and patterns of limited length.',
  syntax: 'pattern:pattern',
  arity: 2,
  flags: ['readonly'],
  categories: ['keyspace', 'dangerous'],
  hints: ['request_policy:all_shards', 'nondeterministic_output_order'],
  handler({ args, db, reply }) {
    const found = matching(args, db);
    reply.array(found.length);
    for (const address of found) {
      db.entries.readKeyBytes(address, key);
      reply.bulk(key.bytes, key.at, key.length);
    }
  },
});

function matching(args: Args, db: Database): number[] {
  pattern.set(args, args.next());
  const { entries } = db;
  const found: number[] = [];
  entries.dict.drain(0, Infinity, (address) => {
    if (pattern.matches(entries.readKeyBytes(address, key)) && !db.isDueAt(address)) found.push(address);
  });
  return found;
}
