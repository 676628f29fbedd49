import { describe, expect, it } from 'vitest';
import { expectLikePlainSets, setHarness, sortedElements, words } from '../../support/set-harness.ts';

describe('SINTER', () => {
  it('is what plain sets have in common, in every encoding', () => {
    expectLikePlainSets('SINTER', ([first, ...others]) =>
      [...first].filter((text) => others.every((other) => other.has(text))),
    );
  });

  it('of tables has the members in both', () => {
    const { run } = setHarness();
    run('SADD', 'a', ...words(1000));
    run('SADD', 'b', ...words(300), 'other');
    expect(sortedElements(run('SINTER', 'a', 'b'))).toEqual(words(300).sort());
    expect(run('SINTERCARD', '2', 'a', 'b', 'LIMIT', '7')).toBe(':7\r\n');
    expect(run('SINTERSTORE', 'a', 'a', 'b')).toBe(':300\r\n');
    expect(run('SINTER', 'a', 'none')).toBe('*0\r\n');
  });
});
