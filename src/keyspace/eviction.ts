import type { Clock } from '../util/clock.ts';
import type { Keyspace } from './keyspace.ts';
import type { EvictionPolicy } from './victims.ts';
import { Victims } from './victims.ts';

/**
 * Keeps used memory within `maxmemory`: keys go, by the policy, until it is.
 *
 * ```
 *   before a command that may need memory ─▶ makeRoom: within the limit? (one comparison)
 *                                              │ no
 *                                              ▼
 *                   one slice: a key at a time, until within the limit │ out of time │ no key may go
 *                                              ▼                            ▼             ▼
 *                                          the command runs          it runs, and …   it is refused
 *   end of the turn ─▶ endOfTurn: still above? another slice … and the next turn another, until within the limit
 * ```
 *
 * The end of the turn also looks after what grows memory without being such a command: clients' buffers, a lower limit.
 */
export interface EvictionOptions {
  /** `maxmemory` in bytes; 0: no limit. */
  limit: number;
  /** `maxmemory-eviction-tenacity`, 0 to 100: how long a slice may be. */
  tenacity: number;
}

/** Keys after which the clock is read. */
const KEYS_PER_LOOK = 16;
/** What the slices of one turn may take together; then each command still pays for more than it is likely to add. */
const TURN_US = 500;
const KEYS_BEYOND = 2;
/** Keys of a flushed database that are freed in place of one eviction. */
const FREED_AT_ONCE = 16;

const WITHIN = 0;
const ABOVE = 1;
const STUCK = 2;
type Outcome = typeof WITHIN | typeof ABOVE | typeof STUCK;

export class Eviction {
  /** Told how long a slice took, in microseconds; undefined while nobody wants to know. */
  onSlice: ((us: number) => void) | undefined = undefined;
  readonly options: EvictionOptions = { limit: 0, tenacity: 10 };
  private readonly keyspace: Keyspace;
  private readonly victims: Victims;
  private readonly clock: Clock;
  private readonly settle: () => void;
  private readonly goOn: () => void;
  /** Microseconds of this turn that its slices have taken. */
  private turnUs = 0;

  /**
   * @param settle called after each key that went, if anybody observes changes: an execution unit has ended
   * @param goOn called when work is left: makes sure that this turn ends with `endOfTurn`
   */
  constructor(keyspace: Keyspace, clock: Clock, settle: () => void, goOn: () => void) {
    this.keyspace = keyspace;
    this.clock = clock;
    this.settle = settle;
    this.goOn = goOn;
    this.victims = new Victims(keyspace);
  }

  setPolicy(policy: EvictionPolicy): void {
    this.victims.setPolicy(policy);
  }

  setSamples(samples: number): void {
    this.victims.samples = samples;
  }

  /** Makes room before a command. False when memory is above its limit and no key may go: what needs more must fail. */
  makeRoom(): boolean {
    return this.isWithin || this.perform() !== STUCK;
  }

  /** The same once a turn; sees to another turn when it is not done. */
  endOfTurn(): void {
    this.turnUs = 0;
    if (!this.isWithin && this.perform() === ABOVE) this.goOn();
  }

  private get isWithin(): boolean {
    const { keyspace, options } = this;
    if (options.limit !== 0 && keyspace.usedMemory > options.limit) return false;
    if (keyspace.stats.overLimitSinceUs !== 0) this.noteWithin();
    return true;
  }

  private perform(): Outcome {
    // As if it were within, but not counted as that.
    if (!this.keyspace.evictsKeys) return WITHIN;
    // What is to be freed anyway makes room under every policy.
    const mayFree = this.victims.any || this.keyspace.lazyFree.isWaiting;
    const outcome = mayFree ? this.timedSlice() : STUCK;
    if (outcome === WITHIN) this.noteWithin();
    else this.noteAbove();
    return outcome;
  }

  private timedSlice(): Outcome {
    if (this.onSlice === undefined) return this.slice();
    const began = this.clock.monotonicUs();
    const outcome = this.slice();
    this.onSlice(this.clock.monotonicUs() - began);
    return outcome;
  }

  private slice(): Outcome {
    const { keyspace, options } = this;
    const sliceUs = sliceLength(options.tenacity);
    const isBeyond = this.turnUs >= Math.max(TURN_US, sliceUs);
    let began = 0;
    let looked = 0;
    for (let freed = 1; keyspace.usedMemory > options.limit; freed++) {
      if (!this.freeSome()) return STUCK;
      if (isBeyond && freed >= KEYS_BEYOND) return this.pause();
      if (freed % KEYS_PER_LOOK !== 0) continue;
      const now = this.clock.monotonicUs();
      if (began === 0) began = looked = now;
      this.turnUs += now - looked;
      looked = now;
      if (now - began >= sliceUs) return this.pause();
    }
    return WITHIN;
  }

  /** Out of time: the rest is for later, if there is a rest. */
  private pause(): Outcome {
    if (this.keyspace.usedMemory <= this.options.limit) return WITHIN;
    this.goOn();
    return ABOVE;
  }

  /** Frees what is waiting for that, or else evicts a key. False when there is neither. */
  private freeSome(): boolean {
    const { keyspace, victims } = this;
    if (keyspace.lazyFree.isWaiting) {
      keyspace.lazyFree.step(FREED_AT_ONCE);
      return true;
    }
    if (!victims.choose()) return false;
    victims.database.evict(victims.address, victims.key);
    if (keyspace.changes.observed) this.settle();
    return true;
  }

  private noteAbove(): void {
    const { stats } = this.keyspace;
    if (stats.overLimitSinceUs === 0) stats.overLimitSinceUs = this.clock.monotonicUs();
  }

  private noteWithin(): void {
    const { stats } = this.keyspace;
    if (stats.overLimitSinceUs === 0) return;
    stats.overLimitUs += this.clock.monotonicUs() - stats.overLimitSinceUs;
    stats.overLimitSinceUs = 0;
  }
}

/** The longest that a slice may take, in microseconds: up to 500 in equal steps, then 15 % more with each step. */
function sliceLength(tenacity: number): number {
  if (tenacity <= 10) return tenacity * 50;
  return tenacity < 100 ? 500 * 1.15 ** (tenacity - 10) : Infinity;
}
