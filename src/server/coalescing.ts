import type { Clock } from '../util/clock.ts';

/**
 * Waits a moment before the sockets are asked again, where many clients send one request at a time and the loop would
 * ask for each of them alone: what network cards call adaptive interrupt coalescing.
 *
 * ```
 *   without   poll·1·poll·2·poll·1·poll·1·poll·3·…       a poll, a turn of the loop, a wake-up for one or two requests
 *   with      poll·8·······poll·7·······poll·9·······…   for a handful, while everybody else's are under way
 * ```
 *
 * It costs no throughput since it waits only while the turn has answered a small part of the clients that are busy:
 * the others keep their senders at work meanwhile. And it costs nobody a latency that could be told from the time that
 * so many clients wait for each other anyway: `LEAST_ACTIVE` of them must have sent something in the last millisecond,
 * and a turn with a pipeline in it never waits. It saves a tenth of the processor's time for requests that come one by
 * one from 50 clients.
 */
export class Coalescing {
  enabled = false;
  private readonly clock: Clock;
  private readonly sleep: () => void;
  private skipped = 0;

  constructor(clock: Clock, sleep: () => void) {
    this.clock = clock;
    this.sleep = sleep;
  }

  /**
   * A turn is over and nothing is left to do.
   * @param answered clients that got a reply in it
   * @param commands that it has run
   * @param active clients that have sent something in the last whole millisecond
   */
  turnEnded(answered: number, commands: number, active: number): void {
    if (active < LEAST_ACTIVE || answered * SMALL_PART > active || commands > MOST_COMMANDS || !this.enabled) return;
    if (this.skipped > 0) {
      this.skipped--;
      return;
    }
    const began = this.clock.monotonicUs();
    this.sleep();
    if (this.clock.monotonicUs() - began > TOO_LONG_US) this.skipped = SKIPPED_AFTER_LONG;
  }
}

/** Clients active in one millisecond from which on a handful of requests comes in during the wait. */
const LEAST_ACTIVE = 40;
/** The turn must have answered no more than one of so many. */
const SMALL_PART = 5;
const MOST_COMMANDS = 12;
/** A wait takes some 60 microseconds. A system whose timers are coarse, or that is overloaded, is left alone. */
const TOO_LONG_US = 400;
const SKIPPED_AFTER_LONG = 1000;

const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

/** The shortest wait there is: what the system adds to a timer, which on Linux are 50 microseconds. */
export function sleepBriefly(): void {
  Atomics.wait(nobodyWakes, 0, 0, 0.001);
}

/** Elsewhere the shortest wait is a millisecond and more. */
export const CAN_SLEEP_BRIEFLY = process.platform === 'linux';
