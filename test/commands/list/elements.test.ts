import { expect, it } from 'vitest';
import { array, listHarness, NODE_SIZES } from './harness.ts';

/** Every way in which a listpack keeps an element, and one that no listpack may hold. */
const ELEMENTS = [
  ...['', '0', '127', '128', '-1', '4095', '-4096', '4096', '32767', '-32769', '8388607', '-8388609', '2147483648'],
  ...['-9223372036854775808', '9223372036854775807', '9223372036854775808', '00', '-0', 'text', '\0\xff'],
  ...[62, 63, 64, 4095, 4096, 8000, 70_000].map((length) => 'x'.repeat(length)),
];

it.each(NODE_SIZES)('replies with elements of every kind, either way round: %s', (_, nodeSize) => {
  const { run } = listHarness(nodeSize);
  run('RPUSH', 'k', ...ELEMENTS);
  run('RPUSH', 'l', ...ELEMENTS);
  expect(run('LRANGE', 'k', '0', '-1')).toBe(array(...ELEMENTS));
  expect(run('RPOP', 'k', '1000')).toBe(array(...ELEMENTS.toReversed()));
  for (let first = 0; first < ELEMENTS.length; first += 5)
    expect(run('LRANGE', 'l', `${first}`, `${first + 7}`)).toBe(array(...ELEMENTS.slice(first, first + 8)));
});

it('replies with the elements of compressed nodes', () => {
  const { run, keyspace } = listHarness(3);
  keyspace.packing.listCompressDepth = 1;
  const elements = Array.from({ length: 50 }, (_, i) => `${i}`.padEnd(60, '-'));
  run('RPUSH', 'k', ...elements);
  expect(run('LRANGE', 'k', '0', '-1')).toBe(array(...elements));
  expect(run('LRANGE', 'k', '10', '40')).toBe(array(...elements.slice(10, 41)));
  expect(run('LINDEX', 'k', '25')).toBe(array(elements[25]).slice(4));
  expect(run('RPOP', 'k', '50')).toBe(array(...elements.toReversed()));
});
