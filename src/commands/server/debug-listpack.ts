import type { Bytes } from '../../memory/bytes.ts';
import type { QuickList } from '../../structures/quicklist.ts';
import {
  ElementText,
  encodedSize,
  isInteger,
  LISTPACK_HEADER,
  listpackCount,
  listpackLength,
  nextElement,
} from '../../structures/listpack.ts';

const SHOWN_BYTES = 40;

/**
 * A listpack for people: a line about the whole, then one for each element with its index, its offset, the bytes of
 * its value and of the length behind it, and what it holds, cut after 40 bytes.
 */
export function listpackText(bytes: Bytes, at: number): string {
  const lines = [
    `{total bytes ${listpackLength(bytes, at)}} {num entries ${listpackCount(bytes, at)}}`,
    ...elementLines(bytes, at, at + LISTPACK_HEADER, at + listpackLength(bytes, at) - 1),
  ];
  lines.push('{end}', '');
  return lines.join('\n');
}

/** A quicklist for people: what holds for the whole, then a line for each node, on demand with its elements. */
export function quicklistText({ size, nodes }: QuickList, compressDepth: number, showsElements: boolean): string {
  const lines = [`{count : ${size}}`, `{len : ${nodes.length}}`, `{fill : ${nodes.nodeSize}}`];
  lines.push(`{compress : ${compressDepth}}`);
  for (let node = 0; node < nodes.length; node++) {
    const container = nodes.isPlain(node) ? 'PLAIN' : 'PACKED';
    const bytes = nodes.bytesOf(node);
    lines.push(`{quicklist node(${node}) container : ${container}, bytes: ${bytes}, count: ${nodes.countOf(node)}}`);
    nodes.load(node);
    if (showsElements) lines.push(...elementLines(nodes.bytes, nodes.start, nodes.start, nodes.end));
  }
  lines.push('{end}', '');
  return lines.join('\n');
}

/** The elements of `bytes[from, to)`, their offsets counted from `base`. */
function elementLines(bytes: Bytes, base: number, from: number, to: number): string[] {
  const lines: string[] = [];
  const text = new ElementText();
  for (let p = from; p < to; p = nextElement(bytes, p)) {
    const size = encodedSize(bytes, p);
    const backLength = nextElement(bytes, p) - p - size;
    const kind = isInteger(bytes, p) ? 'int' : 'str';
    const whole = text.read(bytes, p).latin1();
    const shown = whole.length > SHOWN_BYTES ? `${whole.slice(0, SHOWN_BYTES)}...` : whole;
    lines.push(`{index ${lines.length}, offset ${p - base}, value ${size}, backlen ${backLength}} [${kind}]${shown}`);
  }
  return lines;
}
