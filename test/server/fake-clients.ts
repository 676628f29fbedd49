import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { Client } from '../../src/execution/client.ts';
import type { CommandSpec } from '../../src/execution/command.ts';
import type { Bytes } from '../../src/memory/bytes.ts';
import { READ_BYTES, ReadBuffer } from '../../src/net/connection.ts';
import type { Outbound } from '../../src/net/outbound.ts';
import { RequestParser } from '../../src/resp/request-parser.ts';
import type { PipelineHooks } from '../../src/server/pipeline.ts';
import { Pipeline } from '../../src/server/pipeline.ts';
import type { SessionHost } from '../../src/server/session.ts';
import { Session } from '../../src/server/session.ts';
import type { Harness } from '../support/command-harness.ts';
import { createHarness } from '../support/command-harness.ts';

/** A socket without a network: what is written is gathered, unless the peer has stopped reading. */
export class FakeSocket extends Writable {
  received = '';
  paused = false;
  reading = true;
  ended = false;
  remoteAddress: string | undefined = '127.0.0.1';
  remotePort: number | undefined = 50_000;
  localAddress: string | undefined = '127.0.0.1';
  localPort: number | undefined = 6379;
  private readonly waiting: (() => void)[] = [];

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const take = (): void => {
      this.received += piece.toString('latin1');
      done();
    };
    if (this.reading) take();
    else this.waiting.push(take);
  }

  override _final(done: () => void): void {
    this.ended = true;
    done();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  setKeepAlive(): void {}

  destroySoon(): void {
    this.end();
  }

  /** The peer reads again, all that has waited for it. */
  readAll(): void {
    this.reading = true;
    while (this.waiting.length > 0) this.waiting.shift()?.();
  }
}

export interface FakeClient {
  readonly socket: FakeSocket;
  readonly session: Session;
  /** Sends bytes, as much at a time as the read buffer takes; what a halted client sends waits. */
  send(text: string): void;
}

export interface Served {
  readonly harness: Harness;
  readonly pipeline: Pipeline;
  /** What happened, in order. */
  readonly log: string[];
  client(): FakeClient;
  /** Lets one turn of the loop end. */
  turn(): Promise<void>;
}

/** A pipeline over a harness's dispatcher, for clients without a network. */
export function servePipeline(commands: readonly CommandSpec[], hooks: Partial<PipelineHooks> = {}): Served {
  const harness = createHarness({ commands });
  const log: string[] = [];
  const pipeline = new Pipeline(
    new RequestParser({ maxBulkLength: 512 * 1024 * 1024 }),
    harness.dispatcher,
    harness.keyspace,
    harness.reply,
    harness.clock,
    {
      beforeReplies: [],
      traffic: { reads: 0, writes: 0 },
      protocolError(session, error) {
        pipeline.replyTo(session.client, `-ERR Protocol error: ${error}\r\n`);
        session.closeAfterReply();
      },
      inputOverflow(session) {
        log.push(`input of ${session.client.id} overflows`);
        session.destroy();
      },
      account: (session) => void log.push(`account of ${session.client.id}`),
      enforceMemory: () => void log.push('memory enforced'),
      ...hooks,
    },
  );
  const host: SessionHost = {
    receive: (session: Session, bytes: Bytes, start: number, end: number) =>
      pipeline.receive(session, bytes, start, end),
    outputWaits: (outbound: Outbound) => pipeline.outputWaits(outbound),
    outputOverflows(session) {
      log.push(`output of ${session.client.id} overflows`);
      session.destroy();
    },
    outputLeft: (session) => void log.push(`output of ${session.client.id} left`),
    closeAtEndOfTurn: (session) => pipeline.closeAtEndOfTurn(session),
    closed: () => undefined,
  };
  const input = new ReadBuffer();
  let id = 0;
  const client = (): FakeClient => {
    const socket = new FakeSocket();
    const session = new Session(socket as unknown as Socket, input, host, undefined);
    session.client = new Client(++id, session, harness.keyspace.databases[0], harness.clock.wallMs());
    return { socket, session, send: (text) => deliverAll(session, socket, input, Buffer.from(text, 'latin1')) };
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { harness, pipeline, log, client, turn };
}

function deliverAll(session: Session, socket: FakeSocket, input: ReadBuffer, bytes: Buffer): void {
  const piece = bytes.subarray(0, READ_BYTES);
  if (piece.length === 0) return;
  if (socket.paused) {
    setImmediate(() => deliverAll(session, socket, input, bytes));
    return;
  }
  input.window.set(piece);
  session.connection.deliver(piece.length);
  input.bytes.u8.fill(0xee);
  deliverAll(session, socket, input, bytes.subarray(piece.length));
}
