import type { Client } from '../execution/client.ts';
import type { CommandEntry } from '../execution/command-entry.ts';
import type { Message, Pushes } from '../execution/pushes.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import { REDACTED } from './command-log.ts';

/**
 * Who watches all commands (MONITOR). Each command becomes one line, which is a status in both protocols:
 *
 * ```
 *   +1700000000.123456 [0 127.0.0.1:50000] "set" "key" "value"
 * ```
 */
export class Monitors {
  /** Told when there is somebody, and when there is nobody any more. */
  onChange: (any: boolean) => void = () => undefined;
  private readonly pushes: Pushes;
  private readonly wallUs: () => number;
  private all: { readonly client: Client }[] = [];

  constructor(pushes: Pushes, wallUs: () => number) {
    this.pushes = pushes;
    this.wallUs = wallUs;
  }

  get size(): number {
    return this.all.length;
  }

  add(client: Client): void {
    if (client.monitors) return;
    client.monitors = true;
    client.refreshRefusals();
    this.all.push({ client });
    this.onChange(true);
  }

  /** It wants no more (RESET). */
  remove(client: Client): void {
    client.monitors = false;
    client.refreshRefusals();
    this.dropGone();
  }

  /** A command has run that may be shown. */
  feed(client: Client, entry: CommandEntry, vector: ArgumentVector): void {
    this.dropGone();
    if (this.all.length > 0) this.pushes.sendAll(new Line(lineOf(this.wallUs(), client, entry, vector)), this.all);
  }

  /** Nobody tells that a monitor has gone or was reset: it is found out when there is something to show. */
  private dropGone(): void {
    if (!this.all.some(({ client }) => hasGone(client))) return;
    this.all = this.all.filter(({ client }) => !hasGone(client));
    if (this.all.length === 0) this.onChange(false);
  }
}

function hasGone({ closing, monitors }: Client): boolean {
  return closing || !monitors;
}

class Line implements Message {
  readonly size: number;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.size = text.length;
  }

  encode(reply: ReplyWriter): void {
    reply.raw(this.text, 'latin1');
  }
}

function lineOf(wallUs: number, client: Client, { spec }: CommandEntry, vector: ArgumentVector): string {
  const { address, isUnixSocket } = client.connection;
  const from = isUnixSocket ? `unix:${address.slice(0, address.lastIndexOf(':'))}` : address;
  const secrets = spec.secrets?.(vector) ?? [];
  const seconds = Math.floor(wallUs / 1_000_000);
  const micros = String(wallUs % 1_000_000).padStart(6, '0');
  let line = `+${seconds}.${micros} [${client.db.index} ${from}]`;
  for (let i = 0; i < vector.count; i++) {
    const start = vector.starts[i];
    const text = secrets.includes(i) ? REDACTED : vector.bytes.latin1(start, start + vector.lengths[i]);
    line += ` ${quoted(text)}`;
  }
  return `${line}\r\n`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\x07': '\\a', '\b': '\\b' },
};

/** A byte string between quotes, with what is not printable ASCII escaped. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]|[^ -~]/g, (byte) => ESCAPES[byte] ?? hexadecimal(byte))}"`;
}

function hexadecimal(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
