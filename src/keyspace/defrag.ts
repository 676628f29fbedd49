import type { Clock } from '../util/clock.ts';
import type { LargeCollection } from '../datatypes/collections.ts';
import type { Entries } from '../datatypes/entries.ts';
import type { Keyspace } from './keyspace.ts';

/**
 * The active defragmentation: moves entries out of sparsely filled memory, so that it goes back to the system.
 *
 * ```
 *   cron ──▶ decide: waste above the limits? ─▶ the arena plans which pages to empty (memory/compaction.ts)
 *                                                │
 *   slices of time, `running` percent of it ─────┴─▶ walk the databases: an entry in such a page moves to another
 *                                                     │
 *   walked through ─▶ the plan ends; if waste is still above the limits, decide makes the next one
 * ```
 *
 * Whoever reads while it works sees nothing of it: an entry moves between two commands, and keeps all that it is.
 */
export interface DefragOptions {
  /** `activedefrag` */
  enabled: boolean;
  /** Bytes of waste below which nothing is done. */
  ignoreBytes: number;
  /** Waste in percent of what is in use: nothing is done below `lower`, the greatest effort is made from `upper` on. */
  lowerPercent: number;
  upperPercent: number;
  /** The least and the greatest share of time, in percent. */
  cycleMin: number;
  cycleMax: number;
}

/** Entries between two looks at the clock: some 20 microseconds when all of them move. */
const ENTRIES_PER_LOOK = 64;
/** What a step through a large collection counts for: about so many of its elements are looked at. */
const OBJECT_STEP = 64;
/** After a plan that moved nothing: another is not made at once. */
const REST_US = 1_000_000;

/** A collection and the number by which its entry knew it, as long as it has one. */
interface Visited {
  readonly number: number;
  readonly collection: LargeCollection;
}

export class ActiveDefrag {
  readonly options: DefragOptions = {
    ...{ enabled: false, ignoreBytes: 100 * 1024 * 1024, lowerPercent: 10, upperPercent: 100 },
    ...{ cycleMin: 1, cycleMax: 25 },
  };
  readonly stats = { hits: 0, misses: 0 };
  /** The share of time that it takes, in percent; 0 while it does nothing. */
  running = 0;

  private readonly keyspace: Keyspace;
  private readonly clock: Clock;
  private database = 0;
  private cursor = 0;
  /** Large collections of entries that were visited, and where the first of them is to be gone on with. */
  private readonly objects: Visited[] = [];
  private objectCursor = 0;
  /** The entries being walked through: a database may get others meanwhile. */
  private walked: Entries | undefined = undefined;
  private beganUs = 0;
  private endedUs = -REST_US;
  private spentUs = 0;
  private hitsBefore = 0;

  constructor(keyspace: Keyspace, clock: Clock) {
    this.keyspace = keyspace;
    this.clock = clock;
  }

  /** Microseconds in which it was at work, with the pauses between its slices. */
  get totalUs(): number {
    return this.spentUs + this.currentUs;
  }

  /** The same since it began last; 0 while it does nothing. */
  get currentUs(): number {
    return this.running === 0 ? 0 : this.clock.monotonicUs() - this.beganUs;
  }

  /** Begins where there is much waste, and adapts the effort. Answers whether there is work to do. */
  decide(): boolean {
    if (!this.options.enabled) {
      this.stop();
      return false;
    }
    const effort = this.effort();
    if (this.running !== 0) this.running = Math.max(this.running, effort);
    else if (effort > 0 && this.clock.monotonicUs() - this.endedUs >= REST_US) this.begin(effort);
    return this.running !== 0;
  }

  /** The limits have changed. */
  reconsider(): void {
    if (!this.options.enabled) this.stop();
    else if (this.running !== 0) this.running = Math.max(this.effort(), this.options.cycleMin);
  }

  /** Works for about so long. Answers whether there is more to do. */
  slice(us: number): boolean {
    if (this.running === 0) return false;
    const deadline = this.clock.monotonicUs() + us;
    let seen = this.seen;
    do {
      if (this.objects.length > 0) {
        this.visitObject(this.objects[0]);
      } else if (!this.visitBucket()) {
        const hasMoved = this.stats.hits > this.hitsBefore;
        this.stop();
        if (hasMoved) this.endedUs -= REST_US;
        return false;
      }
      if (this.seen - seen < ENTRIES_PER_LOOK) continue;
      seen = this.seen;
      if (this.clock.monotonicUs() >= deadline) return true;
    } while (true);
  }

  /** Gives up what is under way; all stays where it is. */
  stop(): void {
    if (this.running === 0) return;
    this.spentUs += this.currentUs;
    this.running = 0;
    this.walked = undefined;
    this.objects.length = 0;
    this.endedUs = this.clock.monotonicUs();
    this.keyspace.arena.endCompaction();
  }

  resetStats(): void {
    this.hitsBefore -= this.stats.hits;
    this.stats.hits = 0;
    this.stats.misses = 0;
    this.spentUs = 0;
    this.beganUs = this.clock.monotonicUs();
  }

  private get seen(): number {
    return this.stats.hits + this.stats.misses;
  }

  /** The share of time that the waste is worth, in percent; 0 for little waste. */
  private effort(): number {
    const { arena, large } = this.keyspace;
    const { ignoreBytes, lowerPercent, upperPercent, cycleMin, cycleMax } = this.options;
    const waste = arena.reserved - arena.used;
    const percent = (waste / Math.max(1, arena.used + large.used)) * 100;
    if (waste < ignoreBytes || percent < lowerPercent) return 0;
    const share = (percent - lowerPercent) / Math.max(1, upperPercent - lowerPercent);
    const effort = Math.round(cycleMin + share * (cycleMax - cycleMin));
    return Math.max(cycleMin, Math.min(cycleMax, effort));
  }

  private begin(effort: number): void {
    this.endedUs = this.clock.monotonicUs();
    if (this.keyspace.arena.beginCompaction() === 0) return;
    this.beganUs = this.endedUs;
    this.running = effort;
    this.hitsBefore = this.stats.hits;
    this.database = 0;
    this.cursor = 0;
    this.walked = undefined;
  }

  /** Goes on with a collection that has memory of its own, unless it was let go since. */
  private visitObject({ number, collection }: Visited): void {
    const isKept = this.keyspace.collections.of(number) === collection;
    this.objectCursor = isKept ? collection.defragment(this.objectCursor) : 0;
    this.stats.misses += OBJECT_STEP;
    if (this.objectCursor === 0) this.objects.shift();
  }

  /** Goes on by one bucket of a database's table. Answers false after the last. */
  private visitBucket(): boolean {
    const { databases } = this.keyspace;
    if (this.database === databases.length) return false;
    const { entries } = databases[this.database];
    if (this.walked !== entries) {
      this.walked = entries;
      this.cursor = 0;
    }
    this.cursor = entries.dict.scan(this.cursor, (address) => this.visit(entries, address));
    if (this.cursor === 0) {
      this.database++;
      this.walked = undefined;
    }
    return true;
  }

  private visit(entries: Entries, address: number): void {
    if (entries.isObject(address)) {
      this.objects.push({ number: entries.objectNumber(address), collection: entries.objectOf(address) });
    }
    if (!this.keyspace.arena.shouldMove(address)) {
      this.stats.misses++;
      return;
    }
    entries.move(address, entries.hashOf(address));
    this.stats.hits++;
  }
}
