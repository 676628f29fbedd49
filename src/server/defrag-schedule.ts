import type { ActiveDefrag } from '../keyspace/defrag.ts';

/** A slice: short beside what a client notices, long beside what it takes to begin one. */
const SHORTEST_US = 500;
const LONGEST_US = 5000;
/** A timer cannot wait for less. */
const SHORTEST_WAIT_US = 1000;

/** Gives the active defragmentation its share of time: slices, and pauses between them in which clients are served. */
export class DefragSchedule {
  private readonly defrag: ActiveDefrag;
  private readonly note: (us: number) => void;
  private readonly clock: { monotonicUs(): number };
  private timer: NodeJS.Timeout | undefined;

  /** @param note is told how long each slice took */
  constructor(defrag: ActiveDefrag, clock: { monotonicUs(): number }, note: (us: number) => void) {
    this.defrag = defrag;
    this.clock = clock;
    this.note = note;
  }

  /** Called regularly: begins when there is something to do. */
  check(): void {
    if (this.defrag.decide() && this.timer === undefined) this.work();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.defrag.stop();
  }

  private work(): void {
    this.timer = undefined;
    const { running } = this.defrag;
    if (running === 0) return;
    const rest = (100 - running) / running;
    const sliceUs = Math.min(LONGEST_US, Math.max(SHORTEST_US, SHORTEST_WAIT_US / rest));
    const began = this.clock.monotonicUs();
    const isMoreToDo = this.defrag.slice(sliceUs);
    const tookUs = this.clock.monotonicUs() - began;
    this.note(tookUs);
    if (isMoreToDo) this.timer = setTimeout(() => this.work(), Math.max(1, Math.round((tookUs * rest) / 1000)));
  }
}
