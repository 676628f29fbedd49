import { StringValue } from '../../datatypes/string-value.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { SYNTAX } from '../../resp/reply-errors.ts';
import { countBitRange, countBits } from '../../structures/bits.ts';
import { readUnit } from './offset.ts';

export const bitcount = command({
  name: 'BITCOUNT',
  group: 'bitmap',
  since: '2.6.0',
  summary: 'Counts the bits that are set in the string value of a key, or in a part of it.',
  complexity: 'O(N)',
  syntax: 'key range=[start:integer end:integer unit=[BYTE | BIT]^7.0.0]',
  arity: -2,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  history: [['7.0.0', 'Added `BYTE` and `BIT`.']],
  handler({ args, db, reply }) {
    const key = args.key();
    if (args.remaining === 0) {
      const whole = db.lookupRead(key, StringValue);
      reply.integer(whole === undefined ? 0 : countBits(whole.bytes, whole.at, whole.length));
      return;
    }
    if (args.remaining !== 2 && args.remaining !== 3) throw SYNTAX;
    const start = args.int64();
    const end = args.int64();
    const inBits = args.remaining > 0 && readUnit(args);

    const value = db.lookupRead(key, StringValue);
    const length = value === undefined ? 0 : value.length;
    const total = inBits ? length * 8 : length;
    const crossed = start < 0 && end < 0 && start > end;
    const from = fromStart(start, total);
    const to = Math.min(fromStart(end, total), total - 1);
    if (value === undefined || crossed || from > to) reply.integer(0);
    else if (inBits) reply.integer(countBitRange(value.bytes, value.at, from, to));
    else reply.integer(countBits(value.bytes, value.at + from, to - from + 1));
  },
});

/** An index of `total` places; a negative one counts from the end, but not beyond the start. */
export function fromStart(index: number | bigint, total: number): number {
  const number = Number(index);
  return number < 0 ? Math.max(0, total + number) : number;
}
