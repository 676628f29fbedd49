import { describe, expect, test } from 'vitest';
import { bulk, start } from './harness.ts';

describe('PFDEBUG', () => {
  test('shows runs, encoding and registers, and makes a value dense', () => {
    const harness = start();
    harness.run('PFADD', 'h', 'a');
    expect(harness.run('PFDEBUG', 'decode', 'h')).toBe(bulk('Z:12711 v:2,1 Z:3672'));
    expect(harness.run('PFDEBUG', 'ENCODING', 'h')).toBe('+sparse\r\n');
    expect(harness.run('PFDEBUG', 'TODENSE', 'h')).toBe(':1\r\n');
    expect(harness.run('PFDEBUG', 'TODENSE', 'h')).toBe(':0\r\n');
    expect(harness.run('PFDEBUG', 'DECODE', 'h')).toBe('-ERR HLL encoding is not sparse\r\n');
    const registers = harness.run('PFDEBUG', 'GETREG', 'h').split('\r\n');
    expect([registers[0], registers[12_712], registers.length]).toEqual(['*16384', ':2', 16_386]);
    expect(registers.filter((line) => line === ':0')).toHaveLength(16_383);
  });

  test('GETREG makes a value dense too', () => {
    const harness = start();
    harness.run('PFADD', 'h', 'a');
    harness.run('PFDEBUG', 'GETREG', 'h');
    expect(harness.run('PFDEBUG', 'ENCODING', 'h')).toBe('+dense\r\n');
  });

  test('SIMD is on or off', () => {
    const harness = start();
    expect(harness.run('PFDEBUG', 'SIMD', 'off')).toBe('+disabled\r\n');
    expect(harness.run('PFDEBUG', 'simd', 'ON')).toBe('+enabled\r\n');
    expect(harness.run('PFDEBUG', 'SIMD', 'maybe')).toBe('-ERR Argument must be ON or OFF\r\n');
  });

  test('refuses what it does not know', () => {
    const harness = start();
    expect(harness.run('PFDEBUG', 'GETREG', 'none')).toBe('-ERR The specified key does not exist\r\n');
    harness.run('PFADD', 'h');
    expect(harness.run('PFDEBUG', 'Nosuch', 'h')).toBe("-ERR Unknown PFDEBUG subcommand 'Nosuch'\r\n");
  });
});
