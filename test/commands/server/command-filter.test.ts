import { describe, expect, it } from 'vitest';
import { ask, compact } from './described-commands.ts';

const list = (...words: string[]): string => compact(ask('LIST', ...words));

describe('COMMAND LIST', () => {
  it('names every command and subcommand', () => {
    const names = list().split(' ').slice(1);
    expect(names).toEqual(expect.arrayContaining(['get', 'multi', 'box', 'box|open', 'full', 'command|list']));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    [['PATTERN', 'box*'], '*2 box box|open'],
    [['pattern', 'F?LL'], '*1 full'],
    [['PATTERN', 'nosuch'], '*0'],
    [['ACLCAT', 'Transaction'], '*5 multi exec discard watch unwatch'],
    [['ACLCAT', 'nosuch'], '*0'],
    [['MODULE', 'any'], '*0'],
  ])('FILTERBY %j', (words, expected) => {
    expect(list('FILTERBY', ...words)).toBe(expected);
  });

  it.each([
    [['x']],
    [['FILTERBY']],
    [['FILTERBY', 'PATTERN']],
    [['FILTERBY', 'BOGUS', 'x']],
    [['FILTERBY', 'MODULE', 'a', 'b']],
  ])('refuses %j', (words) => {
    expect(ask('LIST', ...words)).toBe('-ERR syntax error\r\n');
  });
});
