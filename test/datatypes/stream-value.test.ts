import { describe, expect, test } from 'vitest';
import { encodingOf } from '../../src/datatypes/encoding.ts';
import { Entries } from '../../src/datatypes/entries.ts';
import { StreamValue } from '../../src/datatypes/stream-value.ts';
import { TYPE_STREAM } from '../../src/datatypes/value.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { Key } from '../../src/structures/key.ts';
import { KEEP_REFERENCES } from '../../src/structures/stream-trim.ts';
import { dataMemory } from '../support/data-memory.ts';
import { idOf } from '../structures/stream-ids.ts';

describe('the view of a stream', () => {
  test('keeps the count of values by size, and gives all memory back', () => {
    const memory = dataMemory();
    const entries = new Entries(memory, 1, 2, 0);
    const name = Bytes.fromString('sfv');
    const key = new Key().set(name, 0, 1, 1, 2);
    const address = StreamValue.create(entries, key, 0);
    const { view } = StreamValue;
    view.bind(entries, address);
    const bins = (): number[] => [...entries.sizes[TYPE_STREAM].subarray(0, 4)];
    expect([bins(), encodingOf(entries, address, key.hash)]).toEqual([[1, 0, 0, 0], 'stream']);
    const source = { bytes: name, starts: [1, 2], lengths: [1, 1] };
    for (let i = 1n; i <= 4n; i++) view.append(idOf(i), source, 0, 1);
    expect([view.size, bins(), entries.sizeOf(address)]).toEqual([4, [0, 0, 0, 1], 4]);
    expect([view.delete(idOf(4n)), view.delete(idOf(4n)), bins()]).toEqual([true, false, [0, 0, 1, 0]]);
    expect(view.stream.maxDeletedId.toString()).toBe('0-4');
    const trimming = { byLength: true, maxLength: 1, minId: idOf(0n), approximate: false, limit: 0 };
    expect(view.trim({ ...trimming, references: KEEP_REFERENCES })).toBe(2);
    expect([bins(), view.stream.firstId.toString()]).toEqual([[0, 1, 0, 0], '0-3']);
    expect([view.delete(idOf(3n)), bins(), view.stream.firstId.isLeast]).toEqual([true, [1, 0, 0, 0], true]);
    entries.remove(address, key.hash);
    expect([memory.arena.used, bins()]).toEqual([0, [0, 0, 0, 0]]);
  });
});
