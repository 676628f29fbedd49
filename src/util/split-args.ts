/**
 * Lines as redis.conf and redis-cli write them: words between blanks, "double quotes" with escapes, 'single quotes'
 * where only \' is one. A quote may open inside a word but has to close it. Byte strings in, byte strings out.
 */

const BLANK = /[ \t\n\v\f\r]/;
const WORD_END = /[ \t\n\r]/;
const HEX_ESCAPE = /^\\x([0-9a-fA-F]{2})/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/** The words of a line, or undefined when its quotes do not match. */
export function splitArgs(line: string): string[] | undefined {
  const words: string[] = [];
  const cursor = { line, at: 0 };
  for (;;) {
    while (cursor.at < line.length && BLANK.test(line[cursor.at])) cursor.at++;
    if (cursor.at === line.length) return words;
    const word = readWord(cursor);
    if (word === undefined) return undefined;
    words.push(word);
  }
}

interface Cursor {
  readonly line: string;
  at: number;
}

function readWord(cursor: Cursor): string | undefined {
  let word = '';
  for (; cursor.at < cursor.line.length; cursor.at++) {
    const char = cursor.line[cursor.at];
    if (WORD_END.test(char)) break;
    if (char === '"' || char === "'") {
      const quoted = readQuoted(cursor, char);
      return quoted === undefined ? undefined : word + quoted;
    }
    word += char;
  }
  return word;
}

/** Reads from the opening quote to behind the closing one, which a blank or the end has to follow. */
function readQuoted(cursor: Cursor, quote: string): string | undefined {
  const { line } = cursor;
  let text = '';
  for (cursor.at++; cursor.at < line.length;) {
    const char = line[cursor.at];
    if (char === quote) {
      cursor.at++;
      return cursor.at === line.length || BLANK.test(line[cursor.at]) ? text : undefined;
    }
    text += char === '\\' ? readEscape(cursor, quote) : line[cursor.at++];
  }
  return undefined;
}

function readEscape(cursor: Cursor, quote: string): string {
  const { line, at } = cursor;
  const next = line[at + 1];
  const hex = quote === '"' ? HEX_ESCAPE.exec(line.slice(at, at + 4)) : null;
  if (hex !== null) {
    cursor.at += 4;
    return String.fromCharCode(parseInt(hex[1], 16));
  }
  const escapes = next !== undefined && (quote === '"' || next === "'");
  cursor.at += escapes ? 2 : 1;
  if (!escapes) return '\\';
  return quote === '"' ? (ESCAPES[next] ?? next) : next;
}

const NEEDS_ESCAPE = /[^\x20-\x7e]|["\\]/g;
const WRITTEN_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\x07': '\\a',
  '"': '\\"',
  '\\': '\\\\',
};

/** The byte string in double quotes, in ASCII, so that `splitArgs` reads it back as one word. */
export function quoteArg(bytes: string): string {
  const escape = (char: string): string =>
    WRITTEN_ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return `"${bytes.replace(NEEDS_ESCAPE, escape)}"`;
}
