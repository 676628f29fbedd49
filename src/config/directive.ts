import { untilNul } from './byte-string.ts';

/** What every directive of the table says of itself. `S` is the form in which its value is kept. */
export interface DirectiveSpec<S> {
  /** What it does, for people: one or two sentences. */
  readonly about: string;
  readonly default: S;
  /** Its second name, answered by CONFIG GET beside the first. */
  readonly alias?: string;
  /** Only the configuration file and the command line set it. */
  readonly immutable?: boolean;
  /** Its value is a secret: SLOWLOG, MONITOR and the log do not show it. */
  readonly sensitive?: boolean;
  /** CONFIG GET shows it by its exact name only. */
  readonly hidden?: boolean;
  /** CONFIG SET needs `enable-protected-configs`. */
  readonly protected?: boolean;
  /** CONFIG SET refuses it while data is being loaded. */
  readonly denyLoading?: boolean;
  /** It names something that changes behind it (a certificate file): setting the same value applies it again. */
  readonly volatile?: boolean;
}

export type Parsed<S> = { readonly value: S } | { readonly error: string };

export interface ParseContext<S> {
  readonly current: S;
  /** Add to the current value: the second and later `save` lines of a configuration file. */
  readonly append: boolean;
  warn(text: string): void;
}

/** A line that CONFIG REWRITE writes; one that is not forced only replaces a line that is there already. */
export interface RewrittenLine {
  readonly text: string;
  readonly force: boolean;
}

/**
 * A directive of one type: how its arguments are read, shown and written back. Arguments, shown values and written
 * lines are byte strings. `S` is the form in which the value is kept (exact), `V` the form that the server uses.
 */
export abstract class Directive<S, V = S> {
  readonly spec: DirectiveSpec<S>;
  /** Takes several arguments; CONFIG SET then splits its one argument at the spaces. */
  readonly multiArgument: boolean = false;

  constructor(spec: DirectiveSpec<S>) {
    this.spec = spec;
  }

  /** One argument, or any number when `multiArgument`. Errors are texts without the code word in front. */
  abstract parse(args: readonly string[], context: ParseContext<S>): Parsed<S>;

  /** As CONFIG GET shows it; `parse` reads it back. */
  abstract format(stored: S): string;

  abstract toValue(stored: S): V;

  same(a: S, b: S): boolean {
    return this.format(a) === this.format(b);
  }

  /** The lines for CONFIG REWRITE; none takes the directive out of the file. */
  rewrite(name: string, stored: S): readonly RewrittenLine[] {
    return [{ text: `${name} ${this.format(stored)}`, force: !this.same(stored, this.spec.default) }];
  }
}

/** An argument as C compares it with a word: up to a NUL, without regard to case. */
export function asWord(argument: string): string {
  return untilNul(argument).toLowerCase();
}
