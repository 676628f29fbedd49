import { randomBytes } from 'node:crypto';
import type { Context } from '../../execution/context.ts';
import { globMatch } from '../../util/glob.ts';

const ROUNDS = 100_000;
const LONGEST = 32;

/** DEBUG STRINGMATCH-TEST: random patterns and strings, to see whether any of them ends the server. */
export function matchRandomStrings({ reply }: Context): void {
  const noise = randomBytes(LONGEST * 2 * 256);
  for (let round = 0; round < ROUNDS; round++) {
    const at = (round * 7) % (noise.length - LONGEST * 2);
    const patternLength = round % (LONGEST + 1);
    const textLength = (round >>> 5) % (LONGEST + 1);
    const pattern = noise.subarray(at, at + patternLength).map(toAscii);
    const text = noise.subarray(at + LONGEST, at + LONGEST + textLength).map(toAscii);
    globMatch(pattern, 0, pattern.length, text, 0, text.length, (round & 1) === 0);
  }
  reply.simple('Apparently Redis did not crash: test passed');
}

/** Within 7 bits brackets, stars and backslashes come often. */
function toAscii(byte: number): number {
  return byte & 127;
}
