import type { HashView } from '../../datatypes/hash-value.ts';
import { HashValue, NO_EXPIRY } from '../../datatypes/hash-value.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { Key } from '../../structures/key.ts';
import { argumentsFrom } from './delete.ts';
import { DELETED, EXPIRES, expireField } from './expire.ts';
import { EXPIRED, FOUND, lookQuietly, replyFound, reportExpired } from './field-access.ts';
import { readFieldList } from './field-list.ts';
import { readFieldTime, timeOptionAt } from './times.ts';

const PERSIST = keyword('PERSIST');
const OPTION = 2;
const STAYS = -1;

export const hgetex = command({
  name: 'HGETEX',
  group: 'hash',
  since: '8.0.0',
  summary: 'Returns the values of fields of a hash and sets, or takes away, their expiry.',
  complexity: 'O(N) for N fields.',
  syntax:
    'key expiration=[EX seconds:integer | PX milliseconds:integer | EXAT unix-time-seconds:unix-time ' +
    '| PXAT unix-time-milliseconds:unix-time | PERSIST] FIELDS fields=<numfields:integer field...>',
  arity: -5,
  flags: ['write', 'fast'],
  keys: [{ ...keyAt(1, 'RW', 'access', 'update'), notes: 'An update, since the expiry changes' }],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const hash = db.lookupWrite(key, HashValue);
    const form = timeOptionAt(context, OPTION);
    let lifetime: number | undefined = args.is(OPTION, PERSIST) ? STAYS : undefined;
    let fields = lifetime === STAYS ? OPTION + 1 : OPTION;
    if (form !== undefined) {
      args.seek(OPTION + 1);
      lifetime = readFieldTime(context, form);
      fields = OPTION + 2;
    }
    const first = readFieldList(args, fields);
    reply.array(args.count - first);
    if (hash !== undefined) new GetAndExpire(context, key, hash, lifetime).run(first);
    else for (let i = first; i < args.count; i++) reply.null();
  },
});

/** One HGETEX at work: `lifetime` is the new expiry, STAYS, or undefined to leave it as it is. */
class GetAndExpire {
  private readonly context: Context;
  private readonly key: Key;
  private readonly hash: HashView;
  private readonly lifetime: number | undefined;
  private hasExpired = false;
  private updated = 0;
  private deleted = 0;

  constructor(context: Context, key: Key, hash: HashView, lifetime: number | undefined) {
    this.context = context;
    this.key = key;
    this.hash = hash;
    this.lifetime = lifetime;
  }

  run(first: number): void {
    const { context, hash, key, lifetime } = this;
    const { args, reply } = context;
    if (lifetime !== undefined) hash.holdExpiries();
    for (let i = first; i < args.count; i++) {
      const found = lookQuietly(context, key, hash, i);
      if (found === FOUND) {
        replyFound(context, hash);
        if (lifetime !== undefined) this.expire(i, lifetime);
      } else reply.null();
      if (found === EXPIRED) this.hasExpired = true;
    }
    this.report();
    this.propagate(first);
  }

  private expire(index: number, lifetime: number): void {
    const { args } = this.context;
    if (lifetime !== STAYS) {
      const outcome = expireField(this.context, this.key, this.hash, index, lifetime);
      if (outcome === EXPIRES) this.updated++;
      if (outcome === DELETED) this.deleted++;
    } else if (this.hash.seek(args.bytes, args.at(index), args.length(index)) !== NO_EXPIRY) {
      this.hash.persist();
      this.updated++;
    }
  }

  private report(): void {
    const { context, hash, key } = this;
    const changes = this.updated + this.deleted;
    if (changes === 0) {
      if (this.hasExpired) reportExpired(context, key, hash);
      return;
    }
    if (this.hasExpired) context.db.changed(key, 'hexpired', 0);
    const updateEvent = this.lifetime === STAYS ? 'hpersist' : 'hexpire';
    context.db.changedCollection(key, hash, this.updated > 0 ? updateEvent : 'hdel', changes);
  }

  /** Fields that were deleted have been propagated one by one. */
  private propagate(first: number): void {
    const { context, key, lifetime, updated } = this;
    if (updated === 0) context.preventPropagation();
    if (updated === 0 || !context.keyspace.changes.observed) return;
    const fields = ['FIELDS', context.args.count - first, ...argumentsFrom(context, first)];
    if (lifetime === STAYS || lifetime === undefined) context.propagateAs('HPERSIST', key, ...fields);
    else context.propagateAs('HPEXPIREAT', key, lifetime, ...fields);
  }
}
