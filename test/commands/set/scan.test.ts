import { describe, expect, it } from 'vitest';
import { decode } from '../../support/resp-frames.ts';
import { ENCODINGS, filledHarness } from '../../support/set-harness.ts';

describe.each(ENCODINGS)('a set kept as %s', (...one) => {
  const [, all] = one;

  it('is scanned whole', () => {
    const { run } = filledHarness(one);
    const found = new Set<string>();
    let cursor = '0';
    do {
      const [next, some] = decode(Buffer.from(run('SSCAN', 's', cursor, 'COUNT', '7'), 'latin1')) as [string, string[]];
      for (const member of some) found.add(String(member));
      cursor = String(next);
    } while (cursor !== '0');
    expect(found.size).toBe(all.length);
    const matching = decode(
      Buffer.from(run('SSCAN', 's', '0', 'MATCH', '*1', 'COUNT', '1000'), 'latin1'),
    ) as string[][];
    expect(matching[1].map(String).sort()).toEqual(all.filter((member) => member.endsWith('1')).sort());
  });
});
