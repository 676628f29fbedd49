import { HashValue, NO_EXPIRY, NO_FIELD } from '../../datatypes/hash-value.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { readFieldList } from './field-list.ts';
import type { TimeForm } from './times.ts';

const FIELDS = 2;
const SYNTAX = 'key FIELDS fields=<numfields:integer field...>';
const CHANGES_WITH_TIME = ['nondeterministic_output'];

export const httl = timeCommand(
  { name: 'HTTL', summary: 'Tells after how many seconds fields of a hash expire.', hints: CHANGES_WITH_TIME },
  { unitMs: 1000, relative: true },
);

export const hpttl = timeCommand(
  { name: 'HPTTL', summary: 'Tells after how many milliseconds fields of a hash expire.', hints: CHANGES_WITH_TIME },
  { unitMs: 1, relative: true },
);

export const hexpiretime = timeCommand(
  { name: 'HEXPIRETIME', summary: 'Tells at which Unix time, in seconds, fields of a hash expire.' },
  { unitMs: 1000, relative: false },
);

export const hpexpiretime = timeCommand(
  { name: 'HPEXPIRETIME', summary: 'Tells at which Unix time, in milliseconds, fields of a hash expire.' },
  { unitMs: 1, relative: false },
);

function timeCommand(
  head: Pick<CommandSpec, 'name' | 'summary' | 'hints'>,
  { unitMs, relative }: TimeForm,
): CommandSpec {
  return command({
    ...head,
    group: 'hash',
    since: '7.4.0',
    complexity: 'O(N) for N fields.',
    syntax: SYNTAX,
    arity: -5,
    flags: ['readonly', 'fast'],
    keys: [keyAt(1, 'RO', 'access')],
    handler({ args, db, keyspace, reply }) {
      const hash = db.lookupRead(args.key(), HashValue);
      const first = readFieldList(args, FIELDS);
      const baseMs = relative ? keyspace.nowMs : 0;
      reply.array(args.count - first);
      for (let i = first; i < args.count; i++) {
        const expiry = hash === undefined ? NO_FIELD : hash.seek(args.bytes, args.at(i), args.length(i));
        if (expiry < 0) reply.integer(expiry);
        else if (expiry < keyspace.nowMs) reply.integer(NO_FIELD);
        else reply.integer(Math.ceil((expiry - baseMs) / unitMs));
      }
    },
  });
}

const PERSISTED = 1;

export const hpersist = command({
  name: 'HPERSIST',
  group: 'hash',
  since: '7.4.0',
  summary: 'Takes the expiry of fields of a hash away.',
  complexity: 'O(N) for N fields.',
  syntax: SYNTAX,
  arity: -5,
  flags: ['write', 'fast'],
  keys: [keyAt(1, 'RW', 'update')],
  handler({ args, db, reply }) {
    const key = args.key();
    const hash = db.lookupWrite(key, HashValue);
    const first = readFieldList(args, FIELDS);
    let persisted = 0;
    reply.array(args.count - first);
    for (let i = first; i < args.count; i++) {
      const expiry = hash === undefined ? NO_FIELD : hash.seek(args.bytes, args.at(i), args.length(i));
      if (hash === undefined || expiry === NO_FIELD || hash.isDue(expiry)) reply.integer(NO_FIELD);
      else if (expiry === NO_EXPIRY) reply.integer(NO_EXPIRY);
      else {
        hash.persist();
        persisted++;
        reply.integer(PERSISTED);
      }
    }
    if (persisted > 0) db.changed(key, 'hpersist');
  },
});
