import { describe, expect, test } from 'vitest';
import { keySizesSection } from '../../../src/observability/sections/keysizes.ts';
import { createHarness } from '../../support/command-harness.ts';
import { SAMPLE_VALUES, TYPE_COMMANDS } from '../../support/every-type.ts';
import { keyNamed, put } from '../../support/stored-keys.ts';

describe('INFO keysizes', () => {
  test('counts the strings of each database by the power of two that their length has reached', () => {
    const { keyspace } = createHarness();
    const fields = (): unknown[] => [...keySizesSection(keyspace).fields()];
    expect(fields()).toEqual([]);
    const lengths = [0, 0, 1, 2, 3, 4, 7, 8, 1023, 1024, 2047, 2048, 64 * 1024, 2 ** 20, 2 ** 24 + 1];
    for (const [i, length] of lengths.entries()) put(keyspace, `key:${i}`, 'x'.repeat(length), { db: 3 });
    put(keyspace, 'other', '12', { db: 5 });
    expect(fields()).toEqual([
      ['db3_distrib_strings_sizes', '0=2,1=1,2=2,4=2,8=1,512=1,1K=2,2K=1,64K=1,1M=1,16M=1'],
      ['db5_distrib_strings_sizes', '2=1'],
    ]);
  });

  test('follows every change of a value', () => {
    const harness = createHarness();
    const { keyspace, run } = harness;
    const shown = (): unknown => [...keySizesSection(keyspace).fields()][0];
    const name = 'db0_distrib_strings_sizes';
    run('SET', 's', '9');
    run('INCR', 's');
    expect(shown()).toEqual([name, '2=1']);
    run('APPEND', 's', 'x'.repeat(300));
    expect(shown()).toEqual([name, '256=1']);
    run('SETRANGE', 's', '70000', 'x');
    expect(shown()).toEqual([name, '64K=1']);
    run('SET', 's', 'four');
    run('MSET', 'a', '', 'b', 'bb');
    expect(shown()).toEqual([name, '0=1,2=1,4=1']);
    const [db] = keyspace.databases;
    db.delete(keyNamed(db, 's'));
    run('GETDEL', 'a');
    expect(shown()).toEqual([name, '2=1']);
    keyspace.swap(0, 1);
    expect(shown()).toEqual(['db1_distrib_strings_sizes', '2=1']);
  });

  test('counts collections of each type by their number of elements, but no streams', () => {
    const { keyspace, run } = createHarness({ commands: TYPE_COMMANDS });
    for (const [i, sample] of SAMPLE_VALUES.entries()) {
      for (const words of sample.make(`key:${i}`)) run(...words);
    }
    const shown = (): unknown => Object.fromEntries(keySizesSection(keyspace).fields());
    const expected = {
      db0_distrib_strings_sizes: '4=2,64=1,128K=1',
      db0_distrib_lists_items: '4=2,2K=1',
      db0_distrib_sets_items: '2=1,4=2,512=1',
      db0_distrib_zsets_items: '4=1,512=1',
      db0_distrib_hashes_items: '2=2,512=2',
    };
    expect(shown()).toEqual(expected);
    for (const i of SAMPLE_VALUES.keys()) run('RENAME', `key:${i}`, `other:${i}`);
    expect(shown()).toEqual(expected);
    for (const i of SAMPLE_VALUES.keys()) run('MOVE', `other:${i}`, '1');
    expect(Object.values(shown() as object)).toEqual(Object.values(expected));
    keyspace.swap(0, 1);
    expect(shown()).toEqual(expected);
    for (const i of SAMPLE_VALUES.keys()) run('DEL', `other:${i}`);
    expect(shown()).toEqual({});
  });

  test.each([
    ['list', ['RPUSH', 'k', 'a', 'b', 'c'], ['LPOP', 'k', '2'], '2=1', '1=1'],
    ['set', ['SADD', 'k', 'a', 'b', 'c', 'd'], ['SREM', 'k', 'a'], '4=1', '2=1'],
    ['zset', ['ZADD', 'k', '1', 'a', '2', 'b'], ['ZADD', 'k', '3', 'c', '4', 'd'], '2=1', '4=1'],
    ['hash', ['HSET', 'k', 'a', '1', 'b', '2'], ['HDEL', 'k', 'a'], '2=1', '1=1'],
  ])('follows a %s', (_, make, change, before, after) => {
    const { keyspace, run } = createHarness({ commands: TYPE_COMMANDS });
    const shown = (): unknown[] => [...keySizesSection(keyspace).fields()].map(([, value]) => value);
    run(...make);
    expect(shown()).toEqual([before]);
    run(...change);
    expect(shown()).toEqual([after]);
    run('SET', 'k', '');
    expect(shown()).toEqual(['0=1']);
  });
});
