import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';

const NO_KEY = -2;
const NO_EXPIRY = -1;

const HISTORY = [['2.8.0', 'Answers -2 for a key that does not exist.']] as const;
const CHANGES_WITH_TIME = ['nondeterministic_output'];

export const ttl = timeCommand(
  {
    name: 'TTL',
    since: '1.0.0',
    summary: 'Tells after how many seconds a key expires.',
    hints: CHANGES_WITH_TIME,
    history: HISTORY,
  },
  { unitMs: 1000, relative: true },
);

export const pttl = timeCommand(
  {
    name: 'PTTL',
    since: '2.6.0',
    summary: 'Tells after how many milliseconds a key expires.',
    hints: CHANGES_WITH_TIME,
    history: HISTORY,
  },
  { unitMs: 1, relative: true },
);

export const expireTime = timeCommand(
  { name: 'EXPIRETIME', since: '7.0.0', summary: 'Tells at which Unix time, in seconds, a key expires.' },
  { unitMs: 1000, relative: false },
);

export const pexpireTime = timeCommand(
  { name: 'PEXPIRETIME', since: '7.0.0', summary: 'Tells at which Unix time, in milliseconds, a key expires.' },
  { unitMs: 1, relative: false },
);

export const persist = command({
  name: 'PERSIST',
  group: 'generic',
  since: '2.2.0',
  summary: 'Takes the expiry of a key away.',
  complexity: 'O(1)',
  syntax: 'key',
  arity: 2,
  flags: ['write', 'fast'],
  categories: ['keyspace'],
  keys: [keyAt(1, 'RW', 'update')],
  handler({ args, db, reply }) {
    const key = args.key();
    const persisted = db.findWrite(key) !== 0 && db.persist(key);
    if (persisted) db.changed(key, 'persist');
    reply.integer(persisted ? 1 : 0);
  },
});

function timeCommand(
  head: Pick<CommandSpec, 'name' | 'since' | 'summary' | 'hints' | 'history'>,
  { unitMs, relative }: { readonly unitMs: 1 | 1000; readonly relative: boolean },
): CommandSpec {
  return command({
    ...head,
    group: 'generic',
    complexity: 'O(1)',
    syntax: 'key',
    arity: 2,
    flags: ['readonly', 'fast'],
    categories: ['keyspace'],
    keys: [keyAt(1, 'RO', 'access')],
    handler({ args, db, keyspace, reply }) {
      const address = db.findUntouched(args.key());
      if (address === 0) {
        reply.integer(NO_KEY);
        return;
      }
      const expiry = db.entries.expiry(address);
      const baseMs = relative ? keyspace.nowMs : 0;
      if (expiry < 0) reply.integer(NO_EXPIRY);
      else if (expiry > Number.MAX_SAFE_INTEGER)
        reply.integer(exactly(db.entries.exactExpiry(address), baseMs, unitMs));
      else reply.integer(rounded(Math.max(0, expiry - baseMs), unitMs));
    },
  });
}

/** Half a second and more counts as a whole one. */
function rounded(ms: number, unitMs: number): number {
  return unitMs === 1 ? ms : Math.floor((ms + 500) / 1000);
}

function exactly(expiry: bigint, baseMs: number, unitMs: number): bigint {
  const ms = expiry - BigInt(baseMs);
  return unitMs === 1 ? ms : (ms + 500n) / 1000n;
}
