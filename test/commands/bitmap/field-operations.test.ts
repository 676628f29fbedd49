import { describe, expect, it } from 'vitest';
import { bitmapCommands } from '../../../src/commands/bitmap/index.ts';
import { createHarness } from '../../support/command-harness.ts';

const SYNTAX = '-ERR syntax error\r\n';
const TYPE = '-ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.\r\n';

const bitfield = (...words: string[]): string =>
  createHarness({ commands: bitmapCommands }).run('BITFIELD', 'k', ...words);

describe('the type of a field', () => {
  it.each(['u1', 'u63', 'i1', 'i64', 'u8\0', 'u8\0junk'])('may be %j', (type) => {
    expect(bitfield('GET', type, '0')).toBe('*1\r\n:0\r\n');
  });

  it.each([
    'u64',
    'i65',
    'u0',
    'i0',
    'u-1',
    'U8',
    '8',
    'x8',
    'u',
    'i',
    '',
    'u08',
    'u+8',
    'u8 ',
    'u1.5',
    'i99999999999999999999',
  ])('may not be %j', (type) => {
    expect(bitfield('GET', type, '0')).toBe(TYPE);
    expect(bitfield('SET', type, 'x', 'x')).toBe(TYPE);
  });
});

describe('operations', () => {
  it.each([
    ['GET'],
    ['GET', 'u8'],
    ['SET', 'u8', '0'],
    ['INCRBY', 'u8', '0'],
    ['OVERFLOW'],
    ['bogus', 'u8', '0', '1'],
    ['GET', 'u8', '0', ''],
  ])('%j %j %j %j are incomplete or unknown', (...words) => {
    expect(bitfield(...words.filter((word) => word !== undefined))).toBe(SYNTAX);
  });

  it('may name how they overflow, which holds from there on', () => {
    expect(bitfield('OVERFLOW', 'bogus')).toBe('-ERR Invalid OVERFLOW type specified\r\n');
    expect(bitfield('overflow', 'sat')).toBe('*0\r\n');
    const far = ['INCRBY', 'u2', '0', '5'];
    expect(bitfield(...far, 'OVERFLOW', 'SAT', ...far, 'OVERFLOW', 'FAIL', ...far, 'OVERFLOW', 'WRAP', ...far)).toBe(
      '*4\r\n:1\r\n:3\r\n$-1\r\n:0\r\n',
    );
  });

  it('need an integer to set or to add', () => {
    for (const action of ['SET', 'INCRBY']) {
      expect(bitfield(action, 'u8', '0', 'x')).toBe('-ERR value is not an integer or out of range\r\n');
    }
  });

  it('are read anew by each command', () => {
    const { run } = createHarness({ commands: bitmapCommands });
    run('BITFIELD', 'k', 'OVERFLOW', 'FAIL', 'SET', 'u8', '0', '1', 'SET', 'u8', '8', '1');
    expect(run('BITFIELD', 'k', 'SET', 'u8', '0', '257')).toBe('*1\r\n:1\r\n');
    expect(run('BITFIELD', 'k', 'GET', 'u16', '0')).toBe('*1\r\n:257\r\n');
    expect(run('BITFIELD', 'k')).toBe('*0\r\n');
  });
});
