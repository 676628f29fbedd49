import { describe, expect, it } from 'vitest';
import { setHarness } from '../../support/set-harness.ts';

describe('what SSCAN shares with the others', () => {
  it('reads its options only where there is a set', () => {
    const { run } = setHarness();
    expect(run('SSCAN', 'none', '0', 'bogus')).toBe('*2\r\n$1\r\n0\r\n*0\r\n');
    expect(run('SSCAN', 'none', 'x')).toBe('-ERR invalid cursor\r\n');
    run('SADD', 's', '1');
    expect(run('SSCAN', 's', '0', 'bogus')).toBe('-ERR syntax error\r\n');
    expect(run('SSCAN', 's', '0', 'COUNT', '0')).toBe('-ERR syntax error\r\n');
    expect(run('SSCAN', 's', '0', 'COUNT', 'x')).toBe('-ERR value is not an integer or out of range\r\n');
    expect(run('SSCAN', 's', '0', 'NOVALUES')).toBe('-ERR NOVALUES option can only be used in HSCAN\r\n');
    expect(run('SSCAN', 's', '17')).toBe('*2\r\n$1\r\n0\r\n*1\r\n$1\r\n1\r\n');
  });
});
