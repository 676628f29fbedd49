import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../support/command-harness.ts';
import {
  ENCODINGS,
  eventsOf,
  filledHarness,
  numbers,
  setHarness,
  words,
  WRONG_TYPE,
} from '../../support/set-harness.ts';

describe.each(ENCODINGS)('a set kept as %s', (...one) => {
  const [, all] = one;

  it('is deleted with its last member', () => {
    const harness = filledHarness(one, { listens: true, propagates: true });
    const { run, effects, propagated } = harness;
    expect(run('SREM', 's', all[0], 'no', all[0])).toBe(':1\r\n');
    expect(run('SREM', 's', ...all, 'more')).toBe(`:${all.length - 1}\r\n`);
    expect(run('SCARD', 's')).toBe(':0\r\n');
    expect(eventsOf(harness)).toEqual(['sadd s', 'srem s', 'srem s', 'del s']);
    expect(effects.dirty).toBe(all.length * 2);
    expect(propagated.map(([name]) => name)).toEqual(['SADD', 'SREM', 'SREM']);
  });
});

describe('SADD', () => {
  it('chooses the encoding by the first member and their number', () => {
    const harness = setHarness();
    const encodingAfter = (...added: string[]): string | undefined => {
      harness.run('SPOP', 's', '100000');
      harness.run('SADD', 's', ...added);
      return encodingOf(harness, 's');
    };
    expect([encodingAfter(...numbers(512)), encodingAfter(...numbers(513))]).toEqual(['intset', 'hashtable']);
    expect([encodingAfter(...words(128)), encodingAfter(...words(129))]).toEqual(['listpack', 'hashtable']);
    // As many arguments, but not as many members.
    expect(encodingAfter(...Array.from({ length: 129 }, () => 'same'))).toBe('hashtable');
    expect(encodingAfter(...numbers(127), 'a')).toBe('listpack');
    expect(encodingAfter('a', ...numbers(128))).toBe('hashtable');
  });

  it('refuses other types, and changes nothing', () => {
    const { run, effects } = setHarness();
    run('SET', 'text', 'x');
    const { dirty } = effects;
    const calls = [
      ...['SADD text a', 'SREM text a', 'SISMEMBER text a', 'SMISMEMBER text a', 'SMEMBERS text', 'SCARD text'],
      ...['SPOP text', 'SPOP text 1', 'SRANDMEMBER text', 'SRANDMEMBER text 1', 'SMOVE text s a', 'SSCAN text 0'],
      ...['SINTER none text', 'SUNION none text', 'SDIFF none text', 'SINTERCARD 1 text', 'SUNIONCARD 1 text'],
      ...['SDIFFCARD 1 text', 'SINTERSTORE d none text', 'SUNIONSTORE d none text', 'SDIFFSTORE d none text'],
    ];
    for (const call of calls) expect([call, run(...call.split(' '))]).toEqual([call, WRONG_TYPE]);
    run('SADD', 's', 'a');
    expect(run('SMOVE', 's', 'text', 'a')).toBe(WRONG_TYPE);
    expect(run('SMOVE', 'none', 'text', 'a')).toBe(':0\r\n');
    expect(effects.dirty).toBe(dirty + 1);
  });
});
