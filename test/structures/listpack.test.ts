import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import {
  backLengthSize,
  bigIntegerOf,
  ElementText,
  elementSize,
  EncodedRun,
  findElement,
  integerOf,
  isEnd,
  isInteger,
  LISTPACK_EMPTY,
  LISTPACK_HEADER,
  listpackCount,
  listpackLength,
  nextElement,
  previousElement,
  seekElement,
  skipElements,
  writeEmptyListpack,
  writeListpackHeader,
} from '../../src/structures/listpack.ts';

const AT = 3;

/** A listpack of these byte strings, `AT` bytes into its memory. */
function listpackOf(elements: readonly string[]): Bytes {
  const run = new EncodedRun();
  for (const element of elements) {
    const bytes = Bytes.fromString(element, 'latin1');
    run.add(bytes, 0, bytes.length);
  }
  const memory = Bytes.zeroed(AT + LISTPACK_EMPTY + run.length + 8);
  memory.u8.set(run.bytes.u8.subarray(0, run.length), AT + LISTPACK_HEADER);
  writeListpackHeader(memory, AT, LISTPACK_EMPTY + run.length, elements.length);
  return memory;
}

function elementsOf(bytes: Bytes): string[] {
  const text = new ElementText();
  const elements: string[] = [];
  for (let p = AT + LISTPACK_HEADER; !isEnd(bytes, p); p = nextElement(bytes, p)) {
    elements.push(text.read(bytes, p).latin1());
  }
  return elements;
}

const EDGES = [
  ...['', '0', '-1', '127', '128', '-128', '4095', '4096', '-4096', '-4097', '32767', '32768', '-32768', '-32769'],
  ...['8388607', '8388608', '-8388608', '-8388609', '2147483647', '2147483648', '-2147483648', '-2147483649'],
  ...['9007199254740991', '9007199254740992', '-9007199254740993', '9223372036854775807', '-9223372036854775808'],
  ...['9223372036854775808', '-9223372036854775809', '00', '01', '-0', '+1', '1.0', ' 1', '1 ', '-', '12a'],
  ...[62, 63, 64, 125, 126, 127, 128, 4094, 4095, 4096, 16_380, 16_381, 16_383].map((length) => 'x'.repeat(length)),
];
const element = fc.oneof(
  fc.constantFrom(...EDGES),
  fc.string({ unit: 'binary-ascii', maxLength: 80 }),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
  fc.integer().map(String),
);

describe('a listpack', () => {
  test('that is empty has its header and its end', () => {
    const bytes = Bytes.zeroed(LISTPACK_EMPTY);
    writeEmptyListpack(bytes, 0);
    expect([...bytes.u8]).toEqual([7, 0, 0, 0, 0, 0, 255]);
    expect(listpackCount(bytes, 0)).toBe(0);
    expect(seekElement(bytes, 0, 0)).toBe(-1);
  });

  test('holds each integer in its shortest form', () => {
    const sizes: Record<string, number> = {
      ...{ 0: 1, 127: 1, 128: 2, '-1': 2, 4095: 2, '-4096': 2, 4096: 3, '-4097': 3, 32767: 3, 32768: 4 },
      ...{ '-8388608': 4, 8388608: 5, 2147483647: 5, 2147483648: 9, '-9223372036854775808': 9 },
    };
    for (const [integer, size] of Object.entries(sizes)) {
      const bytes = listpackOf([integer]);
      expect(elementSize(bytes, AT + LISTPACK_HEADER), integer).toBe(size + 1);
      expect(isInteger(bytes, AT + LISTPACK_HEADER)).toBe(true);
      expect(bigIntegerOf(bytes, AT + LISTPACK_HEADER)).toBe(BigInt(integer));
      expect(integerOf(bytes, AT + LISTPACK_HEADER)).toBe(Number(integer));
    }
  });

  test('holds what is no canonical 64-bit integer as a string', () => {
    for (const text of ['', '00', '01', '-0', '+1', '1.0', ' 1', '-', '9223372036854775808', '-9223372036854775809']) {
      const bytes = listpackOf([text]);
      expect(isInteger(bytes, AT + LISTPACK_HEADER), text).toBe(false);
      expect(elementsOf(bytes)).toEqual([text]);
    }
  });

  test('reads back what was written, from both ends and by index', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 12 }), (elements) => {
        const bytes = listpackOf(elements);
        expect(elementsOf(bytes)).toEqual(elements);
        expect(listpackCount(bytes, AT)).toBe(elements.length);
        const text = new ElementText();
        let p = AT + listpackLength(bytes, AT) - 1;
        for (const expected of [...elements].reverse()) {
          p = previousElement(bytes, p);
          expect(text.read(bytes, p).latin1()).toBe(expected);
        }
        expect(p).toBe(AT + LISTPACK_HEADER);
        for (const [index, expected] of elements.entries()) {
          expect(text.read(bytes, seekElement(bytes, AT, index)).latin1()).toBe(expected);
          expect(text.read(bytes, seekElement(bytes, AT, index - elements.length)).latin1()).toBe(expected);
        }
        expect(seekElement(bytes, AT, elements.length)).toBe(-1);
        expect(seekElement(bytes, AT, -elements.length - 1)).toBe(-1);
      }),
    );
  });

  test('finds an element where an equal one stands, among all or the names of pairs', () => {
    const wanted = new EncodedRun();
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 12 }), fc.nat(), fc.boolean(), (elements, at, pairs) => {
        const stride = pairs ? 2 : 1;
        if (pairs && elements.length % 2 === 1) elements.push('odd');
        const bytes = listpackOf(elements);
        const sought = Bytes.fromString(elements[at % elements.length], 'latin1');
        const found = findElement(bytes, AT + LISTPACK_HEADER, wanted.clear().add(sought, 0, sought.length), stride);
        const index = elements.findIndex((e, i) => i % stride === 0 && e === elements[at % elements.length]);
        const expected = index < 0 ? -1 : skipElements(bytes, AT + LISTPACK_HEADER, index);
        expect(found).toBe(expected);
      }),
    );
  });

  test('copies elements as they stand into a run', () => {
    const source = listpackOf(EDGES);
    const run = new EncodedRun();
    for (let p = AT + LISTPACK_HEADER; !isEnd(source, p); p = nextElement(source, p)) run.addEncoded(source, p);
    const length = listpackLength(source, AT) - LISTPACK_EMPTY;
    const from = AT + LISTPACK_HEADER;
    expect(run.length).toBe(length);
    expect(Buffer.compare(run.bytes.u8.subarray(0, length), source.u8.subarray(from, from + length))).toBe(0);
  });

  test('counts its elements where their number does not fit its header', () => {
    const many = Array.from({ length: 70_000 }, (_, i) => String(i % 100));
    const bytes = listpackOf(many);
    expect(bytes.view.getUint16(AT + 4, true)).toBe(65_535);
    expect(listpackCount(bytes, AT)).toBe(70_000);
  });

  test('the length behind an element takes as many bytes as Redis gives it', () => {
    const edges = [1, 127, 128, 16_382, 16_383, 2_097_150, 2_097_151, 268_435_454, 268_435_455];
    expect(edges.map(backLengthSize)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5]);
  });
});
