import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { RunningServer } from '../support/child-server.ts';
import { encodeCommand } from '../support/raw-client.ts';

const PROBE = 'all-before-this';
const PROBED = `$${PROBE.length}\r\n${PROBE}\r\n`;
/** Before it, where the client is subscribed and speaks RESP2. */
const PONG = '*2\r\n$4\r\npong\r\n';

/** A connection whose bytes are looked at in the order in which they come, replies and pushes alike. */
export class Wire {
  readonly closed: Promise<void>;
  private readonly socket: Socket;
  private text = '';
  private arrived: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.text += chunk.toString('latin1');
      this.arrived();
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async connect({ port, host }: RunningServer, protocol: 2 | 3 = 2): Promise<Wire> {
    const socket = connect({ port, host, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const wire = new Wire(socket);
    if (protocol === 3) {
      wire.send('HELLO', '3');
      await wire.next('*0\r\n');
    }
    return wire;
  }

  send(...words: string[]): void {
    this.sendAll(words);
  }

  sendAll(...commands: readonly (readonly string[])[]): void {
    this.socket.write(Buffer.concat(commands.map((words) => encodeCommand(words.map(bytesOf)))));
  }

  /** All that comes, up to and with this text. */
  async next(end: string): Promise<string> {
    for (;;) {
      const at = this.text.indexOf(end);
      if (at >= 0) return this.take(at + end.length);
      await new Promise<void>((resolve, reject) => {
        this.arrived = resolve;
        void this.closed.then(() => reject(new Error(`closed before ${JSON.stringify(end)}: ${this.text}`)));
      });
    }
  }

  /** Sends commands; answers all that has come by the time that the server has dealt with them. */
  async exchange(...commands: readonly (readonly string[])[]): Promise<string> {
    this.sendAll(...commands, ['PING', PROBE]);
    const text = (await this.next(PROBED)).slice(0, -PROBED.length);
    return text.endsWith(PONG) ? text.slice(0, -PONG.length) : text;
  }

  pause(): void {
    this.socket.pause();
  }

  close(): Promise<void> {
    this.socket.destroy();
    return this.closed;
  }

  private take(length: number): string {
    const text = this.text.slice(0, length);
    this.text = this.text.slice(length);
    return text;
  }
}

function bytesOf(word: string): Buffer {
  return Buffer.from(word, 'latin1');
}

/** A frame of these parts: numbers are integers, null is nothing, strings are bulk strings. */
export function frame(type: '*' | '>', ...parts: readonly (string | number | null)[]): string {
  const encoded = parts.map((part) => {
    if (part === null) return type === '>' ? '_\r\n' : '$-1\r\n';
    return typeof part === 'number' ? `:${part}\r\n` : `$${part.length}\r\n${part}\r\n`;
  });
  return `${type}${parts.length}\r\n${encoded.join('')}`;
}
