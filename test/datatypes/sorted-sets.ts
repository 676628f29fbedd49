import { expect } from 'vitest';
import { Entries } from '../../src/datatypes/entries.ts';
import { TYPE_ZSET } from '../../src/datatypes/value.ts';
import type { ZSetView } from '../../src/datatypes/zset-value.ts';
import { anotherZSet } from '../../src/datatypes/zset-value.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { Key } from '../../src/structures/key.ts';
import type { TestMemory } from '../support/data-memory.ts';
import { dataMemory } from '../support/data-memory.ts';

export type Pair = readonly [member: string, score: number];

/** The pairs of a sorted set in its order. */
export function sorted(model: ReadonlyMap<string, number>): Pair[] {
  return [...model].sort(([a, x], [b, y]) =>
    x === y ? Buffer.compare(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')) : x - y,
  );
}

/** A sorted set in entries of its own, driven by strings of one character per byte. */
export class DrivenZSet {
  readonly memory: TestMemory = dataMemory();
  readonly entries = new Entries(this.memory, 3, 5, 0);
  readonly view: ZSetView;
  private readonly key: Key;

  constructor() {
    const bytes = Bytes.fromString('key');
    this.key = new Key().set(bytes, 0, bytes.length, 3, 5);
    const { view, create } = anotherZSet();
    view.bind(this.entries, create(this.entries, this.key, 0), this.key.hash);
    this.view = view;
  }

  put(member: string, score: number): boolean {
    const bytes = Bytes.fromString(member, 'latin1');
    return this.view.put(score, bytes, 0, bytes.length);
  }

  remove(member: string): boolean {
    const bytes = Bytes.fromString(member, 'latin1');
    return this.view.remove(bytes, 0, bytes.length);
  }

  scoreOf(member: string): number | undefined {
    const bytes = Bytes.fromString(member, 'latin1');
    return this.view.scoreOf(bytes, 0, bytes.length);
  }

  rankOf(member: string): number {
    const bytes = Bytes.fromString(member, 'latin1');
    return this.view.rankOf(bytes, 0, bytes.length);
  }

  pairs(first = 0, last = this.view.size - 1, reverse = false): Pair[] {
    const pairs: Pair[] = [];
    this.view.forEachByRank(first, last, reverse, (member, score) => pairs.push([member.latin1(), score]));
    return pairs;
  }

  /** The view, a view bound anew, and the sizes that INFO tells agree with the model. */
  check(model: ReadonlyMap<string, number>): void {
    const { view, entries } = this;
    expect(this.pairs()).toEqual(sorted(model));
    const { view: again } = anotherZSet();
    again.bind(entries, entries.find(this.key), this.key.hash);
    expect([again.size, again.encoding]).toEqual([model.size, view.encoding]);
    expect(entries.sizes[TYPE_ZSET][32 - Math.clz32(model.size)]).toBe(1);
  }

  /** Nothing is left when the entry goes. */
  release(): void {
    this.entries.remove(this.entries.find(this.key), this.key.hash);
    while (this.memory.collections.step(1000));
    expect([this.memory.arena.used, this.memory.arena.tableBytes]).toEqual([0, 0]);
    expect(this.entries.sizes[TYPE_ZSET].every((count) => count === 0)).toBe(true);
  }
}
