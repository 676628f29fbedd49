import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context, PropagatedArgument } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { Database } from '../../keyspace/database.ts';
import { GT_WITH_LT, invalidExpire, NX_WITH_OTHER_CONDITION, unsupportedOption } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';
import { INT64_MAX, INT64_MIN } from '../../util/numbers.ts';

const NX = 1;
const XX = 2;
const GT = 4;
const LT = 8;

const CONDITIONS = [
  { word: keyword('NX'), flag: NX },
  { word: keyword('XX'), flag: XX },
  { word: keyword('GT'), flag: GT },
  { word: keyword('LT'), flag: LT },
] as const;

/** The argument that holds the time, and the first behind it. */
const TIME = 2;
const OPTIONS = 3;

export const expire = expireCommand(
  { name: 'EXPIRE', since: '1.0.0', syntax: 'key seconds:integer [NX | XX | GT | LT]^7.0.0' },
  { summary: 'Lets a key expire after a number of seconds.', unitMs: 1000, relative: true },
);

export const pexpire = expireCommand(
  { name: 'PEXPIRE', since: '2.6.0', syntax: 'key milliseconds:integer [NX | XX | GT | LT]^7.0.0' },
  { summary: 'Lets a key expire after a number of milliseconds.', unitMs: 1, relative: true },
);

export const expireAt = expireCommand(
  { name: 'EXPIREAT', since: '1.2.0', syntax: 'key unix-time-seconds:unix-time [NX | XX | GT | LT]^7.0.0' },
  { summary: 'Lets a key expire at a Unix time in seconds.', unitMs: 1000, relative: false },
);

export const pexpireAt = expireCommand(
  { name: 'PEXPIREAT', since: '2.6.0', syntax: 'key unix-time-milliseconds:unix-time [NX | XX | GT | LT]^7.0.0' },
  { summary: 'Lets a key expire at a Unix time in milliseconds.', unitMs: 1, relative: false },
);

interface Rule {
  readonly summary: string;
  readonly unitMs: 1 | 1000;
  readonly relative: boolean;
}

function expireCommand(
  head: Pick<CommandSpec, 'name' | 'since' | 'syntax'>,
  { summary, unitMs, relative }: Rule,
): CommandSpec {
  return command({
    ...head,
    summary,
    group: 'generic',
    complexity: 'O(1)',
    arity: -3,
    flags: ['write', 'fast'],
    categories: ['keyspace'],
    keys: [keyAt(1, 'RW', 'update')],
    history: [['7.0.0', 'Takes the conditions `NX`, `XX`, `GT` and `LT`.']],
    handler(context) {
      const { args, db, keyspace } = context;
      const key = args.key();
      const condition = conditionOf(args);
      args.seek(TIME);
      const when = absoluteTime(args.int64(), unitMs, relative ? keyspace.nowMs : 0, context.commandName);
      const address = db.findWrite(key);
      if (address === 0 || (condition !== 0 && !isMet(condition, when, db, address))) context.reply.integer(0);
      else if (when <= keyspace.nowMs) deleteNow(context, key);
      else expireLater(context, key, address, when);
    },
  });
}

/** Also during a pause, in which nothing expires. */
function deleteNow({ db, keyspace, propagateAs, reply }: Context, key: Key): void {
  db.delete(key, keyspace.lazyFree.options.expire);
  db.changed(key, 'del');
  if (keyspace.changes.observed) propagateAs(keyspace.lazyFree.options.expire ? 'UNLINK' : 'DEL', key);
  reply.integer(1);
}

function expireLater(context: Context, key: Key, address: number, when: number | bigint): void {
  const { db, keyspace, reply } = context;
  db.entries.setExpiry(address, key.hash, when);
  db.changed(key, 'expire');
  if (keyspace.changes.observed) propagate(context, key, when);
  reply.integer(1);
}

function propagate({ args, propagateAs }: Context, key: Key, when: number | bigint): void {
  const options: PropagatedArgument[] = [];
  for (let i = OPTIONS; i < args.count; i++) options.push(args.latin1At(i));
  propagateAs('PEXPIREAT', key, when, ...options);
}

/** NX, XX, GT and LT, in any order and number. */
function conditionOf(args: Args): number {
  let condition = 0;
  for (let i = OPTIONS; i < args.count; i++) condition |= conditionAt(args, i);
  if ((condition & NX) !== 0 && condition !== NX) throw NX_WITH_OTHER_CONDITION;
  if ((condition & GT) !== 0 && (condition & LT) !== 0) throw GT_WITH_LT;
  return condition;
}

function conditionAt(args: Args, index: number): number {
  for (let i = 0; i < CONDITIONS.length; i++) if (args.is(index, CONDITIONS[i].word)) return CONDITIONS[i].flag;
  throw unsupportedOption(args.latin1At(index));
}

/** Whether the new time may take the place of the present one. A key without one counts as living for ever. */
function isMet(condition: number, when: number | bigint, db: Database, address: number): boolean {
  let current: number | bigint = db.entries.expiry(address);
  if (current === -1) return (condition & (XX | GT)) === 0;
  if ((condition & NX) !== 0) return false;
  if (current > Number.MAX_SAFE_INTEGER) current = db.entries.exactExpiry(address);
  if ((condition & GT) !== 0 && when <= current) return false;
  return (condition & LT) === 0 || when < current;
}

/** The time in milliseconds since the epoch: a bigint beyond 2^53. Throws `invalidExpire` beyond 64 bits. */
function absoluteTime(time: number | bigint, unitMs: number, baseMs: number, name: string): number | bigint {
  const ms = Number(time) * unitMs + baseMs;
  if (Math.abs(ms) <= Number.MAX_SAFE_INTEGER) return ms;
  const scaled = BigInt(time) * BigInt(unitMs);
  const exact = scaled + BigInt(baseMs);
  if (scaled < INT64_MIN || scaled > INT64_MAX || exact > INT64_MAX) throw invalidExpire(name);
  return exact;
}
