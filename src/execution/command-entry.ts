import type { CommandSpec, Handler } from './command.ts';
import { LatencyHistogram } from '../structures/latency-histogram.ts';
import { traitsOf } from './traits.ts';

/** What the time of a command is thought to be until it was measured, in microseconds. */
const PRESUMED_US = 1;
/** What one measurement counts for in `typicalUs`. */
const NEWEST_SHARE = 1 / 16;

/** A command as one server runs it: the declaration compiled, and its counters. */
export class CommandEntry {
  readonly spec: CommandSpec;
  /** As errors and statistics spell it: `get`, `client|setname`. */
  readonly name: string;
  readonly parent: CommandEntry | undefined;
  readonly handler: Handler | undefined;
  readonly traits: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Words of the name: 2 for a subcommand. */
  readonly words: number;
  /** Its first argument is a key. */
  readonly beginsWithKey: boolean;
  /** Its work is as bounded as its request: it may be timed together with its neighbours (see command-timer.ts). */
  readonly isBrief: boolean;
  readonly subcommands = new Map<string, CommandEntry>();
  /** Its first word alone says that it is meant: it neither has subcommands nor is one. */
  readonly isOneWord: boolean;
  calls = 0;
  microseconds = 0;
  rejected = 0;
  failed = 0;
  /** Of the time of single calls; undefined before the first, or with `latency-tracking no`. */
  histogram: LatencyHistogram | undefined = undefined;
  /** How long a call takes by what was measured of late, in microseconds. */
  typicalUs = PRESUMED_US;

  constructor(spec: CommandSpec, parent?: CommandEntry) {
    const own = spec.name.toLowerCase();
    this.spec = spec;
    this.parent = parent;
    this.name = parent === undefined ? own : `${parent.name}|${own}`;
    this.words = parent === undefined ? 1 : 2;
    this.handler = spec.handler;
    this.traits = traitsOf(spec, this.name);
    this.minimum = Math.abs(spec.arity);
    this.maximum = spec.arity < 0 ? Infinity : spec.arity;
    const begin = spec.keys?.[0]?.begin;
    this.beginsWithKey = begin !== undefined && 'index' in begin && begin.index === 1;
    this.isBrief = isBrief(spec);
    for (const child of spec.subcommands ?? []) {
      const entry = new CommandEntry(child, this);
      this.subcommands.set(child.name.toLowerCase(), entry);
    }
    this.isOneWord = parent === undefined && this.subcommands.size === 0;
  }

  /** Counts `times` calls that took `us` microseconds together. */
  record(us: number, times: number, intoHistogram: boolean): void {
    this.calls += times;
    this.microseconds += us;
    if (intoHistogram) (this.histogram ??= new LatencyHistogram()).record((us * 1000) / times, times);
  }

  /** Counts one call that was measured alone. */
  measured(us: number, intoHistogram: boolean): void {
    this.record(us, 1, intoHistogram);
    this.typicalUs += (us - this.typicalUs) * NEWEST_SHARE;
  }

  resetStats(): void {
    this.calls = 0;
    this.microseconds = 0;
    this.rejected = 0;
    this.failed = 0;
    this.histogram = undefined;
    for (const child of this.subcommands.values()) child.resetStats();
  }
}

/** The declaration says `fast`, or constant time for a key: never SHUTDOWN, KEYS or a script. */
function isBrief({ flags, complexity, keys, handler }: CommandSpec): boolean {
  if (handler === undefined || flags.includes('blocking') || flags.includes('admin')) return false;
  return flags.includes('fast') || (complexity.startsWith('O(1)') && keys !== undefined);
}
