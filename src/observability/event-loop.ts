import type { CommandTimer } from '../execution/command-timer.ts';
import type { Clock } from '../util/clock.ts';
import { Rate } from './rate.ts';

/**
 * How the event loop spends its time. A cycle is a turn in which something was done here: requests executed and their
 * replies sent, or the periodic work. What Node does in between (reading sockets, collecting garbage) is not in it.
 */
export class EventLoop {
  cycles = 0;
  /** Microseconds of all cycles, of the longest, and of the periodic work in them. */
  sumUs = 0;
  longestUs = 0;
  cronUs = 0;
  /** Most commands that were executed in one cycle. */
  mostCommands = 0;
  readonly cyclesPerSecond: Rate;
  private readonly durations: Rate;
  private readonly clock: Clock;
  private readonly timer: () => CommandTimer;
  private commandsBefore = 0;

  constructor(clock: Clock, timer: () => CommandTimer) {
    this.clock = clock;
    this.timer = timer;
    this.cyclesPerSecond = new Rate(() => this.cycles, clock.wallMs());
    this.durations = new Rate(() => this.sumUs, 0);
  }

  /** The turn under way ends: its replies have been sent. */
  endTurn(): void {
    const timer = this.timer();
    if (timer.turnBeganUs > 0) this.addCycle(this.clock.monotonicUs() - timer.turnBeganUs);
    timer.turnBeganUs = 0;
    this.mostCommands = Math.max(this.mostCommands, timer.commands - this.commandsBefore);
    this.commandsBefore = timer.commands;
  }

  /** Runs the periodic work. */
  runCron(work: () => void): void {
    const began = this.clock.monotonicUs();
    work();
    const us = this.clock.monotonicUs() - began;
    this.cronUs += us;
    this.addCycle(us);
  }

  sample(nowMs: number): void {
    this.cyclesPerSecond.sample(nowMs);
    // Per cycle and not per second: a thousand of its "milliseconds" are one cycle.
    this.durations.sample(this.cycles * 1000);
  }

  /** Microseconds that a cycle took of late. */
  get recentUs(): number {
    return this.durations.perSecond;
  }

  reset(): void {
    this.cycles = 0;
    this.sumUs = 0;
    this.longestUs = 0;
    this.cronUs = 0;
    this.mostCommands = 0;
    this.commandsBefore = 0;
    this.cyclesPerSecond.reset();
    this.durations.reset(0);
  }

  private addCycle(us: number): void {
    this.cycles++;
    this.sumUs += us;
    this.longestUs = Math.max(this.longestUs, us);
  }
}
