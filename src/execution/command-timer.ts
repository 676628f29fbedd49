import type { Keyspace } from '../keyspace/keyspace.ts';
import type { OutputBuffer } from '../memory/output.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';
import type { Clock } from '../util/clock.ts';
import type { Client } from './client.ts';
import type { CommandEntry } from './command-entry.ts';

/**
 * How long commands take, for the statistics, the logs and the latency monitor. Reading the clock costs some 45
 * nanoseconds and a command from 500 on, so that two readings for every command would cost a tenth of the throughput.
 *
 * ```
 *   pipelined requests   GET   SET   GET  │ KEYS │  GET   GET
 *   clock is read       ▲                 ▲      ▲            ▲
 *                       └── run: shared ──┘ alone └── run ────┘
 * ```
 *
 * **Grouped** (the rule): brief commands (`CommandEntry.isBrief`) that follow each other in one batch make a run, which
 * is timed as a whole. Its time is shared out by what each command typically takes; that is learnt from those measured
 * alone: every request that comes alone, and every 128th batch. So the sum of all times is measured, never estimated,
 * calls are exact, and only the shares within a run are approximate. All other commands are measured alone; the end of
 * one is the beginning of the next.
 *
 * A run that takes a millisecond holds a slow command: the one that moved most memory, or carried or replied most
 * bytes. It gets what exceeds the typical times of the others, is reported if that is slow, and the next 64 batches are
 * measured command by command. So nothing slow is missed, and what is slow again is named beyond doubt.
 *
 * **Exact**: every command is measured alone: while the logs begin below a millisecond (`slowlog-log-slower-than 0`)
 * or somebody monitors.
 */
export interface CommandObserver {
  /** It took at least `slowFromUs`. Its arguments are only good during this call, here and below. */
  slow(client: Client, entry: CommandEntry, vector: ArgumentVector, us: number): void;
  /** The request took at least `requestFrom` bytes as RESP. */
  largeRequest(client: Client, entry: CommandEntry, vector: ArgumentVector, bytes: number): void;
  /** The reply took at least `replyFrom` bytes. */
  largeReply(client: Client, entry: CommandEntry, vector: ArgumentVector, bytes: number): void;
  /** A command has run while `isMonitored`. */
  executed(client: Client, entry: CommandEntry, vector: ArgumentVector): void;
}

export interface TimerOptions {
  /** Microseconds from which on a command is reported; Infinity for never. */
  readonly slowFromUs: number;
  /** Bytes from which on a request or a reply is reported; Infinity for never. */
  readonly requestFrom: number;
  readonly replyFrom: number;
  /** Histograms are kept (`latency-tracking`). */
  readonly tracks: boolean;
  /** Every command is told to the observer. */
  readonly isMonitored: boolean;
}

/** Commands in a run, and so the readings that one clock reading stands for. */
const LONGEST_RUN = 16;
/** A run of brief commands that takes so long holds one that was not. */
const SUSPICIOUS_US = 1000;
/** One batch of so many is measured command by command, … */
const MEASURED_EVERY = 128;
/** … and so many in a row when something was slow. */
const MEASURED_AFTER_SLOW = 64;

const UNOBSERVED: CommandObserver = {
  slow: () => undefined,
  largeRequest: () => undefined,
  largeReply: () => undefined,
  executed: () => undefined,
};

export class CommandTimer {
  observer: CommandObserver = UNOBSERVED;
  /** Commands that have run, and the microseconds that they took, those inside others counted once. */
  commands = 0;
  busyUs = 0;
  /** When the first command of this turn of the loop began; 0 before it. */
  turnBeganUs = 0;
  /** Whose brief commands are being grouped; undefined while each is measured alone. */
  groupedFor: Client | undefined = undefined;

  private readonly clock: Clock;
  private readonly keyspace: Keyspace;
  private readonly out: OutputBuffer;
  private options: TimerOptions = {
    ...{ slowFromUs: Infinity, requestFrom: Infinity, replyFrom: Infinity },
    ...{ tracks: true, isMonitored: false },
  };
  private isExact = false;

  private beganUs = 0;
  /** Nothing has run since `beganUs` was read. */
  private isFresh = false;
  /** Commands under way inside each other, and at what depth they follow one another without other work between. */
  private depth = 0;
  private chainedAt = 0;
  /** Whose brief commands are grouped in the batch under way, outside of any other command. */
  private batchOf: Client | undefined = undefined;
  private untilMeasured = MEASURED_EVERY;
  private toMeasure = 0;
  private length = 0;
  /** Some of `vectors` are the copies that a transaction had queued. */
  private holdsCopies = false;
  private readonly entries: CommandEntry[] = [];
  private readonly vectors: ArgumentVector[] = [];
  /** Memory in use and bytes replied: before the run, then behind each of its commands. */
  private readonly memory = new Float64Array(LONGEST_RUN + 1);
  private readonly replied = new Float64Array(LONGEST_RUN + 1);

  constructor(clock: Clock, keyspace: Keyspace, out: OutputBuffer) {
    this.clock = clock;
    this.keyspace = keyspace;
    this.out = out;
  }

  /** Changes what is watched, from the next command on. Not while a run is under way, so from no brief command. */
  configure(options: Partial<TimerOptions>): void {
    this.options = { ...this.options, ...options };
    const { slowFromUs, isMonitored } = this.options;
    this.isExact = isMonitored || slowFromUs < SUSPICIOUS_US;
    // What is left of a batch under way is measured one by one.
    this.batchOf = undefined;
    this.groupedFor = undefined;
  }

  /** A client's requests are about to be executed, one behind the other. */
  openBatch(client: Client): void {
    const now = this.clock.monotonicUs();
    if (this.turnBeganUs === 0) this.turnBeganUs = now;
    this.depth = 0;
    this.chainedAt = 0;
    this.batchOf = this.isExact || this.mustMeasure() ? undefined : client;
    this.groupedFor = this.batchOf;
    this.begin(now);
  }

  closeBatch(): void {
    if (this.length > 0) this.endRun(this.clock.monotonicUs());
    this.batchOf = undefined;
    this.groupedFor = undefined;
    this.isFresh = false;
    if (!this.holdsCopies) return;
    this.holdsCopies = false;
    this.vectors.length = 0;
  }

  /** Commands of others come between those of a batch. Answers what `resume` takes to go on with it. */
  suspend(): Client | undefined {
    const { batchOf } = this;
    this.closeBatch();
    return batchOf;
  }

  resume(batchOf: Client | undefined): void {
    if (batchOf !== undefined) this.openBatch(batchOf);
  }

  /** The commands inside the one under way follow each other and nothing else runs in between: EXEC. */
  groupInside(client: Client): void {
    this.groupedFor = this.batchOf === client ? client : undefined;
    this.chainedAt = this.depth;
    this.holdsCopies = true;
    this.begin(this.clock.monotonicUs());
  }

  /** A brief command has run, of the client whose commands are being grouped. */
  add(entry: CommandEntry, vector: ArgumentVector): void {
    const { keyspace, length } = this;
    this.isFresh = false;
    this.entries[length] = entry;
    this.vectors[length] = vector;
    this.memory[length + 1] = keyspace.arena.used + keyspace.large.used;
    this.replied[length + 1] = this.out.position;
    this.length = length + 1;
    if (length + 1 < LONGEST_RUN) return;
    const now = this.clock.monotonicUs();
    this.endRun(now);
    this.begin(now);
  }

  /** A command is about to run that is measured alone, until `end`; answers when that is. */
  start(): number {
    const now = this.isFresh ? this.beganUs : this.clock.monotonicUs();
    if (this.length > 0) this.endRun(now);
    this.depth++;
    this.groupedFor = undefined;
    this.isFresh = false;
    return now;
  }

  /**
   * The command that began at `beganUs` has run, but waits for something: it counts when it is answered. Answers the
   * microseconds that it took.
   * @param isAgain monitors have seen it before, here and below
   */
  breakOff(client: Client, entry: CommandEntry, vector: ArgumentVector, beganUs: number, isAgain: boolean): number {
    const now = this.clock.monotonicUs();
    this.depth--;
    if (this.options.isMonitored && !isAgain) this.observer.executed(client, entry, vector);
    this.goOn(now);
    return now - beganUs;
  }

  /** A command that has waited was answered without running again; it took `us` before. */
  note(client: Client, entry: CommandEntry, vector: ArgumentVector, us: number): void {
    this.busyUs += us;
    this.commands++;
    entry.measured(us, this.options.tracks);
    this.report(client, entry, vector, us, 0);
  }

  /** The command that began at `beganUs`, with `position` bytes replied before it, has run. */
  end(
    client: Client,
    entry: CommandEntry,
    vector: ArgumentVector,
    beganUs: number,
    position: number,
    isAgain = false,
  ): void {
    const now = this.clock.monotonicUs();
    if (this.length > 0) this.endRun(now);
    const us = now - beganUs;
    if (--this.depth === 0) this.busyUs += us;
    this.commands++;
    entry.measured(us, this.options.tracks);
    this.report(client, entry, vector, us, this.out.position - position);
    if (this.options.isMonitored && !isAgain) this.observer.executed(client, entry, vector);
    this.goOn(now);
  }

  /** Whatever surrounds the command that has ended goes on. */
  private goOn(now: number): void {
    const { depth } = this;
    if (depth < this.chainedAt) this.chainedAt = depth;
    if (depth !== this.chainedAt) return;
    this.groupedFor = this.batchOf;
    this.begin(now);
  }

  private mustMeasure(): boolean {
    if (this.toMeasure > 0) {
      this.toMeasure--;
      return true;
    }
    if (--this.untilMeasured > 0) return false;
    this.untilMeasured = MEASURED_EVERY;
    return true;
  }

  private begin(now: number): void {
    const { keyspace } = this;
    this.beganUs = now;
    this.isFresh = true;
    this.memory[0] = keyspace.arena.used + keyspace.large.used;
    this.replied[0] = this.out.position;
  }

  /** Shares out the time of the run under way, and reports of it what must be reported. */
  private endRun(now: number): void {
    const { length, entries, options } = this;
    const us = now - this.beganUs;
    this.length = 0;
    this.commands += length;
    if (this.depth === 0) this.busyUs += us;
    if (us >= SUSPICIOUS_US) this.blame(us, length);
    else if (length === 1) entries[0].measured(us, options.tracks);
    else this.share(us, length);
    this.reportSizes(length);
  }

  private share(us: number, length: number): void {
    const { entries } = this;
    const { tracks } = this.options;
    const [first] = entries;
    let same = 1;
    while (same < length && entries[same] === first) same++;
    if (same === length) {
      first.record(us, length, tracks);
      return;
    }
    let typical = 0;
    for (let i = 0; i < length; i++) typical += entries[i].typicalUs;
    const scale = us / typical;
    for (let i = 0; i < length; i++) entries[i].record(entries[i].typicalUs * scale, 1, tracks);
  }

  /** Something in the run was slow: finds out what, as far as that shows, and looks closer from now on. */
  private blame(us: number, length: number): void {
    const { entries, vectors } = this;
    const { tracks } = this.options;
    const suspect = this.suspect(length);
    let others = 0;
    for (let i = 0; i < length; i++) if (i !== suspect) others += entries[i].typicalUs;
    const own = us - others;
    if (length > 1) this.toMeasure = MEASURED_AFTER_SLOW;
    if (own <= entries[suspect].typicalUs) {
      this.share(us, length);
      return;
    }
    for (let i = 0; i < length; i++) entries[i].record(i === suspect ? own : entries[i].typicalUs, 1, tracks);
    const client = this.groupedFor;
    if (own >= this.options.slowFromUs && client !== undefined) {
      this.observer.slow(client, entries[suspect], vectors[suspect], own);
    }
  }

  /** The command of the run that moved most bytes. */
  private suspect(length: number): number {
    const { memory, replied, vectors } = this;
    let most = -1;
    let suspect = 0;
    for (let i = 0; i < length; i++) {
      const moved = Math.abs(memory[i + 1] - memory[i]) + replied[i + 1] - replied[i] + spanOf(vectors[i], vectors[i]);
      if (moved <= most) continue;
      most = moved;
      suspect = i;
    }
    return suspect;
  }

  /** Whether any request or reply of a run was large; one look at them all together answers that it was none. */
  private reportSizes(length: number): void {
    const { options, entries, vectors, replied, groupedFor } = this;
    const last = vectors[length - 1];
    const isOne = last.bytes === vectors[0].bytes && spanOf(vectors[0], last) < options.requestFrom;
    if ((isOne && replied[length] - replied[0] < options.replyFrom) || groupedFor === undefined) return;
    for (let i = 0; i < length; i++) this.report(groupedFor, entries[i], vectors[i], 0, replied[i + 1] - replied[i]);
  }

  private report(client: Client, entry: CommandEntry, vector: ArgumentVector, us: number, replied: number): void {
    const { options, observer } = this;
    if (us >= options.slowFromUs) observer.slow(client, entry, vector, us);
    if (replied >= options.replyFrom) observer.largeReply(client, entry, vector, replied);
    if (options.requestFrom === Infinity) return;
    const least = spanOf(vector, vector);
    if (least < options.requestFrom - LONGEST_HEADER) return;
    const bytes = encodedLength(vector);
    if (bytes >= options.requestFrom) observer.largeRequest(client, entry, vector, bytes);
  }
}

/** Most bytes that the headers before a request's name take as RESP. */
const LONGEST_HEADER = 32;

/** Bytes from one request's name to the end of another one behind it in the same memory. */
function spanOf(first: ArgumentVector, last: ArgumentVector): number {
  const end = last.count - 1;
  return last.starts[end] + last.lengths[end] - first.starts[0];
}

/** Bytes that the request took on its way, sent as an array of bulk strings. */
function encodedLength({ count, lengths }: ArgumentVector): number {
  let bytes = headerLength(count);
  for (let i = 0; i < count; i++) bytes += headerLength(lengths[i]) + lengths[i] + 2;
  return bytes;
}

function headerLength(value: number): number {
  return String(value).length + 3;
}
