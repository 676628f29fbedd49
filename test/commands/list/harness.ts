import { listCommands } from '../../../src/commands/list/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import { encodingOf } from '../../../src/datatypes/encoding.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness } from '../../support/command-harness.ts';

export const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
export const SYNTAX = '-ERR syntax error\r\n';
export const NOT_AN_INTEGER = '-ERR value is not an integer or out of range\r\n';

/** Both encodings: the commands are to behave the same on either. */
export const NODE_SIZES = [
  ['listpack', -2],
  ['quicklist', 2],
] as const;

export function listHarness(nodeSize = -2, options: HarnessOptions = {}): Harness {
  const harness = createHarness({ commands: [...listCommands, ...stringCommands], ...options });
  harness.keyspace.packing.listNodeSize = nodeSize;
  return harness;
}

export function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}

export function array(...elements: string[]): string {
  return `*${elements.length}\r\n${elements.map(bulk).join('')}`;
}

/** How a key of database 0 is kept, or undefined where there is none. */
export function encoding({ keyspace }: Harness, name: string): string | undefined {
  const [db] = keyspace.databases;
  const bytes = Bytes.fromString(name);
  const key = db.keyOver(bytes, 0, bytes.length);
  const address = db.peek(key);
  return address === 0 ? undefined : encodingOf(db.entries, address, key.hash);
}

/** How often a line accesses the lists `a`, of two elements, and `b`, of one. */
export function accessesBy(line: string): number[] {
  const { keyspace, run } = listHarness();
  countEveryAccess(keyspace);
  run('RPUSH', 'a', '1', '2');
  run('RPUSH', 'b', '1');
  run(...line.split(' '));
  return ['a', 'b'].map((name) => accessesOf(keyspace, name));
}
