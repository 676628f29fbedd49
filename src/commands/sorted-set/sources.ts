import { anotherSet } from '../../datatypes/set-value.ts';
import type { SetView } from '../../datatypes/set-value.ts';
import type { CollectionType } from '../../datatypes/value.ts';
import { TYPE_SET, TYPE_ZSET } from '../../datatypes/value.ts';
import type { ZSetView } from '../../datatypes/zset-value.ts';
import { anotherZSet } from '../../datatypes/zset-value.ts';
import type { Context } from '../../execution/context.ts';
import type { Bytes } from '../../memory/bytes.ts';
import { noInputKeys, SYNTAX, WRONG_TYPE } from '../../resp/reply-errors.ts';

/** A member's bytes, for as long as nothing else is looked at. */
export interface MemberRange {
  readonly bytes: Bytes;
  readonly at: number;
  readonly length: number;
}

/** One of the inputs of ZUNION and its kin: a sorted set, a set, whose members have the score 1, or nothing. */
export class Source {
  weight = 1;
  /** The score of the member that `find` found. */
  score = 0;
  private readonly zset: CollectionType<ZSetView> = anotherZSet();
  private readonly set: CollectionType<SetView> = anotherSet();
  private type = 0;

  /** Takes the value of the next argument's key. Throws WRONG_TYPE. */
  read({ args, db }: Context): this {
    const key = args.key();
    const address = db.findRead(key);
    this.weight = 1;
    this.type = address === 0 ? 0 : db.entries.typeOf(address);
    if (address === 0) return this;
    if (this.type === TYPE_ZSET) this.zset.view.bind(db.entries, address, key.hash);
    else if (this.type === TYPE_SET) this.set.view.bind(db.entries, address, key.hash);
    else throw WRONG_TYPE;
    return this;
  }

  get size(): number {
    if (this.type === TYPE_ZSET) return this.zset.view.size;
    return this.type === TYPE_SET ? this.set.view.size : 0;
  }

  /** Looks a member up; its score is in `score` then. */
  find({ bytes, at, length }: MemberRange): boolean {
    if (this.type === TYPE_ZSET) {
      if (!this.zset.view.find(bytes, at, length)) return false;
      this.score = this.zset.view.score;
      return true;
    }
    this.score = 1;
    return this.type === TYPE_SET && this.set.view.has(bytes, at, length);
  }

  forEach(visit: (member: MemberRange, score: number) => void): void {
    if (this.type === TYPE_ZSET) this.zset.view.forEach(visit);
    else if (this.type === TYPE_SET) {
      this.set.view.forEach((member) => {
        visit(member, 1);
      });
    }
  }
}

/** As many as one command has ever read at a time. */
const pool: Source[] = [];

/**
 * Reads `numkeys key [key ...]`. Throws the errors of a number that is wrong, and WRONG_TYPE.
 */
export function readSources(context: Context): Source[] {
  const { args, commandName } = context;
  const count = args.integer();
  if (count < 1) throw noInputKeys(commandName);
  if (count > args.remaining) throw SYNTAX;
  while (pool.length < count) pool.push(new Source());
  return pool.slice(0, count).map((source) => source.read(context));
}

/** The smallest first; those of one size stay in order. */
export function bySize(sources: readonly Source[]): Source[] {
  return [...sources].sort((a, b) => a.size - b.size);
}
