import { genericCommands } from '../../../src/commands/generic/index.ts';
import { hyperloglogCommands } from '../../../src/commands/hyperloglog/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness } from '../../support/command-harness.ts';

export const EMPTY = `HYLL\x01${'\0'.repeat(10)}\x80\x7f\xff`;
export const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
export const NOT_HLL = '-WRONGTYPE Key is not a valid HyperLogLog string value.\r\n';
export const CORRUPT = '-INVALIDOBJ Corrupted HLL object detected\r\n';

/** HyperLogLogs beside strings and keys; `hll` holds what configuration decides. */
export function start(options: HarnessOptions = {}, hll = { maxSparseBytes: 3000 }): Harness {
  const commands = [...stringCommands, ...genericCommands, ...hyperloglogCommands(hll)];
  return createHarness({ ...options, commands });
}

/** The numbers of a range as elements. */
export function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, i) => String(from + i));
}

export function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}

/** The value of a key, without the cached cardinality. */
export function registersIn(harness: Harness, key: string): string {
  const reply = harness.run('GET', key);
  return reply.slice(reply.indexOf('\r\n') + 2 + 16, -2);
}
