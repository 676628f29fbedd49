import { describe, expect, it } from 'vitest';
import { ENCODINGS, filledHarness, sortedElements } from '../../support/set-harness.ts';

describe.each(ENCODINGS)('a set kept as %s', (...one) => {
  const [, all] = one;

  it('has the members that were added', () => {
    const { run } = filledHarness(one);
    expect(run('SADD', 's', all[0], all[1])).toBe(':0\r\n');
    expect(run('SCARD', 's')).toBe(`:${all.length}\r\n`);
    expect(sortedElements(run('SMEMBERS', 's'))).toEqual([...all].sort());
    expect([run('SISMEMBER', 's', all[1]), run('SISMEMBER', 's', '01')]).toEqual([':1\r\n', ':0\r\n']);
    expect(run('SMISMEMBER', 's', all[0], 'no', all[1])).toBe('*3\r\n:1\r\n:0\r\n:1\r\n');
    expect(sortedElements(run('SINTER', 's'))).toEqual([...all].sort());
    expect(sortedElements(run('SUNION', 's'))).toEqual([...all].sort());
    expect(sortedElements(run('SDIFF', 's'))).toEqual([...all].sort());
  });

  it('is a set in RESP3', () => {
    const { run } = filledHarness(one, { protocol: 3 });
    const head = `~${all.length}\r\n`;
    for (const name of ['SMEMBERS', 'SINTER', 'SUNION', 'SDIFF']) expect(run(name, 's').startsWith(head)).toBe(true);
    expect(run('SRANDMEMBER', 's', '2').startsWith('*2\r\n')).toBe(true);
    expect(run('SPOP', 's', '2').startsWith('~2\r\n')).toBe(true);
    expect([run('SMEMBERS', 'none'), run('SPOP', 'none', '2'), run('SPOP', 'none')]).toEqual([
      '~0\r\n',
      '~0\r\n',
      '_\r\n',
    ]);
  });
});
