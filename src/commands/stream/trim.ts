import { StreamValue } from '../../datatypes/stream-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { SYNTAX } from '../../resp/reply-errors.ts';
import { argumentsOf } from './propagation.ts';
import { TrimOptions } from './trim-options.ts';

const trimming = new TrimOptions();

export const xtrim: CommandSpec = command({
  name: 'XTRIM',
  group: 'stream',
  since: '5.0.0',
  summary: 'Takes the oldest entries from a stream: all but so many, or those before an ID.',
  complexity: 'O(N) for the N entries that are taken; whole nodes of them go at once.',
  syntax:
    "key trim=<strategy=<MAXLEN | MINID^6.2.0> operator=[equal='=' | approximately='~'] threshold [LIMIT count:integer^6.2.0]> references=[KEEPREF | DELREF | ACKED]^8.2.0",
  arity: -4,
  flags: ['write'],
  keys: [keyAt(1, 'RW', 'delete')],
  hints: ['nondeterministic_output'],
  history: [
    ['6.2.0', '`MINID` and `LIMIT` were added.'],
    ['8.2.0', '`KEEPREF`, `DELREF` and `ACKED` were added.'],
  ],
  handler(context) {
    const { args, db, keyspace, reply } = context;
    const key = args.key();
    trimming.clear();
    while (args.remaining > 0) if (!trimming.take(args)) throw SYNTAX;
    trimming.finish(keyspace.packing, true);
    const view = db.lookupWrite(key, StreamValue);
    const trimmed = view === undefined ? 0 : view.trim(trimming);
    reply.integer(trimmed);
    if (view === undefined || trimmed === 0) return;
    db.changed(key, 'xtrim', trimmed);
    if (!trimming.approximate || !keyspace.changes.observed) return;
    const [, ...rewritten] = argumentsOf(context);
    trimming.replaceThreshold(rewritten, view.stream);
    context.propagateAs('XTRIM', ...rewritten);
  },
});
