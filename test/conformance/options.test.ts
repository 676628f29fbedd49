import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

const choice = { known: ['unit/a', 'unit/b', 'unit/c'], required: ['unit/a', 'unit/b'], inCi: ['unit/a'] };
const parse = (...argv: readonly string[]) => parseOptions(argv, choice, 'dist/main.js');

describe('the units to run', () => {
  it.each([
    [[], ['unit/a', 'unit/b']],
    [['--ci'], ['unit/a']],
    [['--all'], ['unit/a', 'unit/b', 'unit/c']],
    [['unit/c', '--ci'], ['unit/c']],
  ])('of %j are %j', (argv, units) => {
    expect(parse(...argv)).toMatchObject({ units });
  });

  it('are known', () => {
    expect(() => parse('unit/z')).toThrow("'unit/z' is no unit");
  });
});

describe('the options', () => {
  it('have defaults', () => {
    expect(parse()).toMatchObject({ server: 'dist/main.js', timeoutMs: 600_000, isCi: false, keepsTree: false });
  });

  it('take a time limit in seconds', () => {
    expect(parse('--timeout', '5')).toMatchObject({ timeoutMs: 5000 });
    expect(() => parse('--timeout', 'soon')).toThrow("--timeout: 'soon'");
  });

  it('may ask for help', () => {
    expect(parse('--help')).toBe('help');
  });
});
