import { describe, expect, it } from 'vitest';
import { elements, ENCODINGS, filledHarness, setHarness } from '../../support/set-harness.ts';

describe.each(ENCODINGS)('of a set kept as %s', (...one) => {
  const [, all] = one;

  it('SRANDMEMBER shows different members, or as many as asked for', () => {
    const { run, effects } = filledHarness(one);
    for (const count of [1, 5, all.length - 1, all.length, 1000]) {
      const shown = elements(run('SRANDMEMBER', 's', String(count)));
      expect(new Set(shown).size).toBe(Math.min(count, all.length));
      expect(shown.length).toBe(Math.min(count, all.length));
      expect(shown.every((member) => all.includes(member))).toBe(true);
    }
    const repeated = elements(run('SRANDMEMBER', 's', '-1000'));
    expect([repeated.length, new Set(repeated).size <= all.length]).toEqual([1000, true]);
    expect(effects.dirty).toBe(all.length);
  });

  it.each(['-50', '10', '25'])('SRANDMEMBER %s gives each the same chance', (count) => {
    const { run } = filledHarness(one);
    const drawn = new Map<string, number>();
    const calls = (all.length * 200) / Math.abs(Number(count));
    for (let i = 0; i < calls; i++) {
      for (const member of elements(run('SRANDMEMBER', 's', count))) drawn.set(member, (drawn.get(member) ?? 0) + 1);
    }
    // 200 each on average: six standard deviations at the most.
    for (const member of all) expect(Math.abs((drawn.get(member) ?? 0) - 200)).toBeLessThan(85);
  });
});

describe('SRANDMEMBER', () => {
  it('shows some members of a listpack in its order', () => {
    const { run } = filledHarness(ENCODINGS[1]);
    const all = elements(run('SMEMBERS', 's'));
    for (const count of ['2', '10', '30', '59']) {
      const places = elements(run('SRANDMEMBER', 's', count)).map((member) => all.indexOf(member));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it('refuses what is no count', () => {
    const { run } = setHarness();
    expect(run('SRANDMEMBER', 's', 'x')).toBe('-ERR value is not an integer or out of range\r\n');
    expect(run('SRANDMEMBER', 's', '-9223372036854775808')).toBe(
      '-ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807\r\n',
    );
    expect(run('SRANDMEMBER', 's', '1', '2')).toBe('-ERR syntax error\r\n');
    expect([run('SRANDMEMBER', 's'), run('SRANDMEMBER', 's', '-5')]).toEqual(['$-1\r\n', '*0\r\n']);
  });
});
