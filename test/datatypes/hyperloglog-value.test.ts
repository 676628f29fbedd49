import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countRegisters, EMPTY_HYPERLOGLOG, HyperLogLogValue } from '../../src/datatypes/hyperloglog-value.ts';
import type { HyperLogLogView } from '../../src/datatypes/hyperloglog-value.ts';
import { Entries } from '../../src/datatypes/entries.ts';
import { FORM_STRING, FORM_STRING_RAW } from '../../src/datatypes/string-value.ts';
import { Bytes, copyBytes } from '../../src/memory/bytes.ts';
import { NOT_A_HYPERLOGLOG } from '../../src/resp/reply-errors.ts';
import { SpreadRegisters } from '../../src/structures/hyperloglog-dense.ts';
import { patternOf, registerOf, REGISTERS, runOf } from '../../src/structures/hyperloglog.ts';
import { Key } from '../../src/structures/key.ts';
import { dataMemory } from '../support/data-memory.ts';

/** Values in one database's entries, each bound anew whenever it is asked for. */
class Values {
  readonly entries = new Entries(dataMemory(), 1, 2, 0);

  create(name: string, value = EMPTY_HYPERLOGLOG, form = FORM_STRING_RAW): HyperLogLogView {
    this.entries.create(keyOf(name), form, value.length, 0);
    copyBytes(value, 0, this.entries.valueBytes, this.entries.valueAt, value.length);
    return this.get(name);
  }

  get(name: string): HyperLogLogView {
    const key = keyOf(name);
    const { view } = HyperLogLogValue;
    view.bind(this.entries, this.entries.find(key), key.hash);
    return view;
  }

  bytesOf(name: string): string {
    this.entries.value(this.entries.find(keyOf(name)));
    const { valueBytes, valueAt, valueLength } = this.entries;
    return valueBytes.latin1(valueAt, valueAt + valueLength);
  }
}

function keyOf(name: string): Key {
  const bytes = Bytes.fromString(name, 'latin1');
  return new Key().set(bytes, 0, bytes.length, 1, 2);
}

/** The plain model: the longest run that each register has seen. */
function modelOf(elements: readonly Uint8Array[]): number[] {
  const registers = new Array<number>(REGISTERS).fill(0);
  for (const element of elements) {
    const pattern = patternOf(new Bytes(element), 0, element.length);
    registers[registerOf(pattern)] = Math.max(registers[registerOf(pattern)], runOf(pattern));
  }
  return registers;
}

function registersOf(value: HyperLogLogView): number[] {
  const registers = new SpreadRegisters();
  value.mergeInto(registers);
  return [...registers.bytes.u8];
}

const elements = fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 300, size: 'max' });
const limits = fc.constantFrom(0, 50, 200, 3000);

describe('a HyperLogLog in an entry', () => {
  test('holds what a plain list of registers holds, sparse or dense, in blocks that move', () => {
    fc.assert(
      fc.property(elements, limits, fc.constantFrom('k', 'k'.repeat(60_000)), (added, limit, name) => {
        const values = new Values();
        const value = values.create(name);
        value.edit();
        const model = new Map<number, number>();
        for (const element of added) {
          const pattern = patternOf(new Bytes(element), 0, element.length);
          const before = model.get(registerOf(pattern)) ?? 0;
          expect(value.add(new Bytes(element), 0, element.length, limit)).toBe(runOf(pattern) > before);
          model.set(registerOf(pattern), Math.max(before, runOf(pattern)));
        }
        expect(registersOf(values.get(name))).toEqual(modelOf(added));
        if (value.isSparse) expect(values.bytesOf(name).length).toBeLessThanOrEqual(Math.max(limit, 18));
        else expect(values.bytesOf(name)).toHaveLength(12_304);
        value.toDense();
        expect(registersOf(values.get(name))).toEqual(modelOf(added));
      }),
      { numRuns: 40 },
    );
  });

  test('takes over the registers of others and is counted as they are together', () => {
    fc.assert(
      fc.property(fc.array(elements, { minLength: 1, maxLength: 3 }), limits, (groups, limit) => {
        const values = new Values();
        const registers = new SpreadRegisters();
        for (const [i, group] of groups.entries()) {
          const value = values.create(`k${i}`);
          value.edit();
          for (const element of group) value.add(new Bytes(element), 0, element.length, limit);
          value.mergeInto(registers);
        }
        const value = values.get('k0');
        value.edit();
        value.take(registers, limit);
        expect(registersOf(values.get('k0'))).toEqual(modelOf(groups.flat()));
        expect(value.count()).toBe(countRegisters(registers));
        expect(value.isCounted).toBe(true);
        expect(value.cachedCardinality).toBe(value.count());
        value.forgetCardinality();
        expect(value.isCounted).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('is none where the string has another form, and becomes raw when it is worked on', () => {
    const values = new Values();
    expect(() => values.create('other', Bytes.fromString('hello'))).toThrow(NOT_A_HYPERLOGLOG);
    const value = values.create('embedded', EMPTY_HYPERLOGLOG, FORM_STRING);
    expect(value.isCounted).toBe(false);
    value.edit();
    expect(value.isCounted).toBe(true);
    expect(values.entries.form(values.entries.find(keyOf('embedded')))).toBe(FORM_STRING_RAW);
  });
});
