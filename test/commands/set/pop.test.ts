import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../support/command-harness.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
import { elements, ENCODINGS, filledHarness, numbers, setHarness, words } from '../../support/set-harness.ts';

const KEY = Bytes.fromString('s');

describe.each(ENCODINGS)('of a set kept as %s', (...one) => {
  const [, all] = one;

  it.each([1, 2, 10, 30, 49, 51, 59])('SPOP takes %i different members', (count) => {
    const { run, propagated, events, effects } = filledHarness(one, { propagates: true, listens: true });
    const popped = elements(run('SPOP', 's', String(count)));
    expect(new Set(popped).size).toBe(count);
    const left = elements(run('SMEMBERS', 's'));
    expect([...popped, ...left].sort()).toEqual([...all].sort());
    expect(propagated.slice(1)).toEqual([['SREM', 's', ...popped]]);
    expect(events.slice(-1)).toEqual(['spop s']);
    expect(effects.dirty).toBe(all.length + count);
  });

  it('SPOP without a count takes one', () => {
    const { run, propagated } = filledHarness(one, { propagates: true });
    const popped = run('SPOP', 's').split('\r\n')[1];
    expect(run('SISMEMBER', 's', popped)).toBe(':0\r\n');
    expect(run('SCARD', 's')).toBe(`:${all.length - 1}\r\n`);
    expect(propagated.slice(1)).toEqual([['SREM', 's', popped]]);
  });

  it('SPOP of all is propagated as DEL', () => {
    const { run, propagated, events, effects, keyspace } = filledHarness(one, { propagates: true, listens: true });
    expect(elements(run('SPOP', 's', '1000')).sort()).toEqual([...all].sort());
    expect(propagated.slice(1)).toEqual([['DEL', 's']]);
    expect(events.slice(-2)).toEqual(['spop s', 'del s']);
    expect(effects.dirty).toBe(all.length * 2);
    run('SADD', 's', ...all);
    keyspace.collections.isLazy = true;
    run('SPOP', 's', String(all.length));
    expect(propagated.at(-1)).toEqual(['UNLINK', 's']);
  });
});

describe('SPOP', () => {
  it.each([
    ['2', 1],
    ['3', 1],
    ['1', 0],
    ['0', 0],
  ])('of %s members out of two counts %i reads', (count, hits) => {
    const { run, keyspace } = setHarness();
    run('SADD', 's', 'a', 'b');
    run('SPOP', 's', count);
    expect(keyspace.stats).toMatchObject({ hits, misses: 0 });
  });

  it('shows members of a listpack in its order', () => {
    const { run } = filledHarness(ENCODINGS[1]);
    const all = elements(run('SMEMBERS', 's'));
    const popped = elements(run('SPOP', 's', '30'));
    expect(popped).toEqual(all.filter((member) => popped.includes(member)));
  });

  it('propagates many members in several SREMs', () => {
    const { run, propagated } = setHarness({ propagates: true });
    run('SADD', 's', ...words(5000));
    run('SPOP', 's', '2500');
    expect(propagated.slice(1).map((command) => command.length - 2)).toEqual([1024, 1024, 452]);
  });

  it('leaves a listpack where few members stay', () => {
    const harness = setHarness();
    const { run } = harness;
    const after = (members: string[], count: number): string | undefined => {
      run('SPOP', 's', '100000');
      run('SADD', 's', ...members);
      run('SPOP', 's', String(count));
      return encodingOf(harness, 's');
    };
    expect([after(words(600), 499), after(words(600), 500)]).toEqual(['hashtable', 'listpack']);
    expect([after(words(1000), 871), after(words(1000), 872)]).toEqual(['hashtable', 'listpack']);
    expect(after(numbers(300), 290)).toBe('intset');
  });

  it('keeps the expiry of what is left', () => {
    const harness = setHarness();
    const { entries } = harness.keyspace.databases[0];
    harness.run('SADD', 's', ...words(200));
    const key = harness.keyspace.databases[0].keyOver(KEY, 0, KEY.length);
    harness.keyspace.databases[0].setExpiry(key, 1_800_000_000_000);
    harness.run('SPOP', 's', '190');
    expect(entries.expiry(entries.find(key))).toBe(1_800_000_000_000);
  });

  it('refuses what is no count', () => {
    const { run } = setHarness();
    for (const count of ['-1', 'x', '', '1.5', '9223372036854775808']) {
      expect(run('SPOP', 's', count)).toBe('-ERR value is out of range, must be positive\r\n');
    }
    expect(run('SPOP', 's', '1', '2')).toBe('-ERR syntax error\r\n');
    expect([run('SPOP', 's'), run('SPOP', 's', '5')]).toEqual(['$-1\r\n', '*0\r\n']);
    run('SADD', 's', 'a');
    expect([run('SPOP', 's', '0'), run('SCARD', 's')]).toEqual(['*0\r\n', ':1\r\n']);
  });
});
