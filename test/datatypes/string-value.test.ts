import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Entries } from '../../src/datatypes/entries.ts';
import type { StringView } from '../../src/datatypes/string-value.ts';
import { FORM_STRING, FORM_STRING_RAW, FORM_STRING_TEXT, StringValue } from '../../src/datatypes/string-value.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { LargeValues } from '../../src/memory/large-values.ts';
import { Key } from '../../src/structures/key.ts';
import { dataMemory } from '../support/data-memory.ts';

class Strings {
  readonly large = new LargeValues();
  readonly entries = new Entries({ ...dataMemory(), large: this.large }, 1, 2, 0);
  private readonly key = new Key().set(Bytes.fromString('a key'), 0, 5, 1, 2);

  constructor(content: string | Buffer, form = FORM_STRING) {
    const bytes = Buffer.from(content as string, 'latin1');
    this.entries.create(this.key, form, bytes.length, 0);
    this.entries.valueBytes.u8.set(bytes, this.entries.valueAt);
  }

  /** The view, bound anew as each command does. */
  get view(): StringView {
    StringValue.view.bind(this.entries, this.entries.find(this.key), this.key.hash);
    return StringValue.view;
  }

  get content(): Buffer {
    const { bytes, at, length } = this.view;
    return Buffer.from(bytes.u8.subarray(at, at + length));
  }
}

const lengths = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 1, arbitrary: fc.constantFrom(60_000, 65_000, 65_536, 70_000, 200_000) },
);
const step = fc.record({
  action: fc.constantFrom('append', 'setRange', 'setBytes', 'setInteger', 'lend'),
  length: lengths,
  offset: lengths,
  fill: fc.integer({ min: 0, max: 255 }),
});

describe('StringView', () => {
  test('over any sequence the bytes are those of a plain buffer, and what was lent stays as it was', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (sequence) => {
        const strings = new Strings('');
        let expected = Buffer.alloc(0);
        const lent: { bytes: Bytes; content: Buffer }[] = [];
        for (const { action, length, offset, fill } of sequence) {
          const content = Buffer.alloc(length, fill);
          const argument = new Bytes(Buffer.concat([Buffer.from('<'), content, Buffer.from('>')]));
          if (action === 'append') {
            strings.view.append(argument, 1, length);
            expected = Buffer.concat([expected, content]);
          } else if (action === 'setRange') {
            strings.view.setRange(offset, argument, 1, length);
            const wider = Buffer.alloc(Math.max(expected.length, offset + length));
            expected.copy(wider);
            content.copy(wider, offset);
            expected = wider;
          } else if (action === 'setBytes') {
            strings.view.setBytes(argument, 1, length, FORM_STRING);
            expected = content;
          } else if (action === 'setInteger') {
            strings.view.setInteger(offset - 500);
            expected = Buffer.from(String(offset - 500));
          } else if (strings.view.isLarge) {
            const { bytes } = strings.view;
            strings.large.pin(bytes);
            lent.push({ bytes, content: expected });
          }
          expect(strings.content.equals(expected)).toBe(true);
          for (const loan of lent)
            expect(loan.content.equals(loan.bytes.u8.subarray(0, loan.content.length))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['0', FORM_STRING, 'int'],
    ['-1', FORM_STRING, 'int'],
    ['9223372036854775807', FORM_STRING, 'int'],
    ['-9223372036854775808', FORM_STRING, 'int'],
    ['9223372036854775808', FORM_STRING, 'embstr'],
    ['01', FORM_STRING, 'embstr'],
    ['-0', FORM_STRING, 'embstr'],
    ['+1', FORM_STRING, 'embstr'],
    ['', FORM_STRING, 'embstr'],
    ['x'.repeat(44), FORM_STRING, 'embstr'],
    ['x'.repeat(45), FORM_STRING, 'raw'],
    ['5', FORM_STRING_TEXT, 'embstr'],
    ['x'.repeat(45), FORM_STRING_TEXT, 'raw'],
    ['5', FORM_STRING_RAW, 'raw'],
  ])('%j of form %i has the encoding %s', (content, form, encoding) => {
    expect(new Strings(content, form).view.encoding).toBe(encoding);
  });

  test('commands leave the encoding that Redis has behind them', () => {
    const strings = new Strings('5');
    const argument = Bytes.fromString('7');
    strings.view.append(argument, 0, 1);
    expect(strings.view.encoding).toBe('raw');
    strings.view.setInteger(58);
    expect(strings.view.encoding).toBe('int');
    strings.view.setRange(0, argument, 0, 1);
    expect(strings.view.encoding).toBe('raw');
    strings.view.setBytes(argument, 0, 1, FORM_STRING_TEXT);
    expect(strings.view.encoding).toBe('embstr');
  });

  test('numbers are read by the rule of integers', () => {
    expect(new Strings('-12').view.toSafeInteger()).toBe(-12);
    expect(new Strings('9223372036854775807').view.toSafeInteger()).toBeNaN();
    expect(new Strings('9223372036854775807').view.toInt64()).toBe(9223372036854775807n);
    expect(new Strings('1 ').view.toInt64()).toBeUndefined();
  });

  test.each([0, 3, 4, 300, 70_000])('extend to %i bytes adds zeros, takes nothing away and makes it raw', (length) => {
    const strings = new Strings('abc');
    // What stood in the memory before must not show.
    strings.view.extend(100_000);
    strings.view.bytes.u8.fill(255, strings.view.at + 3, strings.view.at + 100_000);
    strings.view.setBytes(Bytes.fromString('abc'), 0, 3, FORM_STRING);
    strings.view.extend(length);
    expect(strings.content.toString('latin1')).toBe('abc'.padEnd(length, '\0'));
    expect(strings.view.encoding).toBe('raw');
  });

  test('extend clears what a buffer with room to spare still holds', () => {
    const strings = new Strings('x'.repeat(100_000));
    strings.view.setLength(90_000);
    strings.view.extend(100_000);
    expect(strings.content.toString('latin1')).toBe('x'.repeat(90_000).padEnd(100_000, '\0'));
  });

  test('extend leaves alone what is lent', () => {
    const strings = new Strings('x'.repeat(80_000));
    const lent = strings.view.bytes;
    strings.large.pin(lent);
    strings.view.extend(5);
    strings.view.bytes.u8[strings.view.at] = 65;
    expect([lent.u8[0], strings.content[0]]).toEqual([120, 65]);
  });
});
