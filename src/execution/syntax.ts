/**
 * Reads the notation in which a declaration writes down its arguments, for COMMAND DOCS.
 *
 * | written                                | means                                                          |
 * |----------------------------------------|----------------------------------------------------------------|
 * | `name`                                 | a string; `key` alone is a key                                 |
 * | `name:integer`                         | of that type                                                   |
 * | `name:type@shown`                      | shown to people under another name                             |
 * | `name:key#0`                           | the key specification it belongs to; else the next in order    |
 * | `TOKEN`, `name=TOKEN`, `name='*'`      | a word as it stands, its name, other characters                |
 * | `TOKEN name`, `TOKEN name=<a b>`       | the word stands before the argument                            |
 * | `[x]`                                  | optional                                                       |
 * | `name=<a \| b>`, `name=[a \| b]`       | one of several; unnamed: `condition`                           |
 * | `name=<a b>`, `name=[a b]`             | several together; unnamed: `data`                              |
 * | `x...`, `x [x ...]`                    | once or more often                                             |
 * | `[TOKEN x...]`, `[TOKEN x]...`         | … the word once, or each time                                  |
 * | `x^6.2.0`, `x!2.8.12`                  | since, deprecated since; also behind a bracket                 |
 *
 * A word binds to the name or the `<` right behind it; `name=TOKEN` never does.
 */
export type ArgumentType =
  'string' | 'integer' | 'double' | 'key' | 'pattern' | 'unix-time' | 'pure-token' | 'oneof' | 'block';

export interface CommandArgument {
  readonly name: string;
  readonly type: ArgumentType;
  /** Absent for `oneof` and `block`. */
  readonly displayText?: string;
  readonly keySpecIndex?: number;
  readonly token?: string;
  readonly since?: string;
  readonly deprecatedSince?: string;
  readonly optional: boolean;
  readonly multiple: boolean;
  /** The token is repeated with each value. */
  readonly multipleToken: boolean;
  /** The parts of a `oneof` or `block`. */
  readonly arguments?: readonly CommandArgument[];
}

/** Throws an Error where the notation is wrong: a mistake in a declaration. */
export function parseSyntax(syntax: string): readonly CommandArgument[] {
  const reader = new SyntaxReader(syntax);
  return reader.whole();
}

type Draft = { -readonly [K in keyof CommandArgument]: CommandArgument[K] };

const LEXEME = /\s*(\.\.\.|[[\]<>|=]|'[^']*'|[#^!][0-9.]*[0-9]|[\w-]+|[:@][^\s[\]<>|=#^!]+?(?=\.\.\.|[\s\]>|#^!]|$))/y;
const NAMED_TYPES = new Set<string>(['string', 'integer', 'double', 'key', 'pattern', 'unix-time', 'pure-token']);

class SyntaxReader {
  private readonly syntax: string;
  private readonly lexemes: string[] = [];
  private at = 0;
  private nextKeySpec = 0;

  constructor(syntax: string) {
    this.syntax = syntax;
    LEXEME.lastIndex = 0;
    while (LEXEME.lastIndex < syntax.trimEnd().length) {
      const lexeme = LEXEME.exec(syntax)?.[1];
      if (lexeme === undefined) this.fail();
      this.lexemes.push(lexeme);
    }
  }

  whole(): CommandArgument[] {
    const parts = this.sequence();
    if (this.at < this.lexemes.length) this.fail();
    return parts;
  }

  /** Elements up to a closing bracket, a bar or the end. */
  private sequence(): Draft[] {
    const parts: Draft[] = [];
    while (this.at < this.lexemes.length && !']>|'.includes(this.lexemes[this.at])) {
      if (this.takeRepetition(parts.at(-1))) continue;
      parts.push(this.element());
    }
    return parts;
  }

  private element(): Draft {
    const name = this.peek(1) === '=' ? this.takeName() : undefined;
    const lexeme = this.take();
    if (lexeme === '[') return this.optional(name);
    if (lexeme === '<') return this.suffixes(this.group(name, '>'));
    if (!isWord(lexeme)) return this.named(lexeme);
    return this.word(lexeme, name);
  }

  private takeName(): string {
    const name = this.take();
    this.at++;
    return name;
  }

  /** `[…]`: an optional group, or one optional element. */
  private optional(name: string | undefined): Draft {
    const inner = this.group(name, ']');
    inner.optional = true;
    const before = inner.multiple;
    this.suffixes(inner);
    if (inner.multiple && !before && inner.token !== undefined && inner.type !== 'pure-token')
      inner.multipleToken = true;
    return inner;
  }

  /** What stands between two brackets, the first of which has been read. */
  private group(name: string | undefined, close: string): Draft {
    const alternatives = [this.alternative()];
    while (this.peek() === '|') {
      this.at++;
      alternatives.push(this.alternative());
    }
    if (this.take() !== close) this.fail();
    if (alternatives.length > 1) return draft(name ?? 'condition', 'oneof', alternatives.map(onlyPart));
    const [parts] = alternatives;
    if (parts.length === 1 && name === undefined) return parts[0];
    return draft(name ?? 'data', 'block', parts);
  }

  private alternative(): Draft[] {
    const parts = this.sequence();
    if (parts.length === 0) this.fail();
    return parts;
  }

  private word(lexeme: string, name: string | undefined): Draft {
    const token = lexeme.replaceAll("'", '');
    if (name === undefined && this.bindsToNext()) {
      const argument = this.element();
      argument.token = token;
      return argument;
    }
    const pure = draft(name ?? token.toLowerCase(), 'pure-token');
    pure.token = token;
    return this.suffixes(pure);
  }

  private bindsToNext(): boolean {
    const next = this.peek() ?? '';
    if (this.peek(1) === '=') return this.peek(2) === '<';
    return next === '<' || (/^[a-z]/.test(next) && !isWord(next));
  }

  private named(name: string): Draft {
    if (!/^[a-z]/.test(name)) this.fail();
    const argument = draft(name, name === 'key' ? 'key' : 'string');
    if (this.peek()?.startsWith(':') === true) {
      const [type, shown] = split(this.take().slice(1));
      if (!NAMED_TYPES.has(type)) this.fail();
      argument.type = type as ArgumentType;
      argument.displayText = shown ?? name;
    } else if (this.peek()?.startsWith('@') === true) {
      argument.displayText = this.take().slice(1);
    }
    this.numberKey(argument);
    return this.suffixes(argument);
  }

  private numberKey(argument: Draft): void {
    if (this.peek()?.startsWith('#') === true) argument.keySpecIndex = Number(this.take().slice(1));
    else if (argument.type === 'key') argument.keySpecIndex = this.nextKeySpec;
    if (argument.keySpecIndex !== undefined) this.nextKeySpec = argument.keySpecIndex + 1;
  }

  /** Versions and `...` behind an element, in any order. */
  private suffixes(argument: Draft): Draft {
    for (;;) {
      const next = this.peek();
      if (next === '...') argument.multiple = true;
      else if (next?.startsWith('^') === true) argument.since = next.slice(1);
      else if (next?.startsWith('!') === true) argument.deprecatedSince = next.slice(1);
      else return argument;
      this.at++;
    }
  }

  /** `[x ...]` behind `x`. */
  private takeRepetition(previous: Draft | undefined): boolean {
    if (previous === undefined || this.peek() !== '[' || this.peek(2) !== '...' || this.peek(3) !== ']') return false;
    if (this.peek(1) !== previous.name) return false;
    this.at += 4;
    previous.multiple = true;
    return true;
  }

  private peek(ahead = 0): string | undefined {
    return this.lexemes[this.at + ahead];
  }

  private take(): string {
    const lexeme = this.lexemes[this.at++];
    if (lexeme === undefined) this.fail();
    return lexeme;
  }

  private fail(): never {
    const where = this.lexemes.slice(0, this.at).join(' ');
    throw new Error(`Wrong command syntax behind «${where}»: ${this.syntax}`);
  }
}

/** A token: in quotes, or without a small letter. */
function isWord(lexeme: string): boolean {
  return lexeme.startsWith("'") || /^[A-Z][A-Z0-9_-]*$/.test(lexeme);
}

/** `type@shown`. */
function split(text: string): [string, string | undefined] {
  const at = text.indexOf('@');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function onlyPart(parts: readonly Draft[]): Draft {
  return parts.length === 1 ? parts[0] : draft('data', 'block', parts);
}

function draft(name: string, type: ArgumentType, parts?: readonly CommandArgument[]): Draft {
  const argument: Draft = { name, type, optional: false, multiple: false, multipleToken: false };
  if (parts === undefined) argument.displayText = name;
  else argument.arguments = parts;
  return argument;
}
