import { describe, expect, test } from 'vitest';
import { keySizesSection } from '../../../src/observability/sections/keysizes.ts';
import { createHarness } from '../../support/command-harness.ts';
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
});
