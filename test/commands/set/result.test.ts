import { describe, expect, it } from 'vitest';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import { encodingOf } from '../../support/command-harness.ts';
import { ENCODINGS, filledHarness, setHarness, sortedElements } from '../../support/set-harness.ts';

describe('a result that is stored', () => {
  it('takes the place of what was there, with its expiry', () => {
    const harness = setHarness({ listens: true, propagates: true });
    const { run, events, propagated } = harness;
    run('SADD', 'a', '1', '2');
    run('SET', 'text', 'x', 'EX', '100');
    expect(run('SUNIONSTORE', 'text', 'a')).toBe(':2\r\n');
    expect(sortedElements(run('SMEMBERS', 'text'))).toEqual(['1', '2']);
    const { entries } = harness.keyspace.databases[0];
    expect([...entries.dict].map((address) => entries.expiry(address))).toEqual([-1, -1]);
    expect(events.slice(-1)).toEqual(['sunionstore text']);
    expect(propagated.at(-1)).toEqual(['SUNIONSTORE', 'text', 'a']);
  });

  it('leaves the destination what is known of accesses', () => {
    const { keyspace, run } = setHarness();
    countEveryAccess(keyspace);
    run('SADD', 'a', '1');
    run('SET', 'd', 'x');
    run('GET', 'd');
    run('SUNIONSTORE', 'd', 'a');
    run('SINTERSTORE', 'new', 'a', 'a');
    expect(['d', 'new'].map((name) => accessesOf(keyspace, name))).toEqual([2, 0]);
  });

  it('deletes a key whose time has come, rather than let it expire', () => {
    const { clock, events, keyspace, run } = setHarness({ listens: true });
    run('SET', 'd', 'x', 'PX', '1');
    clock.advance(5);
    expect(run('SINTERSTORE', 'd', 'none')).toBe(':0\r\n');
    expect([events.at(-1), keyspace.stats.expired]).toEqual(['del d', 0]);
  });

  it('deletes its key when it has no members', () => {
    const { run, events, effects } = setHarness({ listens: true });
    for (const name of ['SINTERSTORE', 'SUNIONSTORE', 'SDIFFSTORE']) {
      run('SADD', 'd', '1');
      const { dirty } = effects;
      expect(run(name, 'd', 'none', 'none')).toBe(':0\r\n');
      expect(run('SCARD', 'd')).toBe(':0\r\n');
      expect(run(name, 'd', 'none')).toBe(':0\r\n');
      expect([events.at(-1), effects.dirty - dirty]).toEqual(['del d', 1]);
    }
  });

  it('has the encoding that Redis gives it', () => {
    const harness = setHarness();
    const { run } = harness;
    const encodingAfter = (...words: string[]): string | undefined => {
      run(...words);
      return encodingOf(harness, words[1]);
    };
    const words = Array.from({ length: 200 }, (_, i) => `w${i}`);
    run('SADD', 'integers', ...Array.from({ length: 10 }, (_, i) => String(i)));
    run('SADD', 'mixed', 'a', '1', '2');
    run('SADD', 'table', ...words, '1', '2');
    expect(encodingAfter('SINTERSTORE', 'd', 'integers', 'table')).toBe('intset');
    expect(encodingAfter('SINTERSTORE', 'd', 'mixed', 'integers')).toBe('intset');
    expect(encodingAfter('SINTERSTORE', 'd', 'mixed', 'mixed')).toBe('listpack');
    expect(encodingAfter('SINTERSTORE', 'd', 'table', 'table')).toBe('hashtable');
    expect(encodingAfter('SUNIONSTORE', 'd', 'integers', 'mixed')).toBe('listpack');
    expect(encodingAfter('SUNIONSTORE', 'd', 'integers')).toBe('intset');
    expect(encodingAfter('SDIFFSTORE', 'd', 'mixed', 'integers')).toBe('listpack');
    // By lookup, a result only grows as large as it is; by removal, it was as large as the first.
    expect(encodingAfter('SDIFFSTORE', 'd', 'table', 'table2')).toBe('hashtable');
    run('SADD', 'half', ...words.slice(0, 190));
    expect(encodingAfter('SDIFFSTORE', 'd', 'table', 'half')).toBe('listpack');
    expect(encodingAfter('SDIFFSTORE', 'd', 'table', 'half', 'mixed', 'mixed', 'mixed', 'mixed')).toBe('hashtable');
  });
});

describe.each(ENCODINGS)('a set kept as %s', (...one) => {
  const [, all] = one;

  it('leaves nothing behind', () => {
    const harness = filledHarness(one);
    const before = setHarness().keyspace.arena.used;
    harness.run('SMOVE', 's', 't', all[0]);
    harness.run('SUNIONSTORE', 'u', 's', 't');
    harness.run('SUNION', 's', 't', 'u');
    harness.run('SDIFF', 'u', 't', 't', 't', 't', 't');
    for (const key of ['s', 't', 'u']) harness.run('SPOP', key, '100000');
    const { collections, arena } = harness.keyspace;
    while (collections.step(1000));
    expect(arena.used).toBe(before);
  });
});
