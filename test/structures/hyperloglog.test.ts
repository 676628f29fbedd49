import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import {
  cacheCardinality,
  cachedCardinality,
  DENSE_BYTES,
  forgetCardinality,
  hasCardinality,
  isHyperLogLog,
  isSparse,
  patternOf,
  registerOf,
  runOf,
  setDense,
  writeHeader,
} from '../../src/structures/hyperloglog.ts';
import { HASH, murmurHash64 } from '../../src/util/murmur-hash.ts';

function header(): Bytes {
  const bytes = new Bytes(new Uint8Array(20).fill(0xaa));
  writeHeader(bytes, 2);
  return bytes;
}

describe('the header', () => {
  test('of a new value is sparse and counts no element', () => {
    const bytes = header();
    expect(bytes.latin1()).toBe(`\xaa\xaaHYLL\x01${'\0'.repeat(11)}\xaa\xaa`);
    expect(isSparse(bytes, 2)).toBe(true);
    setDense(bytes, 2);
    expect(isSparse(bytes, 2)).toBe(false);
  });

  test('is known by magic, encoding and, where it is dense, the length', () => {
    const bytes = new Bytes(new Uint8Array(DENSE_BYTES + 1));
    expect(isHyperLogLog(bytes, 0, DENSE_BYTES)).toBe(false);
    writeHeader(bytes, 0);
    for (const [length, expected] of [
      [15, false],
      [16, true],
      [18, true],
      [DENSE_BYTES + 1, true],
    ] as const) {
      expect(isHyperLogLog(bytes, 0, length)).toBe(expected);
    }
    setDense(bytes, 0);
    for (const [length, expected] of [
      [18, false],
      [DENSE_BYTES, true],
      [DENSE_BYTES + 1, false],
    ] as const) {
      expect(isHyperLogLog(bytes, 0, length)).toBe(expected);
    }
    bytes.u8[4] = 2;
    expect(isHyperLogLog(bytes, 0, DENSE_BYTES)).toBe(false);
  });

  test('remembers a cardinality, as a bigint only where a number would not do', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (cardinality) => {
        const bytes = header();
        cacheCardinality(bytes, 2, cardinality);
        expect(hasCardinality(bytes, 2)).toBe(true);
        const cached = cachedCardinality(bytes, 2);
        expect(BigInt(cached)).toBe(cardinality);
        expect(typeof cached).toBe(cardinality < 2n ** 53n ? 'number' : 'bigint');
        forgetCardinality(bytes, 2);
        expect(hasCardinality(bytes, 2)).toBe(false);
        expect(bytes.u8.subarray(18)).toEqual(new Uint8Array([0xaa, 0xaa]));
      }),
    );
  });
});

test('an element chooses its register and run by its hash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (element) => {
      const bytes = new Bytes(element);
      const pattern = patternOf(bytes, 0, element.length);
      murmurHash64(bytes, 0, element.length, 0xadc83b19);
      const hash = ((BigInt(HASH.high >>> 0) << 32n) | BigInt(HASH.low >>> 0)).toString(2).padStart(64, '0');
      expect(registerOf(pattern)).toBe(parseInt(hash.slice(-14), 2));
      expect(runOf(pattern)).toBe(/10*$/.exec(`1${hash.slice(0, 50)}`)?.[0].length);
    }),
    { numRuns: 2000 },
  );
});
