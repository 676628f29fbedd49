import { expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { ElementText, EncodedRun, nextElement, previousElement } from '../../src/structures/listpack.ts';
import { LONG_STRING_FROM, LongElement } from '../../src/structures/long-element.ts';

test.each([LONG_STRING_FROM, 16_377, 16_378, 16_379, 100_000, 2_097_145, 2_097_146, 2_097_147])(
  'a string of %i bytes is encoded as in a listpack',
  (size) => {
    const source = Bytes.fromString(`..${'x'.repeat(size)}`);
    const element = new LongElement(source, 2, size);
    const run = new EncodedRun().add(source, 2, size);
    expect([element.length, element.count]).toEqual([run.length, 1]);
    const target = new Bytes(new Uint8Array(element.length + 4).fill(7));
    element.copyTo(target, 2);
    expect(Buffer.from(target.u8.subarray(2, -2)).equals(Buffer.from(run.bytes.u8.subarray(0, run.length)))).toBe(true);
    expect([...target.u8.subarray(0, 2), ...target.u8.subarray(-2)]).toEqual([7, 7, 7, 7]);
    expect([nextElement(target, 2), previousElement(target, 2 + element.length)]).toEqual([2 + element.length, 2]);
    expect(new ElementText().read(target, 2).length).toBe(size);
  },
);
