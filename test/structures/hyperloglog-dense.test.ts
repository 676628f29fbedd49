import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import {
  countDense,
  denseRegister,
  raiseDenseRegister,
  setDenseRegister,
  SpreadRegisters,
} from '../../src/structures/hyperloglog-dense.ts';
import { HEADER_BYTES, REGISTERS } from '../../src/structures/hyperloglog.ts';
import { denseOf, histogramOf, modelOf, settings } from './hyperloglog-values.ts';

const PACKED = (REGISTERS * 6) / 8;

function registersIn(bytes: Bytes, at: number): Map<number, number> {
  const found = new Map<number, number>();
  for (let i = 0; i < REGISTERS; i++) {
    const run = denseRegister(bytes, at, i);
    if (run !== 0) found.set(i, run);
  }
  return found;
}

function sorted(model: Map<number, number>): [number, number][] {
  return [...model].sort(([a], [b]) => a - b);
}

describe('dense registers', () => {
  test('hold what a Map of registers holds', () => {
    fc.assert(
      fc.property(settings(63), (made) => {
        const bytes = new Bytes(new Uint8Array(PACKED + 2).fill(0xaa));
        bytes.u8.fill(0, 1, PACKED + 1);
        for (const [i, [register, run]] of made.entries()) {
          const before = modelOf(made.slice(0, i)).get(register) ?? 0;
          expect(raiseDenseRegister(bytes, 1, register, run)).toBe(run > before);
        }
        expect(sorted(registersIn(bytes, 1))).toEqual(sorted(modelOf(made)));
        expect([bytes.u8[0], bytes.u8[PACKED + 1]]).toEqual([0xaa, 0xaa]);
      }),
    );
  });

  test('keep their values when those beside them are set to all ones and to none', () => {
    const bytes = new Bytes(new Uint8Array(PACKED));
    for (const register of [0, 1, 2, 3, 4, 5, 6, 7, 8191, 16_382, 16_383]) {
      bytes.u8.fill(0);
      setDenseRegister(bytes, 0, register, 63);
      expect([...registersIn(bytes, 0)]).toEqual([[register, 63]]);
      bytes.u8.fill(0xff);
      setDenseRegister(bytes, 0, register, 0);
      expect(registersIn(bytes, 0).has(register)).toBe(false);
      expect(registersIn(bytes, 0).size).toBe(REGISTERS - 1);
    }
  });

  test('are counted by the run that they hold', () => {
    fc.assert(
      fc.property(settings(63), (made) => {
        const histogram = new Int32Array(64);
        countDense(denseOf(modelOf(made)), HEADER_BYTES, histogram);
        expect([...histogram]).toEqual(histogramOf(modelOf(made)));
      }),
    );
  });

  test.each([true, false])('are merged and packed alike by word or one by one (wordwise: %s)', (wordwise) => {
    fc.assert(
      fc.property(fc.array(settings(63), { maxLength: 4 }), (values) => {
        const registers = new SpreadRegisters();
        registers.wordwise = wordwise;
        registers.clear();
        for (const made of values) registers.raiseToDense(denseOf(modelOf(made)), HEADER_BYTES);
        const merged = modelOf(values.flat());
        expect([...registers.bytes.u8]).toEqual(Array.from({ length: REGISTERS }, (_, i) => merged.get(i) ?? 0));
        const packed = new Bytes(new Uint8Array(PACKED + 2).fill(0xaa));
        registers.packTo(packed, 1);
        expect(sorted(registersIn(packed, 1))).toEqual(sorted(merged));
        expect([packed.u8[0], packed.u8[PACKED + 1]]).toEqual([0xaa, 0xaa]);
        const histogram = new Int32Array(64);
        registers.count(histogram);
        expect([...histogram]).toEqual(histogramOf(merged));
      }),
      { numRuns: 30 },
    );
  });

  test('all of them random: by word is as one by one', () => {
    const full = fc.uint8Array({ minLength: PACKED, maxLength: PACKED });
    fc.assert(
      fc.property(full, full, (a, b) => {
        const [byWord, oneByOne] = [new SpreadRegisters(), new SpreadRegisters()];
        oneByOne.wordwise = false;
        for (const value of [a, b]) {
          byWord.raiseToDense(new Bytes(value), 0);
          oneByOne.raiseToDense(new Bytes(value), 0);
        }
        expect(Buffer.compare(byWord.bytes.u8, oneByOne.bytes.u8)).toBe(0);
        const packed = [new Bytes(new Uint8Array(PACKED)), new Bytes(new Uint8Array(PACKED))];
        byWord.packTo(packed[0], 0);
        oneByOne.packTo(packed[1], 0);
        expect(Buffer.compare(packed[0].u8, packed[1].u8)).toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});
