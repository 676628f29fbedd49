import type { Config } from '../config/config.ts';
import type { ServerState } from '../execution/admission.ts';
import type { Effects } from '../execution/effects.ts';
import { GROWS_MEMORY } from '../execution/traits.ts';
import { Eviction } from '../keyspace/eviction.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { EvictionPolicy } from '../keyspace/victims.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';

export interface MemoryLimitParts {
  readonly keyspace: Keyspace;
  readonly effects: Effects;
  readonly state: ServerState;
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes sure that this turn of the loop ends with `endOfTurn`. */
  readonly arm: () => void;
}

/**
 * Ties `maxmemory` to what it concerns: admission asks for room only while there is a limit, eviction goes on at the end
 * of each turn.
 */
export class MemoryLimit {
  private readonly parts: MemoryLimitParts;
  private readonly eviction: Eviction;

  constructor(config: Config, parts: MemoryLimitParts) {
    const { keyspace, clock, effects, state, arm } = parts;
    this.parts = parts;
    this.eviction = new Eviction(keyspace, clock, () => effects.settleOutsideCommands(), arm);
    state.makeRoom = () => this.eviction.makeRoom();
    this.bindEviction(config);
    this.bindFreeing(config);
  }

  /** Has the length of each slice of eviction told, in microseconds; undefined: no more. */
  watchSlices(onSlice: ((us: number) => void) | undefined): void {
    this.eviction.onSlice = onSlice;
  }

  endOfTurn(): void {
    this.eviction.endOfTurn();
  }

  /** Memory may grow while nobody sends a command: called by the cron. */
  check(): void {
    const { limit } = this.eviction.options;
    if (limit > 0 && this.parts.keyspace.usedMemory > limit) this.parts.arm();
  }

  private bindEviction(config: Config): void {
    const { eviction } = this;
    const { options } = eviction;
    config.bind('maxmemory-policy', (policy) => {
      eviction.setPolicy(policy);
      this.refreshSharing(policy);
    });
    config.bind('maxmemory-samples', (samples) => eviction.setSamples(samples));
    config.bind('maxmemory-eviction-tenacity', (tenacity) => {
      options.tenacity = tenacity;
    });
    config.bind('maxmemory', (bytes) => {
      this.setLimit(bytes);
      this.refreshSharing(config.get('maxmemory-policy'));
    });
  }

  private refreshSharing(policy: EvictionPolicy): void {
    const byAccess = policy.endsWith('lru') || policy.endsWith('lfu');
    this.parts.keyspace.access.sharesIntegers = this.eviction.options.limit === 0 || !byAccess;
  }

  private setLimit(bytes: number): void {
    const { keyspace, state, log, arm } = this.parts;
    this.eviction.options.limit = bytes;
    state.refuses = bytes > 0 ? state.refuses | GROWS_MEMORY : state.refuses & ~GROWS_MEMORY;
    const used = keyspace.usedMemory;
    // Ends the time above the limit, if it was one.
    if (bytes === 0) this.eviction.makeRoom();
    if (bytes === 0 || used <= bytes) return;
    log.warning(
      `WARNING: the new maxmemory value set via CONFIG SET (${bytes}) is smaller than the current memory usage ` +
        `(${used}). This will result in key eviction and/or the inability to accept new write commands depending on ` +
        'the maxmemory-policy.',
    );
    arm();
  }

  private bindFreeing(config: Config): void {
    const { collections, lazyFree } = this.parts.keyspace;
    const { options } = lazyFree;
    const { removals } = this.parts.effects;
    config.bind('lazyfree-lazy-expire', (lazy) => {
      options.expire = lazy;
      removals.expired = lazy ? 'UNLINK' : 'DEL';
    });
    config.bind('lazyfree-lazy-eviction', (lazy) => {
      options.eviction = lazy;
      removals.evicted = lazy ? 'UNLINK' : 'DEL';
    });
    config.bind('lazyfree-lazy-user-del', (lazy) => {
      options.userDel = lazy;
    });
    config.bind('lazyfree-lazy-server-del', (lazy) => {
      collections.isLazy = lazy;
    });
    config.bind('lazyfree-lazy-user-flush', (lazy) => {
      options.userFlush = lazy;
    });
  }
}
