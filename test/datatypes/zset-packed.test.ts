import { describe, expect, test } from 'vitest';
import { addPair } from '../../src/datatypes/zset-packed.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { ElementText, EncodedRun, isInteger, nextElement } from '../../src/structures/listpack.ts';
import { DrivenZSet } from './sorted-sets.ts';

/** How a score stands in a listpack: its text, and whether it is kept as an integer. */
function stored(score: number): [string, boolean] {
  const run = new EncodedRun();
  addPair(run, score, Bytes.fromString('m'), 0, 1);
  const at = nextElement(run.bytes, 0);
  return [new ElementText().read(run.bytes, at).latin1(), isInteger(run.bytes, at)];
}

// As Redis 8.0.2 has them in DUMP.
describe('scores in a listpack', () => {
  test.each([
    [1, '1', true],
    [-0, '0', true],
    [-70_000, '-70000', true],
    [2 ** 53 + 2, '9007199254740994', true],
    [2 ** 62, '4611686018427387904', true],
    [-(2 ** 62), '-4611686018427387904', true],
    [2 ** 63, '9223372036854775807', false],
    [0.1, '0.1', false],
    [-2.5, '-2.5', false],
    [Infinity, 'inf', false],
    [-Infinity, '-inf', false],
    [5e-324, '5e-324', false],
  ])('%d', (score, text, integer) => {
    const [found, isKeptAsInteger] = stored(score);
    expect(isKeptAsInteger).toBe(integer);
    if (score !== 2 ** 63) expect(found).toBe(text);
    else expect(Number(found)).toBe(score);
  });
});

test('a member is not looked for among the scores', () => {
  const driven = new DrivenZSet();
  driven.put('a', 5);
  driven.put('7', 6);
  expect(driven.scoreOf('5')).toBeUndefined();
  expect(driven.scoreOf('6')).toBeUndefined();
  expect(driven.scoreOf('7')).toBe(6);
  expect(driven.view.encoding).toBe('listpack');
});
