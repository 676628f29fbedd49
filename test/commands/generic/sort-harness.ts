import { sort, sortRo } from '../../../src/commands/generic/sort.ts';
import { del } from '../../../src/commands/generic/delete.ts';
import { geoCommands } from '../../../src/commands/geo/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import { HashValue } from '../../../src/datatypes/hash-value.ts';
import { ListValue } from '../../../src/datatypes/list-value.ts';
import { SetValue } from '../../../src/datatypes/set-value.ts';
import type { CollectionType, CollectionView } from '../../../src/datatypes/value.ts';
import { ZSetValue } from '../../../src/datatypes/zset-value.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
import type { Key } from '../../../src/structures/key.ts';
import type { CommandWords, Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness } from '../../support/command-harness.ts';

/** SORT over keys that are made without other commands. */
export interface SortHarness extends Harness {
  list(name: string, ...elements: string[]): void;
  set(name: string, ...members: string[]): void;
  zset(name: string, ...members: [number, string][]): void;
  hash(name: string, field: string, value: string): void;
  /** The elements of a list; undefined where there is no key. */
  listOf(name: string): string[] | undefined;
  encodingOf(name: string): string;
}

export function sortHarness(options: HarnessOptions = {}): SortHarness {
  const commands = [sort, sortRo, del, ...stringCommands, ...geoCommands];
  const harness = createHarness({ commands, listens: true, propagates: true, ...options });
  const [db] = harness.keyspace.databases;
  const keyOf = (name: string): Key => {
    const bytes = Bytes.fromString(name, 'latin1');
    return db.keyOver(bytes, 0, bytes.length);
  };
  const make = <V extends CollectionView>(name: string, type: CollectionType<V>): V =>
    db.lookupOrCreate(keyOf(name), type);
  const each = (texts: readonly string[], visit: (bytes: Bytes, at: number, length: number) => void): void => {
    for (const text of texts) {
      const bytes = Bytes.fromString(text, 'latin1');
      visit(bytes, 0, bytes.length);
    }
  };
  return {
    ...harness,
    list: (name, ...elements) => {
      const view = make(name, ListValue);
      each(elements, (bytes, at, length) => view.pushTail(bytes, at, length));
    },
    set: (name, ...members) => {
      const view = make(name, SetValue);
      each(members, (bytes, at, length) => view.add(bytes, at, length));
    },
    zset: (name, ...members) => {
      const view = make(name, ZSetValue);
      for (const [score, member] of members) each([member], (bytes, at, length) => view.put(score, bytes, at, length));
    },
    hash: (name, field, value) => {
      const view = make(name, HashValue);
      const [a, b] = [Bytes.fromString(field, 'latin1'), Bytes.fromString(value, 'latin1')];
      view.set(a, 0, a.length, b, 0, b.length);
    },
    listOf: (name) => {
      const view = db.lookupRead(keyOf(name), ListValue);
      if (view === undefined) return undefined;
      const elements: string[] = [];
      view.forEachRange(0, view.size - 1, (text) => elements.push(text.latin1()));
      return elements;
    },
    encodingOf: (name) => db.lookupRead(keyOf(name), ZSetValue)?.encoding ?? '',
  };
}

export function line(text: string): CommandWords {
  return text.split(' ');
}

/** The bulk strings of a reply; `null` for what is missing. */
export function bulks(reply: string): (string | null)[] {
  return [...reply.matchAll(/\$-1\r\n|\$\d+\r\n([^\r]*)\r\n/g)].map(([whole, text]) =>
    whole === '$-1\r\n' ? null : text,
  );
}
