import { describe, expect, it } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import type { Harness } from '../../support/command-harness.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';
import { TYPE_COMMANDS } from '../../support/every-type.ts';
import { dataBytes, put } from '../../support/stored-keys.ts';

const commands = genericCommands;

describe.each(['DEL', 'UNLINK'])('%s', (name) => {
  it('counts and reports the keys that were there, each once', () => {
    const { run, keyspace, events, effects } = createHarness({ commands, listens: true });
    put(keyspace, 'a', '1');
    put(keyspace, 'b', 'x'.repeat(100_000));
    expect(run(name, 'a', 'none', 'b', 'a')).toBe(':2\r\n');
    expect(events).toEqual(['del a', 'del b']);
    expect(effects.dirty).toBe(2);
    expect(dataBytes(keyspace)).toBe(0);
  });

  it('does not count a key whose time has come, which expires instead', () => {
    const { run, keyspace, events } = createHarness({ commands, listens: true });
    put(keyspace, 'a', '1', { expiresMs: HARNESS_NOW_MS - 1 });
    expect(run(name, 'a')).toBe(':0\r\n');
    expect(events).toEqual(['expired a']);
    expect(keyspace.stats.expired).toBe(1);
  });

  it('is propagated as it came', () => {
    const { run, keyspace, propagated } = createHarness({ commands, propagates: true });
    put(keyspace, 'a', '1');
    run(name, 'a', 'none');
    run(name, 'none');
    expect(propagated).toEqual([[name, 'a', 'none']]);
  });

  it('handles more keys than may be held at once', () => {
    const { run, keyspace } = createHarness({ commands });
    const names = Array.from({ length: 100 }, (_, i) => `key:${i}`);
    for (const key of names) put(keyspace, key, key);
    expect(run(name, ...names)).toBe(':100\r\n');
    expect(keyspace.databases[0].size).toBe(0);
  });
});

describe('INFO counts as freed behind the scenes', () => {
  const members = (count: number): string[] => Array.from({ length: count }, (_, i) => `member:${i}`);

  /** Frees all that waits; answers how many were waiting, and how many count as freed. */
  function freed({ keyspace }: Harness): [pending: number, freed: number] {
    const { pending } = keyspace.lazyFree;
    while (keyspace.lazyFree.step(100));
    return [pending, keyspace.lazyFree.freed];
  }

  it.each([
    ['a large set with UNLINK', ['UNLINK', 'large'], 1],
    ['no large set with DEL', ['DEL', 'large'], 0],
    ['no set of 64 members with UNLINK', ['UNLINK', 'small'], 0],
    ['no long list of few nodes with UNLINK', ['UNLINK', 'list'], 0],
    ['no large string with UNLINK', ['UNLINK', 'string'], 0],
    ['no large set that RENAME replaces', ['RENAME', 'small', 'large'], 0],
    ['no large set that is due', ['EXPIRE', 'large', '-1'], 0],
  ])('%s', (_, words, count) => {
    const harness = createHarness({ commands: TYPE_COMMANDS });
    harness.keyspace.packing.setMembers = 10;
    harness.run('SADD', 'large', ...members(65));
    harness.run('SADD', 'small', ...members(64));
    harness.run('RPUSH', 'list', ...members(2000));
    harness.run('SET', 'string', 'x'.repeat(100_000));
    harness.run(...words);
    expect(freed(harness)).toEqual([count, count]);
  });

  it('what the lazyfree directives add to that', () => {
    const harness = createHarness({ commands: TYPE_COMMANDS });
    const { run, keyspace, clock } = harness;
    const { lazyFree, collections } = keyspace;
    const wanted: number[] = [];
    const countsNow = (act: () => unknown): void => {
      run('SADD', 'large', ...members(500));
      act();
      wanted.push(freed(harness)[1]);
    };
    lazyFree.options.userDel = true;
    countsNow(() => run('DEL', 'large'));
    lazyFree.options.expire = true;
    countsNow(() => run('EXPIRE', 'large', '-1'));
    countsNow(() => {
      run('PEXPIRE', 'large', '5');
      clock.advance(6);
      run('EXISTS', 'large');
    });
    collections.isLazy = true;
    countsNow(() => run('SET', 'large', 'v') + run('DEL', 'large'));
    countsNow(() => run('SET', 'other', 'v') + run('RENAME', 'other', 'large') + run('DEL', 'large'));
    expect(wanted).toEqual([1, 2, 3, 4, 5]);
    expect([collections.isLazy, dataBytes(keyspace)]).toEqual([true, 0]);
  });
});
