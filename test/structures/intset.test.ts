import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import type { SetInteger } from '../../src/structures/intset.ts';
import {
  findInteger,
  insertInteger,
  INTSET_HEADER,
  integerWidth,
  intsetCount,
  intsetInteger,
  intsetLength,
  intsetWidth,
  memberInteger,
  removeInteger,
  writeIntsetHeader,
} from '../../src/structures/intset.ts';

/** An intset somewhere in its memory, with room. */
const AT = 3;

function emptySet(): Bytes {
  const bytes = Bytes.zeroed(4096);
  writeIntsetHeader(bytes, AT, 2, 0);
  return bytes;
}

function add(bytes: Bytes, value: SetInteger): boolean {
  const index = findInteger(bytes, AT, value);
  if (index >= 0) return false;
  insertInteger(bytes, AT, Math.max(intsetWidth(bytes, AT), integerWidth(value)), -1 - index, value);
  return true;
}

function integersOf(bytes: Bytes): SetInteger[] {
  return Array.from({ length: intsetCount(bytes, AT) }, (_, index) => intsetInteger(bytes, AT, index));
}

function hex(bytes: Bytes): string {
  const length = intsetLength(intsetWidth(bytes, AT), intsetCount(bytes, AT));
  return Buffer.from(bytes.u8.subarray(AT, AT + length)).toString('hex');
}

const ascending = (a: SetInteger, b: SetInteger): number => (a < b ? -1 : a > b ? 1 : 0);

/** An integer as the functions want it: a number where that is exact. */
const toInteger = (value: bigint): SetInteger => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

const edges = [7, 8, 15, 16, 31, 32, 52, 53, 54, 63].flatMap((bits) =>
  [-1n, 0n, 1n].flatMap((step) => [2n ** BigInt(bits) + step, -(2n ** BigInt(bits)) + step]),
);
const int64 = fc
  .oneof(
    fc.constantFrom(...edges),
    fc.bigInt(-300n, 300n),
    fc.bigInt(-(2n ** 33n), 2n ** 33n),
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  )
  .map((value) => toInteger(BigInt.asIntN(64, value)));

describe('an intset', () => {
  test('has the bytes that Redis writes', () => {
    const bytes = emptySet();
    expect(hex(bytes)).toBe('0200000000000000');
    for (const value of [5, -1, 3]) add(bytes, value);
    expect(hex(bytes)).toBe('0200000003000000ffff03000500');
    add(bytes, 70_000);
    expect(hex(bytes)).toBe('0400000004000000ffffffff030000000500000070110100');
    add(bytes, -(2n ** 63n));
    expect(hex(bytes)).toBe(
      '08000000050000000000000000000080ffffffffffffffff030000000000000005000000000000007011010000000000',
    );
    removeInteger(bytes, AT, 0);
    expect(hex(bytes)).toBe('0800000004000000ffffffffffffffff030000000000000005000000000000007011010000000000');
  });

  test('takes 8 bytes and its integers', () => {
    expect([intsetLength(2, 0), intsetLength(4, 3)]).toEqual([INTSET_HEADER, 20]);
  });

  test('is a sorted set of integers, whatever is added and removed', () => {
    const edit = fc.record({ value: int64, removes: fc.boolean() });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 60 }), (edits) => {
        const bytes = emptySet();
        const model = new Set<SetInteger>();
        let width = 2;
        for (const { value, removes } of edits) {
          if (removes) {
            const index = findInteger(bytes, AT, value);
            expect(index >= 0).toBe(model.delete(value));
            if (index >= 0) removeInteger(bytes, AT, index);
          } else {
            expect(add(bytes, value)).toBe(!model.has(value));
            model.add(value);
            width = Math.max(width, integerWidth(value));
          }
          expect(integersOf(bytes)).toEqual([...model].sort(ascending));
          expect(intsetWidth(bytes, AT)).toBe(width);
        }
      }),
    );
  });

  test('finds each integer at its index, and the place of a missing one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(int64, { minLength: 1, maxLength: 40 }), int64, (values, other) => {
        const bytes = emptySet();
        for (const value of values) add(bytes, value);
        const sorted = [...values].sort(ascending);
        sorted.forEach((value, index) => expect(findInteger(bytes, AT, value)).toBe(index));
        if (!values.includes(other)) {
          expect(findInteger(bytes, AT, other)).toBe(-1 - sorted.filter((value) => value < other).length);
        }
      }),
    );
  });
});

describe('an integer', () => {
  test('has the width that it needs', () => {
    const widths = [32_767, 32_768, -32_768, -32_769, 2_147_483_647, 2_147_483_648, -2_147_483_648, -2_147_483_649];
    expect(widths.map(integerWidth)).toEqual([2, 4, 2, 4, 4, 8, 4, 8]);
    expect([2n ** 63n - 1n, -(2n ** 63n)].map(integerWidth)).toEqual([8, 8]);
  });

  test('is a member that spells it in the one canonical way', () => {
    const read = (text: string): SetInteger | undefined => {
      const bytes = Bytes.fromString(`x${text}7`, 'latin1');
      return memberInteger(bytes, 1, text.length);
    };
    const spelled = ['0', '-1', '9007199254740991', '9007199254740993', '9223372036854775807', '-9223372036854775808'];
    expect(spelled.map((text) => String(read(text)))).toEqual(spelled);
    expect(typeof read('9007199254740991')).toBe('number');
    expect(typeof read('9007199254740992')).toBe('bigint');
    const others = ['', '-', '-0', '01', '+1', ' 1', '1 ', '1.0', 'a', '9223372036854775808', '-9223372036854775809'];
    for (const text of [...others, '1'.repeat(21)]) expect(read(text)).toBeUndefined();
  });
});
