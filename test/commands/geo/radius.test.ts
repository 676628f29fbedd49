import { describe, expect, it } from 'vitest';
import { bulks, geoHarness, line, withSicily, zsetOf } from './harness.ts';

describe('GEORADIUS and GEORADIUSBYMEMBER', () => {
  it.each([
    ['GEORADIUS Sicily 15 37 200 km ASC', ['Catania', 'Palermo']],
    ['GEORADIUS_RO Sicily 15 37 200 km DESC', ['Palermo', 'Catania']],
    ['GEORADIUSBYMEMBER Sicily Palermo 100 km', ['Palermo']],
    ['GEORADIUSBYMEMBER_RO Sicily Palermo 200 km WITHDIST ASC', ['Palermo', '0.0000', 'Catania', '166.2742']],
    ['GEORADIUS missing 15 37 200 km', []],
    ['GEORADIUSBYMEMBER missing x y z', []],
  ])('%s', (command, found) => {
    expect(bulks(withSicily().run(...line(command)))).toEqual(found);
  });

  it('store positions or distances', () => {
    const harness = withSicily();
    expect(harness.run(...line('GEORADIUS Sicily 15 37 200 km STORE d'))).toBe(':2\r\n');
    expect(zsetOf(harness, 'd')).toEqual(zsetOf(harness, 'Sicily'));
    expect(harness.run(...line('GEORADIUSBYMEMBER Sicily Palermo 200 km STORE x STOREDIST d COUNT 1'))).toBe(':1\r\n');
    expect(zsetOf(harness, 'd')).toEqual([['Palermo', 0]]);
    expect(harness.events).toEqual(['georadiusstore d', 'georadiusstore d']);
  });

  it('remove the destination where there is no source', () => {
    const harness = geoHarness();
    harness.run('SET', 'd', 'x');
    harness.events.length = 0;
    expect(harness.run(...line('GEORADIUSBYMEMBER missing a 1 km STORE d'))).toBe(':0\r\n');
    expect(harness.events).toEqual(['del d']);
  });

  it.each([
    ['GEORADIUSBYMEMBER Sicily x 1 km', '-ERR could not decode requested zset member\r\n'],
    ['GEORADIUSBYMEMBER_RO Sicily Palermo 1 km STORE d', '-ERR syntax error\r\n'],
    ['GEORADIUSBYMEMBER missing a b c bogus', '-ERR syntax error\r\n'],
    ['GEORADIUS Sicily 15 37 1 km COUNT -1', '-ERR COUNT must be > 0\r\n'],
  ])('%s', (command, error) => {
    expect(withSicily().run(...line(command))).toBe(error);
  });
});
