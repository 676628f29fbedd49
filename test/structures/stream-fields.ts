import { Bytes } from '../../src/memory/bytes.ts';
import type { FieldSource } from '../../src/structures/stream-node.ts';

/** Words of one byte per character, as the fields and values of an entry. */
export function fieldsOf(words: readonly string[]): FieldSource {
  const starts: number[] = [];
  let at = 0;
  for (const word of words) {
    starts.push(at);
    at += word.length;
  }
  return {
    bytes: Bytes.fromString(words.join(''), 'latin1'),
    starts,
    lengths: words.map((word) => word.length),
  };
}
