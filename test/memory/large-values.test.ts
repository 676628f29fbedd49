import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../src/memory/bytes.ts';
import { LargeValues } from '../../src/memory/large-values.ts';

interface Value {
  handle: number;
  content: Buffer;
}

function write(values: LargeValues, handle: number, content: Buffer): void {
  values.unshare(handle);
  values.bytesOf(handle).u8.set(content);
}

function read(values: LargeValues, handle: number): Buffer {
  return Buffer.from(values.bytesOf(handle).u8.subarray(0, values.lengthOf(handle)));
}

const step = fc.record({
  action: fc.constantFrom('create', 'resize', 'overwrite', 'release', 'pin', 'unpin'),
  pick: fc.nat(),
  length: fc.integer({ min: 1, max: 400 }),
  fill: fc.integer({ min: 0, max: 255 }),
});

describe('LargeValues', () => {
  test('over any sequence: contents as written, lent bytes unchanged, used exact', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (sequence) => {
        const values = new LargeValues();
        const live: Value[] = [];
        const lent: { bytes: Bytes; content: Buffer }[] = [];
        for (const { action, pick, length, fill } of sequence) {
          const value = live[pick % Math.max(1, live.length)];
          if (action === 'create') {
            const handle = values.create(length);
            const content = Buffer.alloc(length, fill);
            write(values, handle, content);
            live.push({ handle, content });
          } else if (action === 'unpin') {
            const loan = lent.splice(pick % Math.max(1, lent.length), 1).at(0);
            if (loan !== undefined) values.unpin(loan.bytes);
          } else if (value === undefined) {
            continue;
          } else if (action === 'resize') {
            const keep = Math.min(length, value.content.length, fill);
            values.resize(value.handle, length, keep);
            value.content = Buffer.concat([value.content.subarray(0, keep), Buffer.alloc(length - keep, fill)]);
            values.bytesOf(value.handle).u8.set(value.content.subarray(keep), keep);
          } else if (action === 'overwrite') {
            value.content = Buffer.alloc(value.content.length, fill);
            write(values, value.handle, value.content);
          } else if (action === 'release') {
            values.release(value.handle);
            live.splice(live.indexOf(value), 1);
          } else {
            const bytes = values.bytesOf(value.handle);
            values.pin(bytes);
            lent.push({ bytes, content: Buffer.from(value.content) });
          }
          for (const { handle, content } of live) expect(read(values, handle)).toEqual(content);
          for (const { bytes, content } of lent)
            expect(Buffer.from(bytes.u8.subarray(0, content.length))).toEqual(content);
          expect(values.used).toBe(live.reduce((sum, { handle }) => sum + values.bytesOf(handle).length, 0));
        }
        for (const { handle } of live) values.release(handle);
        expect(values.used).toBe(0);
      }),
    );
  });

  test('a value that keeps its beginning grows with room to spare', () => {
    const values = new LargeValues();
    const handle = values.create(70_000);
    values.resize(handle, 70_001, 70_000);
    expect(values.bytesOf(handle).length).toBe(140_002);
    values.resize(handle, 140_000, 70_001);
    expect(values.used).toBe(140_002);
    const long = values.create(3_000_000);
    values.resize(long, 3_000_001, 3_000_000);
    expect(values.bytesOf(long).length).toBe(3_000_001 + 1024 * 1024);
  });

  test('a value that is replaced takes what it needs', () => {
    const values = new LargeValues();
    const handle = values.create(70_000);
    values.resize(handle, 100_000, 0);
    expect(values.used).toBe(100_000);
    values.resize(handle, 49_999, 0);
    expect(values.used).toBe(49_999);
  });

  test('a buffer lent twice stays until both have given it back', () => {
    const values = new LargeValues();
    const handle = values.create(10);
    const bytes = values.bytesOf(handle);
    values.pin(bytes);
    values.pin(bytes);
    values.unpin(bytes);
    values.unshare(handle);
    expect(values.bytesOf(handle)).not.toBe(bytes);

    const again = values.create(10);
    const lent = values.bytesOf(again);
    values.pin(lent);
    values.unpin(lent);
    values.unshare(again);
    expect(values.bytesOf(again)).toBe(lent);
  });

  test('clear forgets all, and numbers begin anew at 1', () => {
    const values = new LargeValues();
    values.release(values.create(5));
    values.create(7);
    values.clear();
    expect(values.used).toBe(0);
    expect(values.create(3)).toBe(1);
  });
});
