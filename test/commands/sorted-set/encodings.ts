import { sortedSetCommands } from '../../../src/commands/sorted-set/index.ts';
import { setCommands } from '../../../src/commands/set/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness } from '../../support/command-harness.ts';

export const ENCODINGS = ['listpack', 'skiplist'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Commands over an engine in which every sorted set has one encoding. */
export function sortedSets(encoding: Encoding, options: HarnessOptions = {}): Harness {
  const harness = createHarness({ commands: [...sortedSetCommands, ...setCommands, ...stringCommands], ...options });
  if (encoding === 'skiplist') harness.keyspace.packing.zsetMembers = 0;
  return harness;
}

/** The elements of an array of bulk strings, and of nested arrays of them. */
export function elements(reply: string): string[] {
  return reply.split('\r\n').filter((line) => line !== '' && !/^[*$]/.test(line));
}
