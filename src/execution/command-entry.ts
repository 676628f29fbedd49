import type { CommandSpec, Handler } from './command.ts';
import { traitsOf } from './traits.ts';

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
  readonly subcommands = new Map<string, CommandEntry>();
  calls = 0;
  microseconds = 0;
  rejected = 0;
  failed = 0;

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
    for (const child of spec.subcommands ?? []) {
      const entry = new CommandEntry(child, this);
      this.subcommands.set(child.name.toLowerCase(), entry);
    }
  }

  resetStats(): void {
    this.calls = 0;
    this.microseconds = 0;
    this.rejected = 0;
    this.failed = 0;
    for (const child of this.subcommands.values()) child.resetStats();
  }
}
