import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StringValue } from '../../src/datatypes/string-value.ts';
import { ActiveDefrag } from '../../src/keyspace/defrag.ts';
import { Keyspace } from '../../src/keyspace/keyspace.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import type { Key } from '../../src/structures/key.ts';
import { ManualClock } from '../../src/util/clock.ts';
import { Random } from '../../src/util/random.ts';
import { Recorder } from './recorder.ts';

const NOW = 1_700_000_000_000;

interface Modelled {
  readonly value: string;
  readonly expiry: number;
}

/** A keyspace beside the plain model of it, and its defragmentation. */
class Checked {
  readonly clock = new ManualClock(NOW);
  readonly keyspace = new Keyspace(2, new Random(1), NOW, new Recorder());
  readonly defrag = new ActiveDefrag(this.keyspace, this.clock);
  readonly models = [new Map<string, Modelled>(), new Map<string, Modelled>()];

  constructor() {
    Object.assign(this.defrag.options, { enabled: true, ignoreBytes: 1, lowerPercent: 0 });
  }

  set(database: number, name: string, value: string, expiry = -1): void {
    const db = this.keyspace.databases[database];
    const bytes = Bytes.fromString(value, 'latin1');
    db.setString(this.key(name), bytes, 0, bytes.length);
    if (expiry >= 0) db.setExpiry(this.key(name), expiry);
    this.models[database].set(name, { value, expiry });
  }

  delete(database: number, name: string): void {
    this.keyspace.databases[database].delete(this.key(name));
    this.models[database].delete(name);
  }

  /** Plans and works until it has nothing to do any more, or for so many slices. */
  run(slices = Infinity): void {
    for (let rest = slices; rest > 0; rest--) {
      this.clock.advance(1001);
      if (!this.defrag.decide()) return;
      this.defrag.slice(100);
    }
  }

  check(): void {
    for (const [index, model] of this.models.entries()) {
      const db = this.keyspace.databases[index];
      expect(db.size).toBe(model.size);
      for (const [name, { value, expiry }] of model) {
        const view = db.lookupRead(this.key(name), StringValue);
        expect(view?.bytes.latin1(view.at, view.at + view.length)).toBe(value);
        expect(db.expiryOf(db.peek(this.key(name)))).toBe(expiry);
      }
      expect(db.entries.expires.size).toBe([...model.values()].filter(({ expiry }) => expiry >= 0).length);
    }
  }

  private key(name: string): Key {
    const bytes = Bytes.fromString(name, 'latin1');
    return this.keyspace.databases[0].keyOver(bytes, 0, bytes.length);
  }
}

/** Two databases with keys of three sizes, of which most are deleted again. */
function fragmented(): Checked {
  const checked = new Checked();
  for (let i = 0; i < 30_000; i++) {
    const expiry = i % 5 === 0 ? NOW + 1_000_000 + i : -1;
    checked.set(i % 2, `key:${i}`, String(i).repeat(10 + (i % 3) * 20), expiry);
  }
  checked.set(0, 'large', 'x'.repeat(200_000), NOW + 5_000_000);
  for (let i = 0; i < 30_000; i++) if (i % 7 !== 0) checked.delete(i % 2, `key:${i}`);
  return checked;
}

describe('active defragmentation', () => {
  test('moves what is scattered together: memory goes back, and nothing is lost', () => {
    const checked = fragmented();
    const { arena } = checked.keyspace;
    const before = arena.reserved;
    checked.run();
    checked.check();
    expect(arena.reserved).toBeLessThanOrEqual(before / 2);
    expect(arena.reserved).toBeLessThan(arena.used + 3 * 1024 * 1024);
    expect(checked.defrag.stats.hits).toBeGreaterThan(1000);
    expect(checked.defrag.running).toBe(0);
  });

  test('whatever commands do meanwhile, the keyspace is that of the model', () => {
    const names = fc.nat(4000).map((n) => `key:${n}`);
    const step = fc.oneof(
      fc.record({ set: names, length: fc.nat(700), expires: fc.boolean(), times: fc.integer({ min: 1, max: 800 }) }),
      fc.record({ delete: names, times: fc.integer({ min: 1, max: 3000 }) }),
      fc.record({ slices: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ stop: fc.constant(true) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25, size: 'max' }), (steps) => {
        const checked = new Checked();
        for (const made of steps) {
          if ('slices' in made) checked.run(made.slices);
          else if ('stop' in made) checked.defrag.stop();
          else {
            const first = Number(('set' in made ? made.set : made.delete).slice(4));
            for (let i = first; i < first + made.times; i++) {
              const value = 'set' in made ? String(i).repeat(made.length).slice(0, made.length) : '';
              if ('set' in made) checked.set(i & 1, `key:${i}`, value, made.expires ? NOW + 9_000_000 : -1);
              else if (i % 3 !== 0) checked.delete(i & 1, `key:${i}`);
            }
          }
        }
        checked.check();
        checked.run();
        checked.check();
      }),
      { numRuns: 20 },
    );
  });

  test('begins only where waste is above both limits, and when it is switched on', () => {
    const checked = fragmented();
    const { options } = checked.defrag;
    const { arena } = checked.keyspace;
    for (const limit of [{ enabled: false }, { ignoreBytes: arena.reserved }, { lowerPercent: 1000 }]) {
      const before = { ...options };
      Object.assign(options, limit);
      checked.clock.advance(2000);
      expect(checked.defrag.decide()).toBe(false);
      Object.assign(options, before);
    }
    checked.clock.advance(2000);
    expect(checked.defrag.decide()).toBe(true);
  });

  test('takes more of the time the more waste there is, within its limits, and adapts when they change', () => {
    const checked = fragmented();
    const { options } = checked.defrag;
    Object.assign(options, { lowerPercent: 5, upperPercent: 100, cycleMin: 20, cycleMax: 70 });
    checked.defrag.decide();
    expect(checked.defrag.running).toBe(70);
    Object.assign(options, { upperPercent: 1000 });
    checked.defrag.reconsider();
    expect(checked.defrag.running).toBeGreaterThan(20);
    expect(checked.defrag.running).toBeLessThan(70);
    Object.assign(options, { cycleMin: 1, cycleMax: 1 });
    checked.defrag.reconsider();
    expect(checked.defrag.running).toBe(1);
    Object.assign(options, { enabled: false });
    checked.defrag.reconsider();
    expect(checked.defrag.running).toBe(0);
    checked.check();
  });

  test('counts the time from its beginning to its end', () => {
    const checked = fragmented();
    expect([checked.defrag.currentUs, checked.defrag.totalUs]).toEqual([0, 0]);
    checked.defrag.decide();
    checked.clock.advance(30);
    expect([checked.defrag.currentUs, checked.defrag.totalUs]).toEqual([30_000, 30_000]);
    checked.defrag.stop();
    checked.clock.advance(30);
    expect([checked.defrag.currentUs, checked.defrag.totalUs]).toEqual([0, 30_000]);
    checked.defrag.resetStats();
    expect(checked.defrag.totalUs).toBe(0);
  });

  test('goes on with a database that was emptied or got other entries meanwhile', () => {
    const checked = fragmented();
    checked.defrag.decide();
    checked.keyspace.swap(0, 1);
    checked.models.reverse();
    checked.defrag.slice(100);
    checked.check();
    checked.keyspace.release();
    for (const model of checked.models) model.clear();
    checked.run();
    checked.set(0, 'a', '1');
    checked.check();
  });
});
