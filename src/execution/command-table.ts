import type { ArgumentVector } from '../resp/argument-vector.ts';
import type { CommandSpec } from './command.ts';
import { CommandEntry } from './command-entry.ts';

/**
 * Finds a command by the bytes of its name, in any case, without making a string of them.
 *
 * ```
 *   name ─▶ first 4 bytes, last 4 bytes, length, letters lowered ─▶ slot ─▶ chain of candidates ─▶ compare
 * ```
 */
const SLOTS = 1024;

interface Candidate {
  readonly entry: CommandEntry;
  readonly name: Uint8Array;
  readonly next: Candidate | undefined;
}

export class CommandTable {
  private readonly slots: (Candidate | undefined)[] = new Array<Candidate | undefined>(SLOTS).fill(undefined);
  private readonly byName = new Map<string, CommandEntry>();

  constructor(specs: Iterable<CommandSpec>) {
    for (const spec of specs) this.add(new CommandEntry(spec));
  }

  /** All commands of the first level. */
  get entries(): Iterable<CommandEntry> {
    return this.byName.values();
  }

  get size(): number {
    return this.byName.size;
  }

  /** By name, in small letters; a subcommand as `client|id`. */
  get(name: string): CommandEntry | undefined {
    const bar = name.indexOf('|');
    if (bar < 0) return this.byName.get(name);
    return this.byName.get(name.slice(0, bar))?.subcommands.get(name.slice(bar + 1));
  }

  /** The command that a request names; for a container, with a second word, its subcommand. */
  find(vector: ArgumentVector): CommandEntry | undefined {
    const { u8 } = vector.bytes;
    const start = vector.starts[0];
    const length = vector.lengths[0];
    for (let candidate = this.slots[slotOf(u8, start, length)]; candidate !== undefined; candidate = candidate.next) {
      if (!sameName(candidate.name, u8, start, length)) continue;
      const { entry } = candidate;
      if (entry.subcommands.size === 0 || vector.count < 2) return entry;
      return entry.subcommands.get(wordAt(vector, 1));
    }
    return undefined;
  }

  /** Takes a command out, or gives it another name (`rename-command`). */
  rename(from: string, to: string): boolean {
    const entry = this.byName.get(from.toLowerCase());
    if (entry === undefined || this.byName.has(to.toLowerCase())) return false;
    this.byName.delete(from.toLowerCase());
    const slot = slotOfName(from);
    this.slots[slot] = without(this.slots[slot], entry);
    if (to !== '') this.insert(to.toLowerCase(), entry);
    return true;
  }

  private add(entry: CommandEntry): void {
    this.insert(entry.name, entry);
  }

  private insert(name: string, entry: CommandEntry): void {
    this.byName.set(name, entry);
    const slot = slotOfName(name);
    this.slots[slot] = { entry, name: new Uint8Array(Buffer.from(name, 'latin1')), next: this.slots[slot] };
  }
}

function slotOf(u8: Uint8Array, start: number, length: number): number {
  let hash = length;
  const head = Math.min(length, 4);
  for (let i = 0; i < head; i++) hash = Math.imul(hash, 31) + (u8[start + i] | 0x20);
  for (let i = Math.max(head, length - 3); i < length; i++) hash = Math.imul(hash, 31) + (u8[start + i] | 0x20);
  return (hash ^ (hash >>> 10)) & (SLOTS - 1);
}

function slotOfName(name: string): number {
  const bytes = Buffer.from(name, 'latin1');
  return slotOf(bytes, 0, bytes.length);
}

function sameName(name: Uint8Array, u8: Uint8Array, start: number, length: number): boolean {
  if (name.length !== length) return false;
  for (let i = 0; i < length; i++) {
    const byte = u8[start + i];
    if (byte !== name[i] && (byte < 65 || byte > 90 || byte + 32 !== name[i])) return false;
  }
  return true;
}

function wordAt(vector: ArgumentVector, index: number): string {
  const start = vector.starts[index];
  return vector.bytes.latin1(start, start + vector.lengths[index]).toLowerCase();
}

function without(chain: Candidate | undefined, entry: CommandEntry): Candidate | undefined {
  if (chain === undefined) return undefined;
  const next = without(chain.next, entry);
  return chain.entry === entry ? next : { ...chain, next };
}
