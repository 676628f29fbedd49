import { describe, expect, test } from 'vitest';
import { keyAt, keysCounted, keysFrom } from '../../src/execution/key-specs.ts';

describe('key specifications', () => {
  test('one key at a place', () => {
    const spec = { begin: { index: 2 }, find: { lastKey: 0, step: 1, limit: 0 }, flags: ['RO', 'access'] };
    expect(keyAt(2, 'RO', 'access')).toEqual(spec);
  });

  test('keys up to the end', () => {
    const spec = { begin: { index: 1 }, find: { lastKey: -2, step: 2, limit: 0 }, flags: ['OW'] };
    expect(keysFrom(1, -2, 2, 'OW')).toEqual(spec);
  });

  test('keys behind their number', () => {
    const spec = { begin: { index: 1 }, find: { keyNumIndex: 0, firstKey: 1, step: 2 }, flags: ['RW'] };
    expect(keysCounted(1, 2, 'RW')).toEqual(spec);
  });
});
