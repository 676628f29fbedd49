import { hashCommands } from '../../../src/commands/hash/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';

export const NOW = HARNESS_NOW_MS;
export const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
export const NULL = '$-1\r\n';
/** Limits at which hashes of a few fields are of each encoding. */
export const ENCODINGS = [
  ['in one piece', 512],
  ['in a table', 0],
] as const;

export const bulk = (text: string): string => `$${Buffer.byteLength(text, 'latin1')}\r\n${text}\r\n`;
export const array = (...elements: string[]): string => `*${elements.length}\r\n${elements.join('')}`;
export const bulks = (...texts: string[]): string => array(...texts.map(bulk));
export const integers = (...numbers: number[]): string => array(...numbers.map((number) => `:${number}\r\n`));
export const error = (text: string): string => `-ERR ${text}\r\n`;

export function createHashes(options: HarnessOptions & { fields?: number } = {}): Harness {
  const harness = createHarness({ commands: [...hashCommands, ...stringCommands], ...options });
  harness.keyspace.packing.hashFields = options.fields ?? 512;
  return harness;
}

/** The texts of an array of bulk strings, in the order of the alphabet. */
export function sortedTexts(reply: string): string[] {
  const lines = reply.split('\r\n');
  return lines.filter((_, i) => i % 2 === 0 && i > 0 && i < lines.length - 1).sort();
}
