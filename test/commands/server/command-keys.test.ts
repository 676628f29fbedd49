import { describe, expect, it } from 'vitest';
import { ask, compact } from './described-commands.ts';

describe('COMMAND GETKEYS', () => {
  it.each([
    ['GET a', '*1 a'],
    ['MSET a 1 b 2', '*2 a b'],
    ['set a b', '*1 a'],
    ['BOX OPEN k', '*1 k'],
    ['FULL 2 a b', '*2 a b'],
    ['FULL x', '*0'],
    ['NOSUCH a', '-ERR Invalid command specified'],
    ['BOX', '-ERR The command has no key arguments'],
    ['BOX NOSUCH a', '-ERR Invalid command specified'],
    ['MULTI', '-ERR The command has no key arguments'],
    ['GET', '-ERR Invalid number of arguments specified for command'],
    ['GET a b', '-ERR Invalid number of arguments specified for command'],
  ])('%s', (request, expected) => {
    expect(compact(ask('GETKEYS', ...request.split(' ')))).toBe(expected);
  });
});

describe('COMMAND GETKEYSANDFLAGS', () => {
  it.each([
    ['GET a', '*1 *2 a ~2 +RO +access'],
    ['SET a b', '*1 *2 a ~2 +OW +update'],
    ['SET a b EX 10 get', '*1 *2 a ~3 +RW +access +update'],
    ['FULL 1 a', '*1 *2 a ~3 +RW +access +update'],
  ])('%s', (request, expected) => {
    expect(compact(ask('GETKEYSANDFLAGS', ...request.split(' ')))).toBe(expected);
  });
});
