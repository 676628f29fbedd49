import { describe, expect, it } from 'vitest';
import { ENCODINGS, eventsOf, filledHarness, sortedElements } from '../../support/set-harness.ts';

describe.each(ENCODINGS)('a set kept as %s', (...one) => {
  const [, all] = one;

  it('moves members to another set', () => {
    const harness = filledHarness(one, { listens: true });
    const { run, effects } = harness;
    expect(run('SMOVE', 's', 't', all[0])).toBe(':1\r\n');
    expect(run('SMOVE', 's', 't', all[0])).toBe(':0\r\n');
    expect([run('SISMEMBER', 's', all[0]), sortedElements(run('SMEMBERS', 't'))]).toEqual([':0\r\n', [all[0]]]);
    expect(run('SMOVE', 's', 's', all[1])).toBe(':1\r\n');
    expect(run('SMOVE', 's', 's', 'no')).toBe(':0\r\n');
    expect(run('SADD', 's', all[0])).toBe(':1\r\n');
    expect(run('SMOVE', 't', 's', all[0])).toBe(':1\r\n');
    expect(eventsOf(harness)).toEqual([...['sadd s', 'srem s', 'sadd t', 'sadd s'], ...['srem t', 'del t']]);
    expect(effects.dirty).toBe(all.length + 4);
  });
});
