import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/util/random.ts';
import { fetchBlocks, hashOfBlock } from '../../src/structures/keyed-block.ts';
import { BASE, K0, K1, KeyedDict, keyedBlock } from './keyed-blocks.ts';

/** Keys that meet again often, among them the empty one and those around the limit of a short key. */
const keys = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 400 }).map((n) => `key:${n}`) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 300 }).map((n) => 'x'.repeat(n)) },
  { weight: 1, arbitrary: fc.constantFrom('', 'y'.repeat(255), 'y'.repeat(256), 'y'.repeat(70_000), '\0', '\xff\0') },
);

const steps = fc.array(
  fc.record({
    action: fc.constantFrom('add', 'add', 'add', 'remove', 'move', 'removeMany'),
    key: keys,
  }),
  { maxLength: 300, size: 'max' },
);

function sorted(addresses: Iterable<number>): Uint32Array {
  return Uint32Array.from(addresses).sort();
}

/** A Dict beside the Map that it has to agree with. */
class Checked {
  readonly keyed = new KeyedDict();
  readonly model = new Map<string, number>();

  add(key: string): void {
    this.compare(key);
    if (!this.model.has(key)) this.model.set(key, this.keyed.add(key));
  }

  remove(key: string): void {
    const address = this.model.get(key);
    this.compare(key);
    if (address === undefined) return;
    if (!this.keyed.remove(key, address)) throw new Error(`${key} could not be removed`);
    this.model.delete(key);
  }

  /** A block takes another place in memory, as when its value grows. */
  move(key: string): void {
    const from = this.model.get(key);
    if (from === undefined) return;
    const { arena, dict } = this.keyed;
    const to = keyedBlock(arena, Buffer.from(key, 'latin1'));
    dict.replace(from, to, this.keyed.hash(key));
    arena.free(from);
    this.model.set(key, to);
  }

  check(): void {
    expect(this.keyed.dict.size).toBe(this.model.size);
    expect(sorted(this.keyed.dict)).toEqual(sorted(this.model.values()));
    for (const key of this.model.keys()) this.compare(key);
    const chains = this.keyed.dict.chainLengths();
    expect(chains.reduce((sum, count, length) => sum + count * length, 0)).toBe(this.model.size);
    expect(chains.reduce((sum, count) => sum + count, 0)).toBe(this.keyed.dict.stats().buckets);
  }

  /** Samples hold what they should: so many of the blocks, none of them twice. */
  checkSamples(): void {
    const { dict } = this.keyed;
    const random = new Random(7);
    const into = new Uint32Array(64);
    for (const [key, address] of this.model) expect(dict.has(address, this.keyed.hash(key))).toBe(true);
    for (const wanted of [1, 5, 64]) {
      const sample = into.slice(0, dict.sample(random, wanted, into));
      expect(sample.length).toBe(Math.min(wanted, this.model.size));
      expect(new Set(sample).size).toBe(sample.length);
      const known = new Set(this.model.values());
      for (const address of sample) expect(known.has(address)).toBe(true);
    }
  }

  private compare(key: string): void {
    const found = this.keyed.find(key);
    if (found !== (this.model.get(key) ?? 0)) throw new Error(`${key} was found at ${found}`);
  }
}

describe('Dict', () => {
  test('over any sequence it agrees with a Map', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const checked = new Checked();
        for (const { action, key } of sequence) {
          if (action === 'add') checked.add(key);
          else if (action === 'remove') checked.remove(key);
          else if (action === 'removeMany')
            for (const other of [...checked.model.keys()].slice(0, 12)) checked.remove(other);
          else checked.move(key);
          expect(checked.keyed.dict.size).toBe(checked.model.size);
          expect(checked.keyed.find(key)).toBe(checked.model.get(key) ?? 0);
        }
        checked.check();
        checked.checkSamples();
        expect(checked.keyed.arena.tableBytes).toBe(checked.keyed.dict.memory);
        for (const key of [...checked.model.keys()]) checked.remove(key);
        expect(checked.keyed.dict.stats()).toEqual({ buckets: 0, overflow: 0 });
        expect(checked.keyed.dict.memory).toBe(0);
        expect(checked.keyed.arena.used).toBe(0);
      }),
    );
  });

  test('grows to tens of thousands and shrinks to none, through every number of tag bits', () => {
    const checked = new Checked();
    const name = (n: number): string => `element:${n.toString(36)}`;
    for (let n = 0; n < 60_000; n++) checked.add(name(n));
    checked.check();
    const { buckets } = checked.keyed.dict.stats();
    expect(buckets).toBe(Math.ceil(60_000 / 7));
    // Shrinks and grows again at several sizes, so that merged tags are split and split tags merged.
    for (const size of [20_000, 45_000, 3_000, 9_000, 10, 2_000]) {
      for (let n = checked.model.size - 1; n >= size; n--) checked.remove(name(n));
      for (let n = checked.model.size; n < size; n++) checked.add(name(n));
      checked.check();
      expect(checked.keyed.find(name(size))).toBe(0);
      // Ten fit any one bucket.
      if (size === 10) expect(checked.keyed.dict.stats().overflow).toBe(0);
    }
    expect(checked.keyed.dict.stats().buckets).toBeLessThan(buckets / 2);
    for (let n = 1_999; n >= 0; n--) checked.remove(name(n));
    expect(checked.keyed.dict.stats()).toEqual({ buckets: 0, overflow: 0 });
    expect(checked.keyed.arena.used).toBe(0);
  });

  test('a miss rarely touches a block', () => {
    const checked = new Checked();
    for (let n = 0; n < 20_000; n++) checked.add(`key:${n}`);
    let touched = 0;
    const { segments } = checked.keyed.arena;
    const counting = new Proxy(segments, {
      get(target, name) {
        touched++;
        return Reflect.get(target, name) as unknown;
      },
    });
    Object.defineProperty(checked.keyed.arena, 'segments', { value: counting });
    for (let n = 0; n < 5_000; n++) expect(checked.keyed.find(`miss:${n}`)).toBe(0);
    expect(touched).toBeLessThan(5_000);
  });

  test('removing what is not there changes nothing', () => {
    const { keyed } = new Checked();
    expect(keyed.dict.remove(8, 1)).toBe(false);
    const address = keyed.add('a');
    expect(keyed.dict.remove(address + 8, keyed.hash('a'))).toBe(false);
    expect(keyed.dict.size).toBe(1);
  });

  test('a block that moved without the table is noticed', () => {
    const { keyed } = new Checked();
    keyed.add('a');
    expect(() => keyed.dict.replace(8888, 9999, keyed.hash('a'))).toThrow('not in the table');
  });
});

describe('what is fetched ahead', () => {
  // Between two powers of two, with buckets of either level.
  const keyed = new KeyedDict();
  const addresses = Uint32Array.from({ length: 7 * 1500 }, (_, n) => keyed.add(`key:${n}`));
  const hashes = Int32Array.from(addresses, (_, n) => keyed.hash(`key:${n}`));

  test('the likely block is nearly always the right one, and none for a key that is not there', () => {
    const likely = new Uint32Array(addresses.length);
    keyed.dict.likelyBlocks(hashes, likely.length, likely);
    expect(likely.filter((address, n) => address === addresses[n]).length).toBeGreaterThan(0.9 * addresses.length);
    const strange = Int32Array.from(addresses, (_, n) => keyed.hash(`none:${n}`));
    keyed.dict.likelyBlocks(strange, strange.length, likely);
    expect(likely.filter((address) => address === 0).length).toBeGreaterThan(0.9 * addresses.length);
  });

  test.each([0, 1, 3, 4, 5, 8, 15, 16])('of %i hashes and addresses each is read, and nothing behind them', (count) => {
    const { arena, dict } = keyed;
    const each = <T>(list: T, read: (list: T, at: number) => number): number =>
      Array.from({ length: count }, (_, at) => read(list, at)).reduce((all, one) => all ^ one, 0);
    expect(dict.fetchBuckets(hashes, count)).toBe(
      each(hashes, (list, at) => dict.fetchBuckets(list.subarray(at, at + 1), 1)),
    );
    expect(fetchBlocks(arena, addresses, count)).toBe(
      each(addresses, (list, at) => fetchBlocks(arena, list.subarray(at, at + 1), 1)),
    );
    const likely = new Uint32Array(count + 1).fill(1);
    dict.likelyBlocks(hashes, count, likely);
    expect(likely[count]).toBe(1);
  });
});

describe('Dict.stamp', () => {
  test('as long as it stays the same, every block stands where it was seen', () => {
    fc.assert(
      fc.property(steps, keys, (sequence, watched) => {
        const checked = new Checked();
        checked.add(watched);
        let seen = checked.keyed.find(watched);
        let { stamp } = checked.keyed.dict;
        for (const { action, key } of sequence) {
          if (action === 'add') checked.add(key);
          else if (action === 'move') checked.move(key);
          else checked.remove(key);
          if (seen !== 0 && checked.keyed.dict.stamp === stamp) expect(checked.keyed.find(watched)).toBe(seen);
          seen = checked.keyed.find(watched);
          ({ stamp } = checked.keyed.dict);
        }
      }),
    );
  });

  test('what is added leaves it, what goes or moves and an emptied table change it, and no other table bears it', () => {
    const { keyed } = new Checked();
    const stamps = [keyed.dict.stamp];
    const address = keyed.add('a');
    keyed.add('b');
    expect(keyed.dict.stamp).toBe(stamps[0]);
    const moved = keyedBlock(keyed.arena, Buffer.from('a'));
    keyed.dict.replace(address, moved, keyed.hash('a'));
    stamps.push(keyed.dict.stamp);
    keyed.remove('a', moved);
    stamps.push(keyed.dict.stamp);
    keyed.dict.clear();
    stamps.push(keyed.dict.stamp, new Checked().keyed.dict.stamp);
    expect(new Set(stamps).size).toBe(stamps.length);
  });
});

describe('Dict.scan', () => {
  /** What is done to the table between two calls. */
  const disturbance = fc.record({ grow: fc.boolean(), count: fc.integer({ min: 0, max: 400 }) });

  test('returns every element that is there from the first call to the last, however the table changes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 800 }),
        fc.array(disturbance, { maxLength: 40, size: 'max' }),
        (size, changes) => {
          const checked = new Checked();
          const lasting = Array.from({ length: size }, (_, n) => `lasting:${n}`);
          for (const key of lasting) checked.add(key);
          const seen = new Set<number>();
          let cursor = 0;
          let passing = 0;
          let calls = 0;
          do {
            cursor = checked.keyed.dict.scan(cursor, (address) => seen.add(address));
            expect(cursor).toBeGreaterThanOrEqual(0);
            expect(Number.isInteger(cursor) && cursor < 2 ** 32).toBe(true);
            const change = changes[calls++];
            if (change === undefined) continue;
            for (let i = 0; i < change.count; i++) {
              if (change.grow) checked.add(`passing:${passing++}`);
              else if (passing > 0) checked.remove(`passing:${--passing}`);
            }
          } while (cursor !== 0);
          expect(lasting.filter((key) => !seen.has(checked.model.get(key) ?? 0))).toEqual([]);
        },
      ),
    );
  });

  test('keeps its promise while the table shrinks under a scan of ten thousand, and grows again', () => {
    const checked = new Checked();
    for (let n = 0; n < 10_000; n++) checked.add(`key:${n}`);
    const lasting = new Set(Array.from({ length: 300 }, (_, n) => checked.model.get(`key:${n * 33}`) ?? 0));
    const gone = [...checked.model.keys()].filter((key) => !lasting.has(checked.model.get(key) ?? 0));
    const seen = new Set<number>();
    let cursor = 0;
    let calls = 0;
    do {
      cursor = checked.keyed.dict.scan(cursor, (address) => seen.add(address));
      calls++;
      if (calls < 400) for (const key of gone.splice(0, 24)) checked.remove(key);
      else if (calls < 600) for (let i = 0; i < 50; i++) checked.add(`new:${calls}:${i}`);
    } while (cursor !== 0);
    expect([...lasting].filter((address) => !seen.has(address))).toEqual([]);
  });

  test('of a table that stands still returns each element once', () => {
    const checked = new Checked();
    for (let n = 0; n < 1_000; n++) checked.add(`key:${n}`);
    const seen: number[] = [];
    let cursor = 0;
    do cursor = checked.keyed.dict.scan(cursor, (address) => seen.push(address));
    while (cursor !== 0);
    expect(sorted(seen)).toEqual(sorted(checked.model.values()));
  });

  test('ends at once for an empty table and takes any cursor', () => {
    const checked = new Checked();
    expect(checked.keyed.dict.scan(123, () => undefined)).toBe(0);
    for (let n = 0; n < 100; n++) checked.add(`key:${n}`);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (start) => {
        let cursor = start;
        let calls = 0;
        do cursor = checked.keyed.dict.scan(cursor, () => undefined);
        while (cursor !== 0 && ++calls < 100);
        expect(cursor).toBe(0);
      }),
    );
  });
});

describe('Dict.random', () => {
  test('picks every element with the same chance', () => {
    const checked = new Checked();
    const size = 97;
    for (let n = 0; n < size; n++) checked.add(`key:${n}`);
    const random = new Random(7);
    const picks = 97_000;
    const counts = new Map<number, number>();
    for (let i = 0; i < picks; i++) {
      const address = checked.keyed.dict.random(random);
      counts.set(address, (counts.get(address) ?? 0) + 1);
    }
    expect(counts.size).toBe(size);
    let chiSquare = 0;
    for (const count of counts.values()) chiSquare += (count - picks / size) ** 2 / (picks / size);
    // 96 degrees of freedom: 0.1 percent of fair runs lie above.
    expect(chiSquare).toBeLessThan(144.6);
  });

  test('finds elements in overflow buckets too, and none in an empty table', () => {
    const checked = new Checked();
    const random = new Random(3);
    expect(checked.keyed.dict.random(random)).toBe(0);
    let n = 0;
    while (checked.keyed.dict.stats().overflow < 20) checked.add(`key:${n++}`);
    const seen = new Set<number>();
    for (let i = 0; i < checked.model.size * 20; i++) seen.add(checked.keyed.dict.random(random));
    expect(seen.size).toBe(checked.model.size);
  });
});

describe('Dict.drain', () => {
  test('visits everything once, in slices', () => {
    const checked = new Checked();
    for (let n = 0; n < 5_000; n++) checked.add(`key:${n}`);
    const seen: number[] = [];
    let slices = 0;
    for (let bucket = 0; bucket >= 0; slices++) {
      const before = seen.length;
      bucket = checked.keyed.dict.drain(bucket, 100, (address) => seen.push(address));
      expect(seen.length - before).toBeLessThan(160);
    }
    expect(slices).toBeGreaterThan(30);
    expect(sorted(seen)).toEqual(sorted(checked.model.values()));
    expect(new Checked().keyed.dict.drain(0, 10, () => undefined)).toBe(-1);
  });
});

describe('Dict.sample', () => {
  test('a sample comes from anywhere: each block has its chance, in long chains too', () => {
    for (const size of [5, 13, 700]) {
      const checked = new Checked();
      for (let n = 0; n < size; n++) checked.add(`key:${n}`);
      const random = new Random(size);
      const into = new Uint32Array(5);
      const seen = new Map<number, number>();
      const rounds = size * 40;
      for (let round = 0; round < rounds; round++) {
        const count = checked.keyed.dict.sample(random, 5, into);
        for (let i = 0; i < count; i++) seen.set(into[i], (seen.get(into[i]) ?? 0) + 1);
      }
      const fair = (rounds * 5) / size;
      for (const address of checked.model.values()) {
        expect(seen.get(address) ?? 0).toBeGreaterThan(fair / 8);
        expect(seen.get(address) ?? 0).toBeLessThan(fair * 4);
      }
    }
  });

  test('where one of a sample goes for each that comes, chains stay as short as chance makes them', () => {
    const keyed = new KeyedDict();
    const random = new Random(3);
    const into = new Uint32Array(5);
    // Between two powers of two, where half of the buckets get twice as many as the others.
    const size = 7 * 1500;
    for (let n = 0; n < size; n++) keyed.add(`key:${n}`);
    const { overflow } = keyed.dict.stats();
    for (let n = 0; n < 10 * size; n++) {
      keyed.dict.sample(random, 5, into);
      keyed.dict.remove(into[0], hashOfBlock(keyed.arena, BASE, into[0], K0, K1));
      keyed.arena.free(into[0]);
      keyed.add(`new:${n}`);
    }
    expect(keyed.dict.size).toBe(size);
    expect(keyed.dict.stats().overflow).toBeLessThan(overflow * 1.5 + 20);
  });
});
