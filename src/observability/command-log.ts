import type { Client } from '../execution/client.ts';
import type { CommandEntry } from '../execution/command-entry.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';

/** Arguments of a command that a log keeps; the last of them tells how many more there were. */
const MOST_ARGUMENTS = 32;
/** Bytes of an argument that it keeps. */
const MOST_BYTES = 128;
/** What stands for an argument that is nobody's business. */
export const REDACTED = '(redacted)';

export interface LoggedCommand {
  readonly id: number;
  readonly unixSeconds: number;
  /** Microseconds or bytes, whatever the log is about. */
  readonly value: number;
  /** Byte strings, cut to what is kept. */
  readonly args: readonly string[];
  readonly address: string;
  readonly clientName: string;
}

/** The last commands of a kind worth noting: slow ones, or those with large requests or replies. */
export class CommandLog {
  private limit = 128;
  private nextId = 0;
  /** From the oldest to the newest. */
  private readonly entries: LoggedCommand[] = [];

  get length(): number {
    return this.entries.length;
  }

  get maxLength(): number {
    return this.limit;
  }

  set maxLength(limit: number) {
    this.limit = limit;
    this.trim();
  }

  add(client: Client, entry: CommandEntry, vector: ArgumentVector, value: number, wallMs: number): void {
    if (this.limit === 0) return;
    this.entries.push({
      id: this.nextId++,
      unixSeconds: Math.floor(wallMs / 1000),
      value,
      args: keptArguments(entry, vector),
      address: client.connection.address,
      clientName: client.name,
    });
    this.trim();
  }

  /** The `count` newest, the newest first. */
  latest(count: number): readonly LoggedCommand[] {
    return this.entries.slice(Math.max(0, this.entries.length - count)).reverse();
  }

  clear(): void {
    this.entries.length = 0;
  }

  private trim(): void {
    while (this.entries.length > this.limit) this.entries.shift();
  }
}

function keptArguments(entry: CommandEntry, vector: ArgumentVector): readonly string[] {
  const { count } = vector;
  const secrets = entry.spec.secrets?.(vector) ?? [];
  const kept = count > MOST_ARGUMENTS ? MOST_ARGUMENTS - 1 : count;
  const texts: string[] = [];
  for (let i = 0; i < kept; i++) texts.push(secrets.includes(i) ? REDACTED : cut(vector, i));
  if (kept < count) texts.push(`... (${count - kept} more arguments)`);
  return texts;
}

function cut({ bytes, starts, lengths }: ArgumentVector, index: number): string {
  const more = lengths[index] - MOST_BYTES;
  const text = bytes.latin1(starts[index], starts[index] + Math.min(lengths[index], MOST_BYTES));
  return more > 0 ? `${text}... (${more} more bytes)` : text;
}
