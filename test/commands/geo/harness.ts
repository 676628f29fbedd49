import { geoCommands } from '../../../src/commands/geo/index.ts';
import { ZSetValue } from '../../../src/datatypes/zset-value.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
import type { CommandWords, Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness } from '../../support/command-harness.ts';

export function geoHarness(options: HarnessOptions = {}): Harness {
  return createHarness({ commands: [...geoCommands, ...stringCommands], listens: true, propagates: true, ...options });
}

/** A command written as one line. */
export function line(text: string): CommandWords {
  return text.split(' ');
}

/** Palermo and Catania, as in Redis's documents. */
export function withSicily(options: HarnessOptions = {}): Harness {
  const harness = geoHarness(options);
  harness.run(...line('GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania'));
  harness.events.length = 0;
  harness.propagated.length = 0;
  return harness;
}

/** Members and scores of a sorted set, in order; undefined where there is no key. */
export function zsetOf({ keyspace }: Harness, name: string): [string, number][] | undefined {
  const [db] = keyspace.databases;
  const bytes = Bytes.fromString(name, 'latin1');
  const view = db.lookupRead(db.keyOver(bytes, 0, bytes.length), ZSetValue);
  if (view === undefined) return undefined;
  const members: [string, number][] = [];
  view.forEach((member, score) => members.push([member.latin1(), score]));
  return members;
}

/** The bulk strings of a reply. */
export function bulks(reply: string): string[] {
  return [...reply.matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map(([, text]) => text);
}
