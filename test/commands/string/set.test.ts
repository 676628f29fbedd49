import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadXxh3 } from '../../../src/util/xxh3.ts';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import { createHarness, expiryOf, HARNESS_NOW_MS, plantList } from '../../support/command-harness.ts';
import { put } from '../../support/stored-keys.ts';

const OK = '+OK\r\n';
const NULL = '$-1\r\n';
const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

beforeAll(loadXxh3);

describe('SET', () => {
  it.each(['', 'v', 'x'.repeat(254), 'x'.repeat(255), 'x'.repeat(70_000), '\0\r\n\xff'])(
    'keeps value %#, over any other',
    (value) => {
      const { run } = createHarness();
      for (const before of ['short', 'y'.repeat(300), 'z'.repeat(100_000)]) {
        run('SET', 'k', before);
        expect(run('SET', 'k', value)).toBe(OK);
        expect(run('GET', 'k')).toBe(bulk(value));
      }
    },
  );

  it('takes the place of another type', () => {
    const harness = createHarness();
    plantList(harness, 'k');
    expect(harness.run('SET', 'k', 'v')).toBe(OK);
    expect(harness.run('GET', 'k')).toBe(bulk('v'));
  });

  it('takes the expiry away, unless KEEPTTL', () => {
    const harness = createHarness();
    harness.run('SET', 'k', 'a', 'PX', '50');
    harness.run('SET', 'k', 'b', 'KEEPTTL');
    expect(expiryOf(harness, 'k')).toBe(HARNESS_NOW_MS + 50);
    harness.run('SET', 'k', 'c');
    expect(expiryOf(harness, 'k')).toBe(-1);
  });

  it('is gone once its time has passed, and free for NX', () => {
    const { run, clock } = createHarness();
    run('SET', 'k', 'a', 'PX', '50');
    clock.advance(50);
    expect(run('GET', 'k')).toBe(bulk('a'));
    clock.advance(1);
    expect(run('GET', 'k')).toBe(NULL);
    expect(run('SET', 'k', 'b', 'XX')).toBe(NULL);
    expect(run('SET', 'k', 'b', 'NX')).toBe(OK);
  });

  it('takes a time in the past: the key is gone at the next look', () => {
    const { run } = createHarness();
    expect(run('SET', 'k', 'v', 'PXAT', '1')).toBe(OK);
    expect(run('GET', 'k')).toBe(NULL);
  });
});

describe('SET with conditions', () => {
  it.each([
    ['NX', false, OK],
    ['NX', true, NULL],
    ['XX', false, NULL],
    ['XX', true, OK],
  ])('%s, the key there: %s', (condition, there, reply) => {
    const { run } = createHarness();
    if (there) run('SET', 'k', 'old');
    expect(run('SET', 'k', 'new', condition)).toBe(reply);
    expect(run('GET', 'k')).toBe(reply === OK ? bulk('new') : there ? bulk('old') : NULL);
  });

  it('looks at no type for NX and XX', () => {
    const harness = createHarness();
    plantList(harness, 'k');
    expect(harness.run('SET', 'k', 'v', 'NX')).toBe(NULL);
    expect(harness.run('SET', 'k', 'v', 'XX')).toBe(OK);
  });

  it.each(['IFEQ', 'IFNE', 'IFDEQ', 'IFDNE'])('refuses %s on another type', (condition) => {
    const harness = createHarness();
    plantList(harness, 'k');
    expect(harness.run('SET', 'k', 'v', condition, 'x')).toBe(WRONG_TYPE);
  });

  it('compares the value (IFEQ, IFNE)', () => {
    const { run } = createHarness();
    run('SET', 'k', 'a');
    expect(run('SET', 'k', 'b', 'IFEQ', 'x')).toBe(NULL);
    expect(run('SET', 'k', 'b', 'IFNE', 'a')).toBe(NULL);
    expect(run('SET', 'k', 'b', 'IFEQ', 'a')).toBe(OK);
    expect(run('SET', 'k', 'c', 'IFNE', 'a')).toBe(OK);
    expect(run('GET', 'k')).toBe(bulk('c'));
    expect(run('SET', 'missing', 'v', 'IFEQ', '')).toBe(NULL);
    expect(run('SET', 'missing', 'v', 'IFNE', '')).toBe(OK);
  });
});

describe('SET with GET', () => {
  it('replies with the value before, set or not', () => {
    const { run } = createHarness();
    expect(run('SET', 'k', 'a', 'GET')).toBe(NULL);
    expect(run('SET', 'k', 'b', 'GET')).toBe(bulk('a'));
    expect(run('SET', 'k', 'c', 'NX', 'GET')).toBe(bulk('b'));
    expect(run('SET', 'k', 'd', 'XX', 'GET')).toBe(bulk('b'));
    expect(run('SET', 'k', 'e', 'IFEQ', 'x', 'GET')).toBe(bulk('d'));
    expect(run('SET', 'other', 'v', 'XX', 'GET')).toBe(NULL);
    expect(run('GET', 'k')).toBe(bulk('d'));
    expect(run('GET', 'other')).toBe(NULL);
  });

  it('refuses another type and leaves it', () => {
    const harness = createHarness();
    plantList(harness, 'k');
    expect(harness.run('SET', 'k', 'v', 'GET')).toBe(WRONG_TYPE);
    expect(harness.run('SET', 'k', 'v', 'NX', 'GET')).toBe(WRONG_TYPE);
    expect(harness.run('SET', 'k', 'v', 'NX')).toBe(NULL);
  });

  it('sends a large value as it was, although it is overwritten before it leaves', () => {
    const { run, pipeline } = createHarness();
    const before = 'x'.repeat(100_000);
    run('SET', 'k', before);
    const after = 'y'.repeat(100_000);
    expect(pipeline(['SET', 'k', after, 'GET'], ['SET', 'k', 'z', 'GET'])).toBe(bulk(before) + bulk(after));
  });

  it('replies with nulls of RESP3 there', () => {
    const { run } = createHarness({ protocol: 3 });
    expect(run('SET', 'k', 'a', 'GET')).toBe('_\r\n');
    expect(run('SET', 'k', 'a', 'NX')).toBe('_\r\n');
  });
});

describe('what SET tells others', () => {
  it('reports set, then expire', () => {
    const { run, events } = createHarness({ listens: true });
    run('SET', 'k', 'v');
    run('SET', 'k', 'v', 'EX', '10');
    run('SET', 'k', 'v', 'NX');
    run('PSETEX', 'k', '10', 'v');
    run('SETNX', 'k', 'v');
    expect(events).toEqual(['set k', 'set k', 'expire k', 'set k', 'expire k']);
  });

  it('counts one change, with an expiry too', () => {
    const { run, effects } = createHarness();
    run('SET', 'k', 'v', 'EX', '10');
    expect(effects.dirty).toBe(1);
    run('SET', 'k', 'v', 'NX');
    expect(effects.dirty).toBe(1);
  });

  it.each([
    ['SET k v', 'SET k v'],
    ['SET k v NX', 'SET k v NX'],
    ['SET k v KEEPTTL', 'SET k v KEEPTTL'],
    ['SET k v EX 10', `SET k v PXAT ${HARNESS_NOW_MS + 10_000}`],
    ['SET k v PX 10 NX', `SET k v PXAT ${HARNESS_NOW_MS + 10}`],
    ['SET k v EXAT 2000000000 GET', 'SET k v PXAT 2000000000000'],
    ['SET k v GET', 'SET k v'],
    ['SET k v KEEPTTL GET', 'SET k v KEEPTTL'],
    ['SET k v IFNE x', 'SET k v'],
    ['SETEX k 10 v', `SET k v PXAT ${HARNESS_NOW_MS + 10_000}`],
    ['PSETEX k 10 v', `SET k v PXAT ${HARNESS_NOW_MS + 10}`],
    ['SETNX k v', 'SETNX k v'],
  ])('propagates %s as %s', (line, expected) => {
    const { run, propagated } = createHarness({ propagates: true });
    run(...line.split(' '));
    expect(propagated.map((argv) => argv.join(' '))).toEqual([expected]);
  });

  it.each(['SET k v XX', 'SET k v IFEQ x', 'SET k v XX GET', 'SET k v EX 0'])('propagates nothing for %s', (line) => {
    const { run, propagated } = createHarness({ propagates: true });
    run(...line.split(' '));
    expect(propagated).toEqual([]);
  });
});

describe('SETNX, SETEX, PSETEX', () => {
  it('SETNX sets once', () => {
    const { run } = createHarness();
    expect([run('SETNX', 'k', 'a'), run('SETNX', 'k', 'b')]).toEqual([':1\r\n', ':0\r\n']);
    expect(run('GET', 'k')).toBe(bulk('a'));
  });

  it('SETEX and PSETEX name themselves in the error', () => {
    const { run } = createHarness();
    expect(run('SETEX', 'k', '0', 'v')).toBe("-ERR invalid expire time in 'setex' command\r\n");
    expect(run('PSETEX', 'k', '-1', 'v')).toBe("-ERR invalid expire time in 'psetex' command\r\n");
    expect(run('SETEX', 'k', 'x', 'v')).toBe('-ERR value is not an integer or out of range\r\n');
  });

  it('set value and time', () => {
    const harness = createHarness();
    expect(harness.run('SETEX', 'k', '10', 'v')).toBe(OK);
    expect(expiryOf(harness, 'k')).toBe(HARNESS_NOW_MS + 10_000);
    expect(harness.run('PSETEX', 'k', '10', 'w')).toBe(OK);
    expect(expiryOf(harness, 'k')).toBe(HARNESS_NOW_MS + 10);
    expect(harness.run('GET', 'k')).toBe(bulk('w'));
  });
});

describe('SET against a plain model', () => {
  interface Held {
    readonly value: string;
    readonly expiry: number;
  }
  interface Step {
    readonly key: string;
    readonly value: string;
    readonly presence: '' | 'NX' | 'XX';
    readonly get: boolean;
    readonly life: '' | 'KEEPTTL' | 'PX 20' | 'PX 5';
    readonly pause: number;
  }
  const step: fc.Arbitrary<Step> = fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    value: fc.constantFrom('', '1', 'short', 'x'.repeat(254), 'x'.repeat(255), 'x'.repeat(66_000)),
    presence: fc.constantFrom('' as const, 'NX' as const, 'XX' as const),
    get: fc.boolean(),
    life: fc.constantFrom('' as const, 'KEEPTTL' as const, 'PX 20' as const, 'PX 5' as const),
    pause: fc.constantFrom(0, 1, 10),
  });

  function expected(model: Map<string, Held>, { key, value, presence, get, life }: Step, now: number): string {
    const alive = model.get(key);
    const old = alive !== undefined && (alive.expiry < 0 || now <= alive.expiry) ? alive : undefined;
    const met = presence === '' || (old !== undefined) === (presence === 'XX');
    if (met) {
      const kept = old?.expiry ?? -1;
      const expiry = life === '' ? -1 : life === 'KEEPTTL' ? kept : now + Number(life.slice(3));
      model.set(key, { value, expiry });
    }
    if (get) return old === undefined ? NULL : bulk(old.value);
    return met ? OK : NULL;
  }

  it('replies as the model does, and gives all memory back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { run, clock, keyspace } = createHarness();
        const used = keyspace.arena.used + keyspace.large.used;
        const model = new Map<string, Held>();
        for (const current of steps) {
          clock.advance(current.pause);
          const words = [current.presence, current.get ? 'GET' : '', ...current.life.split(' ')].filter(
            (w) => w !== '',
          );
          const reply = expected(model, current, clock.wallMs());
          expect(run('SET', current.key, current.value, ...words)).toBe(reply);
        }
        for (const [key, held] of model) {
          const alive = held.expiry < 0 || clock.wallMs() <= held.expiry;
          expect(run('GETDEL', key)).toBe(alive ? bulk(held.value) : NULL);
        }
        expect(keyspace.databases[0].size).toBe(0);
        expect(keyspace.arena.used + keyspace.large.used).toBe(used);
      }),
      { numRuns: 60 },
    );
  });
});

it.each([
  ['SET a v', 1],
  ['SET a v KEEPTTL', 1],
  ['SET a v PX 100', 1],
  ['SET a v XX', 1],
  ['SET a v XX EX 100', 1],
  ['SET a v NX', 1],
  ['SET a v GET', 2],
  ['SET a v XX GET', 2],
  ['SET a v NX GET', 2],
  ['SETEX a 100 v', 1],
  ['PSETEX a 100 v', 1],
  ['SETNX a v', 1],
])('%s counts accesses as Redis does', (line, accesses) => {
  const { keyspace, run } = createHarness();
  countEveryAccess(keyspace);
  put(keyspace, 'a', '1');
  run(...line.split(' '));
  expect(accessesOf(keyspace, 'a')).toBe(accesses);
});
