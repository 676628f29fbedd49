import { StringValue } from '../../datatypes/string-value.ts';
import type { Args } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { BIT_NOT_0_OR_1, SYNTAX } from '../../resp/reply-errors.ts';
import { findBit } from '../../structures/bits.ts';
import { fromStart } from './count.ts';
import { readUnit } from './offset.ts';

export const bitpos = command({
  name: 'BITPOS',
  group: 'bitmap',
  since: '2.8.7',
  summary: 'Finds the first bit that is set, or clear, in the string value of a key or in a part of it.',
  complexity: 'O(N)',
  syntax: 'key bit:integer range=[start:integer end-unit-block=[end:integer unit=[BYTE | BIT]^7.0.0]]',
  arity: -3,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  history: [['7.0.0', 'Added `BYTE` and `BIT`.']],
  handler({ args, db, reply }) {
    const key = args.key();
    const bit = args.integer();
    if (bit !== 0 && bit !== 1) throw BIT_NOT_0_OR_1;
    readRange(args);

    const value = db.lookupRead(key, StringValue);
    if (value === undefined) {
      // To Redis a missing key is zeros without end, whatever the range.
      reply.integer(bit === 0 ? 0 : -1);
      return;
    }
    const total = range.inBits ? value.length * 8 : value.length;
    const from = fromStart(range.start, total);
    const to = Math.min(fromStart(range.end, total), total - 1);
    if (from > to) {
      reply.integer(-1);
      return;
    }
    const last = range.inBits ? to : to * 8 + 7;
    const found = findBit(value.bytes, value.at, range.inBits ? from : from * 8, last, bit);
    // Behind the end of the string there are zeros, unless the range has an end of its own.
    reply.integer(found < 0 && bit === 0 && !range.hasEnd ? last + 1 : found);
  },
});

/** What the arguments said: there is one, which holds until the next command reads its own. */
const range = { start: 0, end: 0, hasEnd: false, inBits: false };

function readRange(args: Args): void {
  range.start = 0;
  range.end = -1;
  range.hasEnd = args.remaining >= 2;
  range.inBits = false;
  if (args.remaining === 0) return;
  if (args.remaining > 3) throw SYNTAX;
  range.start = args.integer();
  if (!range.hasEnd) return;
  const end = args.next();
  // The unit comes first where both are wrong.
  range.inBits = args.remaining > 0 && readUnit(args);
  args.seek(end);
  range.end = args.integer();
}
