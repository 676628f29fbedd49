import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { ArgumentVector } from '../../src/resp/argument-vector.ts';

function wordsOf(vector: ArgumentVector): string[] {
  return Array.from({ length: vector.count }, (_, i) =>
    vector.bytes.latin1(vector.starts[i], vector.starts[i] + vector.lengths[i]),
  );
}

describe('ArgumentVector', () => {
  test('a detached one outlives the bytes it was read from', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 }), { maxLength: 60, size: 'max' }), (words) => {
        const bytes = Bytes.fromString(words.map((word) => `$${word}`).join(''), 'latin1');
        const vector = new ArgumentVector();
        vector.clear(bytes);
        let at = 0;
        for (const { length } of words) {
          vector.push(at + 1, length);
          at += length + 1;
        }
        const expected = wordsOf(vector);
        const detached = vector.detach();
        bytes.u8.fill(0);
        vector.clear(bytes);
        expect(wordsOf(detached)).toEqual(expected);
        expect(detached.bytes.length).toBe(expected.join('').length);
      }),
    );
  });

  test('room for very many arguments is given back by the next request', () => {
    const vector = new ArgumentVector();
    const bytes = Bytes.zeroed(1);
    vector.clear(bytes);
    for (let i = 0; i < 10_000; i++) vector.push(i, 1);
    expect(vector.count).toBe(10_000);
    expect(vector.starts[9_999]).toBe(9_999);
    vector.clear(bytes);
    expect(vector.count).toBe(0);
    expect(vector.starts.length).toBe(16);
    for (let i = 0; i < 100; i++) vector.push(i, 1);
    vector.clear(bytes);
    expect(vector.starts.length).toBe(128);
  });
});
