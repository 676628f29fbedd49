import { asWord, Directive } from '../directive.ts';
import type { DirectiveSpec, Parsed } from '../directive.ts';

/** The buffer in which Redis builds this message holds so many characters. */
const MAX_MESSAGE = 255;

function mustBeOneOf(names: readonly string[]): { error: string } {
  return { error: `argument(s) must be one of the following: ${names.join(', ')}`.slice(0, MAX_MESSAGE) };
}

class BooleanDirective extends Directive<boolean> {
  override parse([argument]: readonly string[]): Parsed<boolean> {
    const word = asWord(argument);
    if (word !== 'yes' && word !== 'no') return { error: "argument must be 'yes' or 'no'" };
    return { value: word === 'yes' };
  }

  override format(stored: boolean): string {
    return stored ? 'yes' : 'no';
  }

  override toValue(stored: boolean): boolean {
    return stored;
  }
}

/** `yes` or `no`. */
export function boolean(spec: DirectiveSpec<boolean>): Directive<boolean> {
  return new BooleanDirective(spec);
}

export interface EnumerationSpec<N extends string> extends DirectiveSpec<NoInfer<N>> {
  readonly names: readonly N[];
  /** Names that mean the same as another one, which is what is kept and shown. */
  readonly synonyms?: Readonly<Partial<Record<string, NoInfer<N>>>>;
}

class EnumerationDirective<N extends string> extends Directive<N> {
  declare readonly spec: EnumerationSpec<N>;

  override parse([argument]: readonly string[]): Parsed<N> {
    const { names, synonyms } = this.spec;
    const word = asWord(argument);
    const name = names.find((candidate) => candidate === word);
    return name === undefined ? mustBeOneOf(names) : { value: synonyms?.[name] ?? name };
  }

  override format(stored: N): string {
    return stored;
  }

  override toValue(stored: N): N {
    return stored;
  }
}

/** One of several names, written in any case. */
export function enumeration<const N extends string>(spec: EnumerationSpec<N>): Directive<N> {
  return new EnumerationDirective(spec);
}

export interface FlagsSpec<N extends string> extends DirectiveSpec<readonly N[]> {
  /** The word for no flag at all. */
  readonly none: string;
  readonly names: readonly N[];
  /** Two flags that exclude each other, and what to say then. */
  readonly conflict: { readonly flags: readonly [N, N]; readonly error: string };
}

class FlagsDirective<N extends string> extends Directive<readonly N[]> {
  declare readonly spec: FlagsSpec<N>;
  override readonly multiArgument = true;

  override parse(args: readonly string[]): Parsed<readonly N[]> {
    const { names, none, conflict } = this.spec;
    const words = args.map(asWord);
    const known: readonly string[] = [none, ...names];
    if (words.length === 0 || words.some((word) => !known.includes(word))) return mustBeOneOf(known);
    const value = names.filter((name) => words.includes(name));
    return conflict.flags.every((flag) => value.includes(flag)) ? { error: conflict.error } : { value };
  }

  override format(stored: readonly N[]): string {
    return stored.length === 0 ? this.spec.none : stored.join(' ');
  }

  override toValue(stored: readonly N[]): readonly N[] {
    return stored;
  }
}

/** Any number of flags, kept in the order of the table. */
export function flags<const N extends string>(spec: FlagsSpec<N>): Directive<readonly N[]> {
  return new FlagsDirective(spec);
}
