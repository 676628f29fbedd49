import fc from 'fast-check';
import { expect } from 'vitest';
import { setCommands } from '../../src/commands/set/index.ts';
import { stringCommands } from '../../src/commands/string/index.ts';
import type { Harness, HarnessOptions } from './command-harness.ts';
import { createHarness, encodingOf } from './command-harness.ts';
import { decode } from './resp-frames.ts';

export const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';

export function setHarness(options: HarnessOptions = {}): Harness {
  return createHarness({ ...options, commands: [...stringCommands, ...setCommands] });
}

/** The elements of a reply. */
export function elements(reply: string): string[] {
  return (decode(Buffer.from(reply, 'latin1')) as string[]).map(String);
}

export function sortedElements(reply: string): string[] {
  return elements(reply).sort();
}

export const words = (count: number): string[] => Array.from({ length: count }, (_, i) => `w${i}`);
export const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

/** Sets of the three encodings. */
export const ENCODINGS: readonly (readonly [encoding: string, members: string[]])[] = [
  ['intset', numbers(60)],
  ['listpack', ['', ...words(59)]],
  ['hashtable', ['\xff\x00', '', ...words(298)]],
];

/** A harness with such a set under the key `s`. */
export function filledHarness([encoding, members]: (typeof ENCODINGS)[number], options?: HarnessOptions): Harness {
  const harness = setHarness(options);
  expect(harness.run('SADD', 's', ...members)).toBe(`:${members.length}\r\n`);
  expect(encodingOf(harness, 's')).toBe(encoding);
  return harness;
}

/** Events other than the birth of keys. */
export function eventsOf({ events }: Harness): string[] {
  return events.filter((event) => !event.startsWith('new'));
}

const member = fc.oneof(
  { weight: 8, arbitrary: fc.nat(30).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b', '', 'x'.repeat(65)) },
);
const sets = fc.array(fc.uniqueArray(member, { maxLength: 25 }), { minLength: 1, maxLength: 4 });

/** Holds `SINTER`, `SUNION` or `SDIFF`, its STORE and its CARD against what plain sets make of the same members. */
export function expectLikePlainSets(name: string, plain: (sets: readonly Set<string>[]) => Iterable<string>): void {
  fc.assert(
    fc.property(sets, fc.nat(3), (all, target) => {
      const { run } = setHarness();
      all.forEach((added, i) => added.length > 0 && run('SADD', `s${i}`, ...added));
      const keys = all.map((_, i) => `s${i}`);
      const expected = [...plain(all.map((added) => new Set(added)))].sort();
      expect(sortedElements(run(name, ...keys))).toEqual(expected);
      const counted = [`${name}CARD`, String(keys.length), ...keys];
      expect(run(...counted)).toBe(`:${expected.length}\r\n`);
      expect(run(...counted, 'LIMIT', '3')).toBe(`:${Math.min(3, expected.length)}\r\n`);
      // Into one of the sources as well.
      expect(run(`${name}STORE`, `s${target}`, ...keys)).toBe(`:${expected.length}\r\n`);
      expect(sortedElements(run('SMEMBERS', `s${target}`))).toEqual(expected);
    }),
    { numRuns: 80 },
  );
}
