import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CORRUPT,
  countSparse,
  raiseToSparse,
  RAISED,
  SparseEditor,
  TOO_LARGE,
  UNCHANGED,
  walkSparse,
} from '../../src/structures/hyperloglog-sparse.ts';
import { hasCardinality, HEADER_BYTES, REGISTERS } from '../../src/structures/hyperloglog.ts';
import { histogramOf, modelOf, MovingValue, settings } from './hyperloglog-values.ts';

const NO_LIMIT = 1_000_000;

function registersOf(value: MovingValue): Map<number, number> {
  const spread = new Uint8Array(REGISTERS);
  expect(raiseToSparse(spread, value)).toBe(true);
  return new Map([...spread].flatMap((run, register) => (run === 0 ? [] : [[register, run] as const])));
}

function raiseAll(value: MovingValue, made: readonly (readonly [number, number])[], editor = new SparseEditor()): void {
  for (const [register, run] of made) {
    editor.open(value);
    editor.raise(register, run, NO_LIMIT);
  }
}

/** The runs of a value in which registers 0, 1, ... hold these, made one after the other. */
function runsOf(...made: (readonly [number, number])[]): string {
  const value = new MovingValue();
  raiseAll(value, made);
  return shown(value);
}

function shown(value: MovingValue): string {
  const runs: string[] = [];
  walkSparse(value, (run, span, isLong) => runs.push(run > 0 ? `v:${run},${span}` : `${isLong ? 'Z' : 'z'}:${span}`));
  return runs.join(' ');
}

describe('sparse registers', () => {
  test('hold what a Map of registers holds, whatever is set in which order', () => {
    fc.assert(
      fc.property(settings(32), (made) => {
        const value = new MovingValue();
        const editor = new SparseEditor();
        for (const [i, [register, run]] of made.entries()) {
          const before = modelOf(made.slice(0, i)).get(register) ?? 0;
          editor.open(value);
          expect(editor.raise(register, run, NO_LIMIT)).toBe(run > before ? RAISED : UNCHANGED);
          expect(value.keepsToItself).toBe(true);
        }
        expect(registersOf(value)).toEqual(modelOf([...made].sort(([a], [b]) => a - b)));
        const histogram = new Int32Array(64);
        expect(countSparse(value, histogram)).toBe(true);
        expect([...histogram]).toEqual(histogramOf(modelOf(made)));
      }),
      { numRuns: 300 },
    );
  });

  test('are the same bytes when set in ascending order by an editor that goes on from where it was', () => {
    fc.assert(
      fc.property(settings(32), settings(32), (first, then) => {
        const ascending = [...modelOf(then)].sort(([a], [b]) => a - b);
        const [fresh, going] = [new MovingValue(), new MovingValue()];
        raiseAll(fresh, first);
        raiseAll(going, first);
        raiseAll(fresh, ascending);
        const editor = new SparseEditor();
        editor.open(going);
        for (const [register, run] of ascending) editor.raise(register, run, NO_LIMIT);
        expect(going.runs).toEqual(fresh.runs);
      }),
      { numRuns: 300 },
    );
  });

  test('split and join as Redis does', () => {
    expect(runsOf()).toBe('Z:16384');
    expect(runsOf([0, 3])).toBe('v:3,1 Z:16383');
    expect(runsOf([16_383, 3])).toBe('Z:16383 v:3,1');
    expect(runsOf([64, 1])).toBe('z:64 v:1,1 Z:16319');
    expect(runsOf([65, 1], [66, 1])).toBe('Z:65 v:1,2 Z:16317');
    expect(runsOf([1, 2], [3, 2], [2, 2])).toBe('z:1 v:2,3 Z:16380');
    expect(runsOf([0, 2], [1, 2], [2, 2], [3, 2], [4, 2])).toBe('v:2,4 v:2,1 Z:16379');
    expect(runsOf([0, 2], [1, 2], [2, 2], [3, 2], [1, 5])).toBe('v:2,1 v:5,1 v:2,2 Z:16380');
  });

  test('never grow beyond the limit, and are left as they were', () => {
    fc.assert(
      fc.property(settings(40), fc.integer({ min: 18, max: 60 }), (made, limit) => {
        const value = new MovingValue();
        const editor = new SparseEditor();
        for (const [register, run] of made) {
          const before = value.runs;
          editor.open(value);
          const outcome = editor.raise(register, run, limit);
          expect(value.length).toBeLessThanOrEqual(limit);
          if (outcome === TOO_LARGE) expect(value.runs).toEqual(before);
          if (run > 32) expect(outcome).toBe(TOO_LARGE);
        }
      }),
    );
  });

  test('forget the cardinality exactly when one of them changes', () => {
    const value = new MovingValue();
    const editor = new SparseEditor();
    editor.open(value);
    expect(hasCardinality(value.bytes, value.at)).toBe(true);
    editor.raise(7, 2, NO_LIMIT);
    expect(hasCardinality(value.bytes, value.at)).toBe(false);
    value.bytes.u8[value.at + HEADER_BYTES - 1] = 0;
    editor.open(value);
    editor.raise(7, 1, NO_LIMIT);
    expect(hasCardinality(value.bytes, value.at)).toBe(true);
  });

  test('whatever the bytes, nothing beyond them is read or written', () => {
    const anything = fc.array(fc.nat(255), { maxLength: 12 });
    fc.assert(
      fc.property(anything, settings(32), (runs, made) => {
        const value = new MovingValue();
        value.setRuns(runs);
        const spread = new Uint8Array(REGISTERS);
        const isSound = raiseToSparse(spread, value);
        expect(countSparse(value, new Int32Array(64))).toBe(isSound);
        expect(walkSparse(value, () => undefined)).toBe(isSound);
        const editor = new SparseEditor();
        for (const [register, run] of made) {
          editor.open(value);
          const outcome = editor.raise(register, run, NO_LIMIT);
          expect([UNCHANGED, RAISED, CORRUPT]).toContain(outcome);
          if (isSound) expect(outcome).not.toBe(CORRUPT);
          expect(value.keepsToItself).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('that do not reach a register are corrupt', () => {
    const value = new MovingValue();
    value.setRuns([0x3f]);
    const editor = new SparseEditor();
    editor.open(value);
    expect(editor.raise(64, 1, NO_LIMIT)).toBe(CORRUPT);
    expect(raiseToSparse(new Uint8Array(REGISTERS), value)).toBe(false);
    // An XZERO of which the second byte is missing.
    value.setRuns([0x7f]);
    editor.open(value);
    expect(editor.raise(3, 1, NO_LIMIT)).toBe(CORRUPT);
  });
});
