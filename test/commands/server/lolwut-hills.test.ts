import { expect, test } from 'vitest';
import { drawHills } from '../../../src/commands/server/lolwut-hills.ts';
import { Random } from '../../../src/util/random.ts';

/** The shade of every character of a line. */
function shadesOf(line: string): string[] {
  return [...line.matchAll(/\x1b\[(\d+)m( *)/g)].flatMap(([, shade, run]) => Array.from(run, () => shade));
}

test('every line is as wide as the picture, in shades of the terminal, and ends them', () => {
  const lines = drawHills(new Random(1), 60, 16).split('\n').slice(0, -1);
  expect(lines).toHaveLength(16);
  for (const line of lines) {
    expect(shadesOf(line)).toHaveLength(60);
    expect(line.endsWith('\x1b[0m')).toBe(true);
  }
});

test('there is a moon in the sky and the ground is dark', () => {
  for (const seed of [1, 2, 3]) {
    const lines = drawHills(new Random(seed), 80, 20).split('\n').slice(0, -1).map(shadesOf);
    expect(lines.slice(0, 8).flat()).toContain('107');
    expect(new Set(lines[19])).toEqual(new Set(['40']));
  }
});

test('replays from a seed', () => {
  expect(drawHills(new Random(5), 30, 9)).toBe(drawHills(new Random(5), 30, 9));
  expect(drawHills(new Random(5), 30, 9)).not.toBe(drawHills(new Random(6), 30, 9));
});
