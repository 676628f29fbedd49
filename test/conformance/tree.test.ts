import { describe, expect, it } from 'vitest';
import { withoutLines } from './tree.ts';

describe('lines of a unit that are left out', () => {
  it('become comments', () => {
    expect(withoutLines('one\n  call {x}\ntwo\n', ['^ *call '])).toBe('one\n#   call {x}\ntwo\n');
  });

  it('have to be there', () => {
    expect(() => withoutLines('one\n', ['^two$'])).toThrow('no line matches ^two$');
  });
});
