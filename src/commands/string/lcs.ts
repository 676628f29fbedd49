import { TYPE_MASK } from '../../datatypes/entry-layout.ts';
import { StringValue } from '../../datatypes/string-value.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keysFrom } from '../../execution/key-specs.ts';
import { Bytes } from '../../memory/bytes.ts';
import { LCS_TOO_LARGE, LCS_WITHOUT_MEMORY, LENGTH_AND_INDEXES, NOT_STRINGS, SYNTAX } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';

/**
 * The longest common subsequence of two strings, by dynamic programming. `lengths[i * width + j]` is its length for the
 * first i bytes of a and the first j bytes of b:
 *
 * ```
 *          b0 b1 b2 …          equal bytes:  the corner above and left, and one more
 *      ┌───────────── j        others:       the larger of above and left
 *   a0 │ 0  0  0  0
 *   a1 │ 0  ↖+1 …              the sequence itself is read back from the last corner to the first
 *    i │ 0
 * ```
 */
interface LcsTable {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly lengths: Uint32Array;
}

const IDX = keyword('IDX');
const LEN = keyword('LEN');
const WITHMATCHLEN = keyword('WITHMATCHLEN');
const MINMATCHLEN = keyword('MINMATCHLEN');

interface LcsOptions {
  readonly indexes: boolean;
  readonly length: boolean;
  readonly withMatchLength: boolean;
  readonly minMatchLength: number;
}

export const lcs = command({
  name: 'LCS',
  group: 'string',
  since: '7.0.0',
  summary: 'Finds the longest common subsequence of two strings.',
  complexity: 'O(N*M), N and M being the lengths of the strings.',
  syntax: 'key1:key key2:key#0 [LEN] [IDX] [MINMATCHLEN min-match-len:integer] [WITHMATCHLEN]',
  arity: -3,
  flags: ['readonly'],
  keys: [{ ...keysFrom(1, 1, 1, 'RO', 'access') }],
  handler(context) {
    const { args, reply } = context;
    const a = copyOfString(context, args.key());
    const b = copyOfString(context, args.key());
    if (a === undefined || b === undefined) throw NOT_STRINGS;
    const options = readLcsOptions(context);
    const table = fillTable(a, b, context.keyspace.limits.maxStringLength);
    if (options.indexes) replyIndexes(context, table, options);
    else if (options.length) reply.integer(lengthOf(table));
    else replySequence(context, table);
  },
});

/** The string of a key, empty where there is none; undefined where it holds something else. */
function copyOfString({ db }: Context, key: Key): Uint8Array | undefined {
  const address = db.findRead(key);
  if (address === 0) return new Uint8Array(0);
  if ((db.entries.head & TYPE_MASK) !== StringValue.code) return undefined;
  const { view } = StringValue;
  view.bind(db.entries, address, key.hash);
  return view.bytes.u8.slice(view.at, view.at + view.length);
}

function readLcsOptions({ args }: Context): LcsOptions {
  let indexes = false;
  let length = false;
  let withMatchLength = false;
  let minMatchLength = 0;
  while (args.remaining > 0) {
    if (args.take(IDX)) indexes = true;
    else if (args.take(LEN)) length = true;
    else if (args.take(WITHMATCHLEN)) withMatchLength = true;
    else if (args.take(MINMATCHLEN)) {
      args.need();
      minMatchLength = args.integer();
    } else throw SYNTAX;
  }
  if (length && indexes) throw LENGTH_AND_INDEXES;
  return { indexes, length, withMatchLength, minMatchLength };
}

/** Throws LCS_TOO_LARGE where the table takes more than `maxBytes`, LCS_WITHOUT_MEMORY where the system has no more. */
function fillTable(a: Uint8Array, b: Uint8Array, maxBytes: number): LcsTable {
  const width = b.length + 1;
  const lengths = allocate((a.length + 1) * width, maxBytes);
  for (let i = 1; i <= a.length; i++) {
    const row = i * width;
    const above = row - width;
    const byte = a[i - 1];
    let left = 0;
    for (let j = 1; j < width; j++) {
      if (byte === b[j - 1]) left = lengths[above + j - 1] + 1;
      else left = Math.max(left, lengths[above + j]);
      lengths[row + j] = left;
    }
  }
  return { a, b, lengths };
}

function allocate(cells: number, maxBytes: number): Uint32Array {
  if (cells * Uint32Array.BYTES_PER_ELEMENT > maxBytes) throw LCS_TOO_LARGE;
  try {
    return new Uint32Array(cells);
  } catch {
    throw LCS_WITHOUT_MEMORY;
  }
}

function lengthOf({ lengths }: LcsTable): number {
  return lengths[lengths.length - 1];
}

/**
 * Walks back through the bytes of the sequence, from its last to its first. Where two ways are equally good the byte of
 * b is passed over.
 */
function walkBack({ a, b, lengths }: LcsTable, visit: (i: number, j: number) => void): void {
  const width = b.length + 1;
  let i = a.length;
  let j = b.length;
  while (i > 0 && j > 0) {
    if (a[i - 1] === b[j - 1]) visit(--i, --j);
    else if (lengths[(i - 1) * width + j] > lengths[i * width + j - 1]) i--;
    else j--;
  }
}

function replySequence({ reply }: Context, table: LcsTable): void {
  const sequence = Bytes.uninitialised(lengthOf(table));
  let at = sequence.length;
  walkBack(table, (i) => {
    sequence.u8[--at] = table.a[i];
  });
  reply.bulk(sequence, 0, sequence.length);
}

/** A stretch of the sequence that stands in one piece in both strings. */
interface Match {
  a: number;
  b: number;
  length: number;
}

/** The matches, the last first. */
function matchesOf(table: LcsTable): Match[] {
  const matches: Match[] = [];
  walkBack(table, (i, j) => {
    const last = matches.at(-1);
    if (last !== undefined && last.a === i + 1 && last.b === j + 1) {
      last.a = i;
      last.b = j;
      last.length++;
    } else {
      matches.push({ a: i, b: j, length: 1 });
    }
  });
  return matches;
}

function replyIndexes({ reply }: Context, table: LcsTable, options: LcsOptions): void {
  const matches = matchesOf(table).filter(({ length }) => length >= options.minMatchLength);
  reply.map(2);
  reply.bulkLatin1('matches');
  reply.array(matches.length);
  for (const { a, b, length } of matches) {
    reply.array(options.withMatchLength ? 3 : 2);
    replyStretch(reply, a, length);
    replyStretch(reply, b, length);
    if (options.withMatchLength) reply.integer(length);
  }
  reply.bulkLatin1('len');
  reply.integer(lengthOf(table));
}

function replyStretch(reply: Context['reply'], from: number, length: number): void {
  reply.array(2);
  reply.integer(from);
  reply.integer(from + length - 1);
}
