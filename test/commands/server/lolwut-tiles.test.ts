import { describe, expect, it } from 'vitest';
import { DotCanvas, drawTiles } from '../../../src/commands/server/lolwut-tiles.ts';
import { Random } from '../../../src/util/random.ts';

describe('DotCanvas', () => {
  it('has two by four dots in a character', () => {
    const canvas = new DotCanvas(4, 8);
    expect(canvas.text()).toBe('\u2800\u2800\n\u2800\u2800\n');
    canvas.set(0, 0);
    canvas.set(1, 3);
    canvas.set(3, 7.9);
    expect(canvas.text()).toBe('\u2881\u2800\n\u2800\u2880\n');
  });

  it('ignores dots outside of it', () => {
    const canvas = new DotCanvas(2, 4);
    for (const [x, y] of [
      [-1, 0],
      [0, -1],
      [2, 0],
      [0, 4],
    ])
      canvas.set(x, y);
    expect(canvas.text()).toBe('\u2800\n');
  });
});

describe('drawTiles', () => {
  it('replays from a seed', () => {
    expect(drawTiles(new Random(3), 40, 5, 6)).toBe(drawTiles(new Random(3), 40, 5, 6));
    expect(drawTiles(new Random(3), 40, 5, 6)).not.toBe(drawTiles(new Random(4), 40, 5, 6));
  });

  it('begins in order: the first row is no matter of chance', () => {
    const firstRow = (seed: number): string => drawTiles(new Random(seed), 40, 5, 6).split('\n').slice(0, 4).join('\n');
    expect(firstRow(3)).toBe(firstRow(4));
    expect(firstRow(3)).toMatch(/[\u2801-\u28ff]/);
  });
});
