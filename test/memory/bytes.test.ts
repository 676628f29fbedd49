import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes, compareBytes, copyBytes, equalBytes } from '../../src/memory/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 300, size: 'max' });
const offset = fc.integer({ min: 0, max: 9 });

/** The same bytes at an offset of a memory that has others around them. */
function placed(content: Uint8Array, at: number): Bytes {
  const memory = new Uint8Array(content.length + at + 5).fill(0xa5);
  memory.set(content, at);
  return new Bytes(memory);
}

describe('Bytes', () => {
  test('windows see a part of a larger buffer as their own', () => {
    const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
    const part = new Bytes(buffer.subarray(2, 7));
    expect(part.length).toBe(5);
    expect(part.view.getUint32(1, true)).toBe(0x07060504);
    expect(part.latin1(0, 2)).toBe('\x03\x04');
  });

  test('text in both encodings, whole and in part', () => {
    expect(Bytes.fromString('aé').utf8()).toBe('aé');
    expect(Bytes.fromString('aé').latin1()).toBe('aÃ©');
    expect(Bytes.fromString('aéz', 'latin1').latin1(1, 2)).toBe('é');
    expect(Bytes.fromString('aéz').utf8(1, 3)).toBe('é');
  });

  test('copyOf is memory of its own', () => {
    const source = Bytes.fromString('abcdef');
    const copy = Bytes.copyOf(source, 1, 4);
    source.u8.fill(0);
    expect(copy.latin1()).toBe('bcd');
  });

  test('zeroed memory is', () => {
    expect(Bytes.zeroed(1000).u8.every((byte) => byte === 0)).toBe(true);
  });
});

describe('copyBytes', () => {
  test('copies the range and nothing else', () => {
    fc.assert(
      fc.property(bytes, offset, offset, (content, from, to) => {
        const target = new Bytes(new Uint8Array(content.length + to + 5).fill(0x5a));
        copyBytes(placed(content, from), from, target, to, content.length);
        expect(target.u8).toEqual(
          new Uint8Array([...Array<number>(to).fill(0x5a), ...content, ...Array<number>(5).fill(0x5a)]),
        );
      }),
    );
  });

  test('moves bytes forward within one memory', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 20 }), (content, distance) => {
        const memory = placed(content, distance);
        copyBytes(memory, distance, memory, 0, content.length);
        expect(memory.u8.subarray(0, content.length)).toEqual(content);
      }),
    );
  });
});

describe('equalBytes', () => {
  test('is true for the same bytes, false when any one of them differs', () => {
    fc.assert(
      fc.property(bytes, offset, offset, fc.nat(), (content, from, to, pick) => {
        const left = placed(content, from);
        const right = placed(content, to);
        expect(equalBytes(left, from, right, to, content.length)).toBe(true);
        if (content.length === 0) return;
        right.u8[to + (pick % content.length)] ^= 1;
        expect(equalBytes(left, from, right, to, content.length)).toBe(false);
      }),
    );
  });
});

describe('compareBytes', () => {
  test('orders as Buffer.compare does', () => {
    const words = fc.uint8Array({ maxLength: 6, max: 3 });
    fc.assert(
      fc.property(words, words, offset, (a, b, at) => {
        const order = compareBytes(placed(a, at), at, a.length, placed(b, 1), 1, b.length);
        expect(Math.sign(order)).toBe(Buffer.compare(a, b));
      }),
    );
  });

  test('takes bytes as unsigned', () => {
    const memory = new Bytes(new Uint8Array([0x80, 0x7f]));
    expect(compareBytes(memory, 0, 1, memory, 1, 1)).toBeGreaterThan(0);
  });
});
