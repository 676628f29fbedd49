import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { command, integer, key, oneOf, options, repeated, value } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';

/** Positions around bytes, words and the ends of short strings. */
const position = fc.oneof(
  { weight: 6, arbitrary: fc.nat(70).map(String) },
  { weight: 3, arbitrary: oneOf('127', '128', '255', '256', '359', '360', '2039', '2040', '2047', '2048', '79999') },
);

/** The same with what is refused. None so far that it would make a string of megabytes. */
const bitOffset = fc.oneof(
  { weight: 12, arbitrary: position },
  { weight: 1, arbitrary: oneOf('-1', '4294967296', '9223372036854775807', '9223372036854775808', '', 'abc', '1.5') },
);

/** Where a bit is only read, however far away. */
const anyOffset = fc.oneof({ weight: 4, arbitrary: bitOffset }, { weight: 1, arbitrary: oneOf('4294967295') });

const place = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -90, max: 90 }).map(String) },
  { weight: 2, arbitrary: fc.integer({ min: -80_100, max: 80_100 }).map(String) },
  {
    weight: 1,
    arbitrary: oneOf('-9223372036854775808', '-9223372036854775807', '9223372036854775807', '9223372036854775808', 'x'),
  },
);

const unit = oneOf('BYTE', 'BIT');

const encoding = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 64 }).map((bits) => `i${bits}`) },
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 63 }).map((bits) => `u${bits}`) },
  {
    weight: 1,
    arbitrary: oneOf('u64', 'i65', 'u0', 'i0', 'I8', 'i', '', 'u08', 'u+8', 'x8', 'u8\x00', 'i9223372036854775808'),
  },
);

const fieldOffset = fc.oneof(
  { weight: 6, arbitrary: bitOffset },
  { weight: 5, arbitrary: fc.nat(20).map((field) => `#${field}`) },
  { weight: 1, arbitrary: oneOf('#', '#-1', '##1', '#4611686018427387904', '#9223372036854775807', '#01', '# 1') },
);

/** Operands near the ends of fields, and any. */
const operand = fc.oneof(
  integer,
  fc
    .tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([bits, more, isNegative]) => String((2n ** BigInt(bits) + BigInt(more)) * (isNegative ? -1n : 1n))),
);

const fieldOperation = fc.oneof(
  command('GET', encoding, fieldOffset),
  command('SET', encoding, fieldOffset, operand),
  command('INCRBY', encoding, fieldOffset, operand),
  command('INCRBY', encoding, fieldOffset, operand),
  command('OVERFLOW', oneOf('WRAP', 'SAT', 'FAIL', 'SAT', 'FAIL', 'bogus')),
);

const operations = fc.array(fieldOperation, { minLength: 0, maxLength: 6 }).map((all) => all.flat());

/** Random bytes of random lengths, and long runs, which searches pass over. */
const bitmap = fc.oneof(
  value,
  fc
    .tuple(fc.constantFrom('\x00', '\xff', 'Z'), fc.constantFrom(1, 4, 7, 8, 31, 32, 33, 520, 5000, 33_000, 66_000))
    .map(([byte, length]) => byte.repeat(length)),
  fc
    .array(fc.nat(255), { minLength: 1, maxLength: 48 })
    .map((bytes) => bytes.map((byte) => String.fromCharCode(byte)).join('')),
);

export const bitmapCommands: readonly Arbitrary<CommandArgs>[] = [
  command('SET', key, bitmap),
  command('SET', key, bitmap),
  command('GET', key),
  command('STRLEN', key),
  command('SETRANGE', key, fc.nat(5000).map(String), bitmap),
  command('SETBIT', key, bitOffset, oneOf('0', '1', '1', '2', '-1', '')),
  command('SETBIT', key, bitOffset, oneOf('0', '1')),
  command('GETBIT', key, anyOffset),
  command('BITCOUNT', key),
  command('BITCOUNT', key, place, place),
  command('BITCOUNT', key, place, place, unit),
  command('BITPOS', key, oneOf('0', '1')),
  command('BITPOS', key, oneOf('0', '1', '2', '-1', 'x'), place),
  command('BITPOS', key, oneOf('0', '1'), place, place),
  command('BITPOS', key, oneOf('0', '1'), place, place, unit),
  command('BITOP', oneOf('AND', 'OR', 'XOR'), key, repeated(1, 5, key)),
  command('BITOP', oneOf('AND', 'OR', 'XOR'), key, repeated(1, 5, key)),
  command('BITOP', 'NOT', key, key),
  command('BITOP', oneOf('NOT', 'bogus', ''), key, repeated(1, 2, key)),
  command('BITFIELD', key, operations),
  command('BITFIELD', key, operations),
  command('BITFIELD_RO', key, repeated(0, 3, oneOf('GET'), encoding, fieldOffset)),
  command('BITFIELD_RO', key, operations),
  command('COMMAND', 'GETKEYSANDFLAGS', 'BITFIELD', key, operations),
  command('OBJECT', 'ENCODING', key),
  command('GETEX', key, options(command('EX', '100000'), command('PERSIST'))),
  command('EXISTS', key),
  command('PERSIST', key),
];
