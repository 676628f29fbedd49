import { expect, test } from 'vitest';
import { ENCODINGS, sortedSets } from './encodings.ts';

test.each(ENCODINGS)('every score is shown as Redis shows it: %s', (encoding) => {
  const scores = ['0.1', '3', '-2.5', '1e-7', '1e20', '4611686018427387904', '123456789012', '5e-324'];
  const resp2 = sortedSets(encoding);
  const resp3 = sortedSets(encoding, { protocol: 3 });
  for (const score of scores) {
    const shown = score === '1e20' ? '1e+20' : score;
    for (const { run } of [resp2, resp3]) run('ZADD', 'z', score, 'm');
    expect(resp2.run('ZRANGE', 'z', '0', '0', 'WITHSCORES')).toBe(`*2\r\n$1\r\nm\r\n$${shown.length}\r\n${shown}\r\n`);
    expect(resp3.run('ZRANGE', 'z', '0', '0', 'WITHSCORES')).toBe(`*1\r\n*2\r\n$1\r\nm\r\n,${shown}\r\n`);
  }
});
