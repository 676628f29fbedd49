import { describe, expect, it } from 'vitest';
import {
  ENCODINGS,
  eventsOf,
  filledHarness,
  setHarness,
  sortedElements,
  WRONG_TYPE,
} from '../../support/set-harness.ts';

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

describe('SMOVE', () => {
  it.each(['none', 'text'])('sees that the time of the destination has come, with the source %s', (source) => {
    const { run, clock, events } = setHarness({ listens: true });
    run('SET', 'text', 'v');
    run('SET', 'd', 'v', 'PX', '1');
    events.length = 0;
    clock.advance(2);
    expect(run('SMOVE', source, 'd', 'a')).toBe(source === 'none' ? ':0\r\n' : WRONG_TYPE);
    expect(events).toEqual(['expired d']);
  });

  it('does not mind what the destination is where there is no source', () => {
    const { run } = setHarness();
    run('SET', 'text', 'v');
    run('SADD', 's', 'a');
    expect(run('SMOVE', 'none', 'text', 'a')).toBe(':0\r\n');
    expect(run('SMOVE', 's', 'text', 'no')).toBe(WRONG_TYPE);
    expect(run('SMOVE', 'text', 's', 'a')).toBe(WRONG_TYPE);
  });
});
