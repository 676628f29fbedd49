import type { Random } from '../../util/random.ts';

/**
 * Ranges of hills one before the other, the nearer the darker, with a moon above them, in four shades of a terminal.
 * The outline of a range is a sum of waves, each half as long and half as high as the one before.
 */
const NIGHT = 0;
const MOON = 3;
const SHADES = ['100', '47', '40', '107'];
const RANGES = [
  { shade: 1, level: 0.45, height: 0.3 },
  { shade: 0, level: 0.7, height: 0.25 },
  { shade: 2, level: 0.95, height: 0.3 },
] as const;
const WAVES = 5;

/** A picture of `columns` by `rows` characters. */
export function drawHills(random: Random, columns: number, rows: number): string {
  const outlines = RANGES.map(({ shade, level, height }) => ({
    shade,
    top: outline(random, columns).map((wave) => Math.round(rows * (level - height * wave))),
  }));
  const moon = {
    x: columns * (0.2 + 0.6 * random.unit()),
    y: rows * 0.2,
    radius: Math.max(1, rows / 7),
  };
  const shadeAt = (x: number, y: number): number => {
    for (let i = outlines.length - 1; i >= 0; i--) if (y >= outlines[i].top[x]) return outlines[i].shade;
    // Characters are twice as high as they are wide.
    return Math.hypot((x - moon.x) / 2, y - moon.y) <= moon.radius ? MOON : NIGHT;
  };
  let text = '';
  for (let y = 0; y < rows; y++) text += `${line(columns, (x) => shadeAt(x, y))}\n`;
  return text;
}

/** Heights between 0 and 1 for each column. */
function outline(random: Random, columns: number): number[] {
  const waves = Array.from({ length: WAVES }, (_, i) => ({
    turns: 2 ** i * (0.5 + random.unit()),
    phase: random.unit() * Math.PI * 2,
    weight: 0.5 ** (i + 1),
  }));
  return Array.from({ length: columns }, (_, x) => {
    const height = waves.reduce(
      (sum, { turns, phase, weight }) => sum + weight * Math.sin((x / columns) * turns * Math.PI * 2 + phase),
      0,
    );
    return (height + 1) / 2;
  });
}

/** One escape sequence for each run of a shade. */
function line(columns: number, shadeAt: (x: number) => number): string {
  let text = '';
  for (let from = 0; from < columns;) {
    const shade = shadeAt(from);
    let to = from + 1;
    while (to < columns && shadeAt(to) === shade) to++;
    text += `\x1b[${SHADES[shade]}m${' '.repeat(to - from)}`;
    from = to;
  }
  return `${text}\x1b[0m`;
}
