import type { Random } from '../../util/random.ts';

/**
 * Square tiles, each with two quarter circles around opposite corners. All turned alike they make rows of circles; the
 * further down, the more of them are turned by chance, until the lines wander.
 *
 * ```
 *   ╭─╮ one way: arcs around the corners at the left above and at the right below
 *   ╰─╯ the other: around those at the right above and at the left below
 * ```
 */

/** Lines of text, at the most: a picture costs no more than this whatever it is asked for. */
const MAX_LINES = 250;

/** A picture `columns` characters wide, of so many tiles across and, where there is room for them, down. */
export function drawTiles(random: Random, columns: number, across: number, down: number): string {
  const side = Math.max(1, Math.floor((columns * 2) / across));
  const canvas = new DotCanvas(columns * 2, Math.min(MAX_LINES * 4, side * down));
  for (let row = 0; row * side < canvas.height; row++) {
    for (let column = 0; column < across; column++) {
      const isTurned = random.unit() < (row / down) * 0.8 ? random.below(2) === 0 : (row + column) % 2 === 0;
      drawTile(canvas, column * side, row * side, side, isTurned);
    }
  }
  return canvas.text();
}

function drawTile(canvas: DotCanvas, x: number, y: number, side: number, isTurned: boolean): void {
  const radius = side / 2;
  const steps = Math.ceil(side * 2);
  for (let step = 0; step <= steps; step++) {
    const angle = ((step / steps) * Math.PI) / 2;
    const [along, up] = [Math.cos(angle) * radius, Math.sin(angle) * radius];
    canvas.set(x + (isTurned ? side - along : along), y + up);
    canvas.set(x + (isTurned ? along : side - along), y + side - up);
  }
}

const BRAILLE = 0x2800;
/** The bit of each dot in a Braille character, by row and column. */
const DOT_BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** Dots, two by four to a Braille character. */
export class DotCanvas {
  readonly width: number;
  readonly height: number;
  private readonly columns: number;
  private readonly characters: Uint16Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.columns = Math.ceil(width / 2);
    this.characters = new Uint16Array(this.columns * Math.ceil(height / 4)).fill(BRAILLE);
  }

  /** Sets the dot at a place; outside of the canvas there is none. */
  set(x: number, y: number): void {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column < 0 || row < 0 || column >= this.width || row >= this.height) return;
    this.characters[(row >> 2) * this.columns + (column >> 1)] |= DOT_BITS[row & 3][column & 1];
  }

  /** The canvas as lines. */
  text(): string {
    let text = '';
    for (let at = 0; at < this.characters.length; at += this.columns) {
      text += `${String.fromCharCode(...this.characters.subarray(at, at + this.columns))}\n`;
    }
    return text;
  }
}
