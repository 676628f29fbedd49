import type { Clock } from '../util/clock.ts';

/**
 * Waits a moment before the sockets are asked again, where many clients send a request or a few at a time and the loop
 * would ask for each of them alone: what network cards call adaptive interrupt coalescing.
 *
 * ```
 *   without   poll·1·poll·2·poll·1·poll·1·poll·3·…       a poll, a turn of the loop, a wake-up for one or two requests
 *   with      poll·8·······poll·7·······poll·9·······…   for a handful, while everybody else's are under way
 * ```
 *
 * It costs no throughput since it waits only while the turn has answered a small part of the clients that are busy:
 * the others keep their senders at work meanwhile, who save the time to wake the server for each request. And it costs
 * nobody a latency that could be told from the time that so many clients wait for each other anyway: `LEAST_CLIENTS` of
 * them must have sent something of late and kept the server at work for a good part of the time, and a turn with a long
 * pipeline in it never waits. It saves a tenth of the processor's time for requests that come one by one from 50
 * clients.
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
   * @param load of the last few milliseconds
   */
  turnEnded(answered: number, commands: number, { clients, share }: Load): void {
    if (clients < LEAST_CLIENTS || answered * SMALL_PART > clients || !this.enabled) return;
    if (share < LEAST_SHARE || commands > MOST_COMMANDS) return;
    if (this.skipped > 0) {
      this.skipped--;
      return;
    }
    const began = this.clock.monotonicUs();
    this.sleep();
    if (this.clock.monotonicUs() - began > TOO_LONG_US) this.skipped = SKIPPED_AFTER_LONG;
  }
}

/** What is known of the last few milliseconds: see RecentLoad. */
export interface Load {
  readonly clients: number;
  readonly share: number;
}

/** Clients at work, and the server's share of the time, from which on a handful of requests comes in during the wait. */
const LEAST_CLIENTS = 40;
const LEAST_SHARE = 0.25;
/** The turn must have answered no more than one of so many. */
const SMALL_PART = 5;
/** Ten pipelines of 16. */
const MOST_COMMANDS = 160;
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
