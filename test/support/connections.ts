import { Authentication } from '../../src/commands/connection/authentication.ts';
import { stringCommands } from '../../src/commands/string/index.ts';
import { transactionCommands } from '../../src/commands/transactions/index.ts';
import type { ServerState } from '../../src/execution/admission.ts';
import type { ClientConnection } from '../../src/execution/client.ts';
import { Client } from '../../src/execution/client.ts';
import { Clients } from '../../src/execution/clients.ts';
import { CommandTable } from '../../src/execution/command-table.ts';
import type { CommandSpec } from '../../src/execution/command.ts';
import { Dispatcher } from '../../src/execution/dispatcher.ts';
import { Effects } from '../../src/execution/effects.ts';
import { Pushes } from '../../src/execution/pushes.ts';
import { ClientPause } from '../../src/execution/pause.ts';
import { Transactions } from '../../src/execution/transaction.ts';
import { WatchTable } from '../../src/execution/watch.ts';
import { Keyspace } from '../../src/keyspace/keyspace.ts';
import type { Bytes } from '../../src/memory/bytes.ts';
import type { Lender, OutputSink } from '../../src/memory/output.ts';
import { OutputBuffer } from '../../src/memory/output.ts';
import { ReplyWriter } from '../../src/resp/reply-writer.ts';
import { ManualClock } from '../../src/util/clock.ts';
import { Random } from '../../src/util/random.ts';
import { vectorOf } from './command-harness.ts';

/** The time at which an engine begins. */
export const START_MS = 1_700_000_000_000;

/** The engine's real parts, from which a test makes the commands that it is about. */
export interface EngineParts {
  readonly clock: ManualClock;
  readonly keyspace: Keyspace;
  readonly clients: Clients;
  readonly watch: WatchTable;
  readonly transactions: Transactions;
  readonly authentication: Authentication;
  readonly state: ServerState;
  readonly pause: ClientPause;
  readonly effects: Effects;
  readonly pushes: Pushes;
  readonly dispatcher: () => Dispatcher;
}

/** One client of an engine without sockets. */
export interface TestConnection {
  readonly client: Client;
  /** What has become of the connection. */
  readonly fate: 'open' | 'closing' | 'destroyed';
  /** Runs a command and answers its exact reply, one character per byte. */
  run(...words: string[]): string;
  /** What was written to it since: the reply to a command that has waited. */
  received(): string;
}

export interface Engine extends EngineParts {
  connect(options?: Partial<ClientConnection>): TestConnection;
}

/** An engine with the commands given, beside those for strings and transactions. */
export function createEngine(commandsOf: (parts: EngineParts) => readonly CommandSpec[]): Engine {
  const clock = new ManualClock(START_MS);
  const watch = new WatchTable();
  const out = new OutputBuffer();
  const pushes = new Pushes(out);
  const effects = new Effects(watch, pushes);
  const keyspace = new Keyspace(16, new Random(1), START_MS, effects);
  const reply = new ReplyWriter(out);
  const transactions = new Transactions(watch, reply);
  const state: ServerState = { refuses: 0, loading: false, makeRoom: () => true };
  const clients = new Clients();
  const authentication = new Authentication();
  const dispatcher = (): Dispatcher => transactions.dispatcher;
  const pause = new ClientPause(state, keyspace);
  const parts = {
    clock,
    keyspace,
    clients,
    watch,
    transactions,
    authentication,
    state,
    pause,
    effects,
    pushes,
    dispatcher,
  };
  const commands = [...stringCommands, ...transactionCommands(transactions, watch), ...commandsOf(parts)];
  transactions.dispatcher = new Dispatcher(new CommandTable(commands), keyspace, reply, effects, state, clock);
  const connect = (options: Partial<ClientConnection> = {}): TestConnection => {
    const connection = new FakeConnection(options);
    const client = new Client(clients.nextId(), connection, keyspace.databases[0], clock.wallMs());
    clients.add(client);
    connection.client = client;
    const run = (...words: string[]): string => {
      keyspace.setTime(clock.wallMs());
      client.lastActiveMs = clock.wallMs();
      reply.out.open(connection.sink);
      dispatcher().dispatch(client, vectorOf(words));
      reply.out.close();
      return connection.sink.drain();
    };
    return {
      client,
      run,
      received: () => connection.sink.drain(),
      get fate() {
        return connection.fate;
      },
    };
  };
  return { ...parts, connect };
}

class FakeConnection implements ClientConnection {
  readonly sink = new TextSink();
  readonly address: string;
  readonly localAddress: string;
  readonly fd: number;
  readonly isUnixSocket: boolean;
  readonly inputBytes: number;
  readonly inputCapacity: number;
  readonly argumentBytes: number;
  readonly outputBytes: number;
  readonly outputPieces: number;
  readonly outputPeak: number;
  readonly totalReadBytes: number;
  readonly totalWrittenBytes: number;
  client!: Client;
  fate: 'open' | 'closing' | 'destroyed' = 'open';

  constructor(options: Partial<ClientConnection>) {
    this.address = options.address ?? '127.0.0.1:50000';
    this.localAddress = options.localAddress ?? '127.0.0.1:6379';
    this.fd = options.fd ?? 8;
    this.isUnixSocket = options.isUnixSocket ?? false;
    this.inputBytes = options.inputBytes ?? 0;
    this.inputCapacity = options.inputCapacity ?? 0;
    this.argumentBytes = options.argumentBytes ?? 0;
    this.outputBytes = options.outputBytes ?? 0;
    this.outputPeak = options.outputPeak ?? 0;
    this.outputPieces = options.outputPieces ?? 0;
    this.totalReadBytes = options.totalReadBytes ?? 0;
    this.totalWrittenBytes = options.totalWrittenBytes ?? 0;
  }

  closeAfterReply(): void {
    this.client.closing = true;
    this.fate = 'closing';
  }

  destroy(): void {
    this.client.closing = true;
    this.fate = 'destroyed';
  }
}

class TextSink implements OutputSink {
  private text = '';

  get held(): number {
    return this.text.length;
  }

  take(bytes: Bytes, start: number, end: number): void {
    this.text += bytes.latin1(start, end);
  }

  borrow(bytes: Bytes, start: number, end: number, lender: Lender): void {
    this.take(bytes, start, end);
    lender.unpin(bytes);
  }

  cutTo(held: number): void {
    this.text = this.text.slice(0, held);
  }

  drain(): string {
    const { text } = this;
    this.text = '';
    return text;
  }
}

/** A bulk string as it is sent. */
export function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}
