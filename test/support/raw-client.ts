import { connect } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';
import { decode, frameEnd, RespError } from './resp-frames.ts';
import type { RespValue } from './resp-frames.ts';

export type Arg = string | Buffer | number;

/** One reply: its exact bytes, and what they mean. */
export interface Reply {
  readonly bytes: Buffer;
  /** The exact bytes, one character each. */
  readonly text: string;
  readonly value: RespValue;
  /** The text of an error reply without its leading `-`; undefined for every other reply. */
  readonly error: string | undefined;
}

interface Waiter {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

const PUSH = 62;

/** Encodes one command as a client does: an array of bulk strings. Strings are sent as UTF-8. */
export function encodeCommand(args: readonly Arg[]): Buffer {
  const parts: Buffer[] = [Buffer.from(`*${args.length}\r\n`)];
  for (const arg of args) {
    const bytes = Buffer.isBuffer(arg) ? arg : Buffer.from(String(arg));
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

/** A RESP client over a plain socket that hides nothing: exact bytes out, exact reply bytes in. */
export class RawClient {
  readonly socket: Socket;
  /** Push frames (RESP3 `>`), apart from the replies, in order of arrival. */
  readonly pushes: Reply[] = [];
  /** Settles when the server has ended or reset the connection, or it was destroyed here. */
  readonly closed: Promise<void>;
  private chunks: Buffer[] = [];
  private buffered = 0;
  private wanted = 1;
  private readonly replies: Reply[] = [];
  private readonly waiters: Waiter[] = [];
  private failure: Error | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('error', (error) => this.fail(error));
    this.closed = new Promise((resolve) => {
      const done = (): void => {
        this.fail(new Error('the server closed the connection'));
        resolve();
      };
      socket.once('end', done);
      socket.once('close', done);
    });
  }

  static async connect(options: NetConnectOpts): Promise<RawClient> {
    const socket = connect(options);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawClient(socket);
  }

  /** Sends one command and waits for its reply. */
  async send(...args: Arg[]): Promise<Reply> {
    this.socket.write(encodeCommand(args));
    return this.read();
  }

  /** Sends one command whose reply is a string or a number, as text. */
  async ask(...args: Arg[]): Promise<string> {
    const { value, text } = await this.send(...args);
    if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`not a string: ${text}`);
    return String(value);
  }

  /** Sends the commands in one write and waits for as many replies. */
  async pipeline(commands: readonly (readonly Arg[])[]): Promise<Reply[]> {
    this.socket.write(Buffer.concat(commands.map(encodeCommand)));
    return this.readMany(commands.length);
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** The next reply that is not a push. Rejects once the connection is closed and all replies were read. */
  async read(): Promise<Reply> {
    const reply = this.replies.shift();
    if (reply !== undefined) return reply;
    if (this.failure !== undefined) throw this.failure;
    return new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
  }

  async readMany(count: number): Promise<Reply[]> {
    const replies: Reply[] = [];
    for (let i = 0; i < count; i++) replies.push(await this.read());
    return replies;
  }

  /** Every byte that arrives, and has arrived unread, until the server closes the connection. */
  async readToEnd(): Promise<string> {
    await this.closed;
    const parts = this.replies.splice(0).map((reply) => reply.bytes);
    return Buffer.concat([...parts, ...this.chunks]).toString('latin1');
  }

  /** Ends the sending side only: the server reads the end of file and may still reply. */
  halfClose(): void {
    this.socket.end();
  }

  /** Closes with a TCP reset. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.socket.destroy();
    await this.closed;
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    if (this.buffered >= this.wanted) this.split();
  }

  private split(): void {
    const bytes = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
    let at = 0;
    this.wanted = 1;
    try {
      while (at < bytes.length) {
        const end = frameEnd(bytes, at);
        if (end < 0) {
          this.wanted = -end - at;
          break;
        }
        this.deliver(bytes.subarray(at, end));
        at = end;
      }
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
    this.chunks = at < bytes.length ? [bytes.subarray(at)] : [];
    this.buffered = bytes.length - at;
  }

  private deliver(bytes: Buffer): void {
    const reply = toReply(bytes);
    if (bytes[0] === PUSH) {
      this.pushes.push(reply);
      return;
    }
    const waiter = this.waiters.shift();
    if (waiter === undefined) this.replies.push(reply);
    else waiter.resolve(reply);
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const waiter of this.waiters.splice(0)) waiter.reject(this.failure);
  }
}

/** Wraps the bytes of one complete frame; decoding waits until it is asked for. */
export function toReply(bytes: Buffer): Reply {
  return {
    bytes,
    get text() {
      return bytes.toString('latin1');
    },
    get value() {
      return decode(bytes);
    },
    get error() {
      const value = decode(bytes);
      return value instanceof RespError ? value.message : undefined;
    },
  };
}
