import { describe, expect, it } from 'vitest';
import { setHarness } from '../../support/set-harness.ts';

describe('SINTERCARD, SUNIONCARD and SDIFFCARD', () => {
  it.each(['SINTERCARD', 'SUNIONCARD', 'SDIFFCARD'])('%s reads its numbers as Redis does', (name) => {
    const { run } = setHarness();
    expect(run(name, '0', 'k')).toBe('-ERR numkeys should be greater than 0\r\n');
    expect(run(name, 'x', 'k')).toBe('-ERR numkeys should be greater than 0\r\n');
    expect(run(name, '2', 'k')).toBe("-ERR Number of keys can't be greater than number of args\r\n");
    expect(run(name, '1', 'k', 'LIMIT', '-1')).toBe("-ERR LIMIT can't be negative\r\n");
    expect(run(name, '1', 'k', 'LIMIT', 'x')).toBe("-ERR LIMIT can't be negative\r\n");
    expect(run(name, '1', 'k', 'LIMIT')).toBe('-ERR syntax error\r\n');
    expect(run(name, '1', 'k', 'k')).toBe('-ERR syntax error\r\n');
    expect(run(name, '1', 'k', 'LIMIT', '0')).toBe(':0\r\n');
  });
});
