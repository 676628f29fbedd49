import { StringValue } from '../../datatypes/string-value.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { INVALID_BIT } from '../../resp/reply-errors.ts';
import { readBitOffset } from './offset.ts';
import { lookupBits } from './growth.ts';

export const setbit = command({
  name: 'SETBIT',
  group: 'bitmap',
  since: '2.2.0',
  summary: 'Sets or clears one bit of the string value of a key, which grows with zeros as far as needed.',
  complexity: 'O(1); where the value must grow, O(N) in its new length.',
  syntax: 'key offset:integer value:integer',
  arity: 4,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'RW', 'access', 'update')],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const offset = readBitOffset(context);
    const bit = args.integerWithin(0, 1, INVALID_BIT);

    const index = Math.floor(offset / 8);
    const shift = 7 - (offset & 7);
    const value = db.lookupWrite(key, StringValue);
    const grows = value === undefined || value.length <= index;
    const bits = lookupBits(db, key, value, index + 1);
    const byte = bits.bytes.u8[bits.at + index];
    const before = (byte >>> shift) & 1;
    if (grows || before !== bit) {
      bits.bytes.u8[bits.at + index] = (byte & ~(1 << shift)) | (bit << shift);
      db.changed(key, 'setbit');
    }
    reply.integer(before);
  },
});

export const getbit = command({
  name: 'GETBIT',
  group: 'bitmap',
  since: '2.2.0',
  summary: 'Returns one bit of the string value of a key; behind its end all are 0.',
  complexity: 'O(1)',
  syntax: 'key offset:integer',
  arity: 3,
  flags: ['readonly', 'fast'],
  keys: [keyAt(1, 'RO', 'access')],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    const offset = readBitOffset(context);
    const value = db.lookupRead(key, StringValue);
    const index = Math.floor(offset / 8);
    if (value === undefined || index >= value.length) reply.integer(0);
    else reply.integer((value.bytes.u8[value.at + index] >>> (7 - (offset & 7))) & 1);
  },
});
