import type { CommandSpec } from '../../src/execution/command.ts';
import { CommandTable } from '../../src/execution/command-table.ts';
import type { ClientConnection } from '../../src/execution/client.ts';
import { Client } from '../../src/execution/client.ts';
import { Dispatcher } from '../../src/execution/dispatcher.ts';
import { Effects } from '../../src/execution/effects.ts';
import { WatchTable } from '../../src/execution/watch.ts';
import { stringCommands } from '../../src/commands/string/index.ts';
import { encodingOf as encodingOfEntry } from '../../src/datatypes/encoding.ts';
import { TYPE_LIST } from '../../src/datatypes/value.ts';
import { Keyspace } from '../../src/keyspace/keyspace.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import type { Lender, OutputSink } from '../../src/memory/output.ts';
import { OutputBuffer } from '../../src/memory/output.ts';
import { ArgumentVector } from '../../src/resp/argument-vector.ts';
import { ReplyWriter } from '../../src/resp/reply-writer.ts';
import type { Key } from '../../src/structures/key.ts';
import { ManualClock } from '../../src/util/clock.ts';
import { Random } from '../../src/util/random.ts';

export interface HarnessOptions {
  readonly protocol?: 2 | 3;
  /** The time that the clock begins with, in milliseconds since the epoch. */
  readonly nowMs?: number;
  /** The commands that `run` knows; the string commands by default. */
  readonly commands?: readonly CommandSpec[];
  /** Records in `propagated` what would go to the log and the replicas. */
  readonly propagates?: boolean;
  /** Records in `events` what keyspace notifications would tell. */
  readonly listens?: boolean;
  readonly databases?: number;
}

/** A command's words; strings stand for their bytes in Latin-1. */
export type CommandWords = readonly (string | Buffer)[];

export interface Harness {
  /** Runs a command and answers its exact reply, one character per byte. */
  run(...words: CommandWords): string;
  /** Runs commands one after the other; all replies are read only after the last, as from a slow socket. */
  pipeline(...commands: CommandWords[]): string;
  readonly keyspace: Keyspace;
  readonly clock: ManualClock;
  readonly effects: Effects;
  readonly watch: WatchTable;
  readonly reply: ReplyWriter;
  readonly dispatcher: Dispatcher;
  readonly client: Client;
  /** Commands sent to the log, in order (`propagates`). */
  readonly propagated: string[][];
  /** `event key` in order (`listens`). */
  readonly events: string[];
}

export const HARNESS_NOW_MS = 1_700_000_000_000;

/** Commands over the engine's real parts, without a socket: what the server does between parsing and sending. */
export function createHarness(options: HarnessOptions = {}): Harness {
  const clock = new ManualClock(options.nowMs ?? HARNESS_NOW_MS);
  const watch = new WatchTable();
  const effects = new Effects(watch);
  const keyspace = new Keyspace(options.databases ?? 16, new Random(1), clock.wallMs(), effects);
  keyspace.setTime(clock.wallMs());
  const reply = new ReplyWriter(new OutputBuffer());
  const table = new CommandTable(options.commands ?? stringCommands);
  const state = { refuses: 0, loading: false, makeRoom: () => true };
  const dispatcher = new Dispatcher(table, keyspace, reply, effects, state, clock);
  const sink = new RecordingSink();
  const client = new Client(1, connectionTo(sink), keyspace.databases[0], clock.wallMs());
  client.protocol = options.protocol ?? 2;
  const propagated: string[][] = [];
  const events: string[] = [];
  if (options.propagates === true) recordPropagation(effects, propagated);
  if (options.listens === true) recordEvents(effects, events);

  const pipeline = (...commands: CommandWords[]): string => {
    for (const words of commands) {
      if (clock.wallMs() !== keyspace.nowMs) keyspace.setTime(clock.wallMs());
      reply.out.open(sink);
      dispatcher.dispatch(client, vectorOf(words));
    }
    reply.out.close();
    const text = sink.drain();
    reply.out.settled();
    return text;
  };
  const run = (...words: CommandWords): string => pipeline(words);
  return { run, pipeline, keyspace, clock, effects, watch, reply, dispatcher, client, propagated, events };
}

/** Makes a key that holds no string, in database 0. */
export function plantList({ keyspace }: Harness, name: string): void {
  const [db] = keyspace.databases;
  db.entries.create(keyNamed(keyspace, name), TYPE_LIST, 0, keyspace.newAccess);
}

/** A key's expiry in milliseconds since the epoch, or -1, in database 0. */
export function expiryOf({ keyspace }: Harness, name: string): number {
  const [db] = keyspace.databases;
  return db.expiryOf(db.peek(keyNamed(keyspace, name)));
}

/** What OBJECT ENCODING tells of a string in database 0. */
export function encodingOf({ keyspace }: Harness, name: string): string | undefined {
  const [database] = keyspace.databases;
  const key = keyNamed(keyspace, name);
  const address = database.peek(key);
  return address === 0 ? undefined : encodingOfEntry(database.entries, address, key.hash);
}

function keyNamed(keyspace: Keyspace, name: string): Key {
  const bytes = Bytes.fromString(name, 'latin1');
  return keyspace.databases[0].keyOver(bytes, 0, bytes.length);
}

/** A request as the parser leaves it. */
export function vectorOf(words: CommandWords): ArgumentVector {
  const vector = new ArgumentVector();
  const buffers = words.map((word) => (typeof word === 'string' ? Buffer.from(word, 'latin1') : word));
  vector.clear(new Bytes(Buffer.concat(buffers)));
  let at = 0;
  for (const { length } of buffers) {
    vector.push(at, length);
    at += length;
  }
  return vector;
}

interface Range {
  readonly bytes: Bytes;
  readonly start: number;
  end: number;
  readonly lender: Lender | undefined;
}

/** Keeps ranges of memory as a socket would, unread until `drain`. */
class RecordingSink implements OutputSink {
  held = 0;
  private ranges: Range[] = [];

  take(bytes: Bytes, start: number, end: number): void {
    this.ranges.push({ bytes, start, end, lender: undefined });
    this.held += end - start;
  }

  borrow(bytes: Bytes, start: number, end: number, lender: Lender): void {
    this.ranges.push({ bytes, start, end, lender });
    this.held += end - start;
  }

  cutTo(held: number): void {
    while (this.held > held) {
      const last = this.ranges[this.ranges.length - 1];
      const cut = Math.min(this.held - held, last.end - last.start);
      last.end -= cut;
      this.held -= cut;
      if (last.end > last.start) continue;
      this.ranges.pop();
      last.lender?.unpin(last.bytes);
    }
  }

  drain(): string {
    const text = this.ranges.map(({ bytes, start, end }) => bytes.latin1(start, end)).join('');
    for (const { bytes, lender } of this.ranges) lender?.unpin(bytes);
    this.ranges = [];
    this.held = 0;
    return text;
  }
}

function connectionTo(sink: OutputSink): ClientConnection {
  return {
    sink,
    address: '127.0.0.1:50000',
    localAddress: '127.0.0.1:6379',
    fd: 8,
    isUnixSocket: false,
    inputBytes: 0,
    inputCapacity: 0,
    argumentBytes: 0,
    outputPeak: 0,
    outputBytes: 0,
    outputPieces: 0,
    totalReadBytes: 0,
    totalWrittenBytes: 0,
    closeAfterReply: () => undefined,
    destroy: () => undefined,
  };
}

function recordPropagation(effects: Effects, propagated: string[][]): void {
  effects.addSink({
    propagate(commands) {
      for (const { argv } of commands) propagated.push(argv.map((argument) => argument.latin1()));
    },
  });
}

function recordEvents(effects: Effects, events: string[]): void {
  effects.addListener({
    keyChanged: (_database, key, event) => void events.push(`${event} ${key.latin1()}`),
    keyRemoved: (_database, key, event) => void events.push(`${event} ${key.latin1()}`),
    databaseFlushed: (database) => void events.push(`flushed ${database.index}`),
  });
}
