import { describe, expect, it } from 'vitest';
import { wait, waitaofCommand } from '../../../src/commands/generic/wait.ts';
import { createHarness, HARNESS_NOW_MS } from '../../support/command-harness.ts';

const NOT_AN_INTEGER = '-ERR value is not an integer or out of range\r\n';
const LATEST = 2n ** 63n - 1n - BigInt(HARNESS_NOW_MS);

function run(...words: string[]): string {
  return createHarness({ commands: [wait, waitaofCommand(() => false)] }).run(...words);
}

const TIMEOUTS = [
  ['-1', '-ERR timeout is negative\r\n'],
  ['x', '-ERR timeout is not an integer or out of range\r\n'],
  ['1.5', '-ERR timeout is not an integer or out of range\r\n'],
  [String(LATEST + 1n), '-ERR timeout is out of range\r\n'],
] as const;

describe('WAIT', () => {
  it.each(['0', '1', '-1', '9223372036854775807'])('for %s replicas answers at once that there are none', (count) => {
    expect(run('WAIT', count, '0')).toBe(':0\r\n');
    expect(run('WAIT', count, String(LATEST))).toBe(':0\r\n');
  });

  it('refuses what is no number of replicas', () => {
    expect(run('WAIT', 'x', 'x')).toBe(NOT_AN_INTEGER);
  });

  it.each(TIMEOUTS)('refuses the timeout %s', (timeout, error) => {
    expect(run('WAIT', '0', timeout)).toBe(error);
  });
});

describe('WAITAOF', () => {
  it('answers at once that nothing is in a file', () => {
    expect([run('WAITAOF', '0', '0', '0'), run('WAITAOF', '0', '5', '100')]).toEqual([
      '*2\r\n:0\r\n:0\r\n',
      '*2\r\n:0\r\n:0\r\n',
    ]);
  });

  it('refuses to wait for a file of its own unless there is one', () => {
    expect(run('WAITAOF', '1', '0', '0')).toBe(
      '-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.\r\n',
    );
    const withFile = createHarness({ commands: [waitaofCommand(() => true)] });
    expect(withFile.run('WAITAOF', '1', '0', '0')).toBe('*2\r\n:0\r\n:0\r\n');
  });

  it('looks at its arguments from left to right, and at the file last', () => {
    expect(run('WAITAOF', 'x', 'x', 'x')).toBe(NOT_AN_INTEGER);
    for (const local of ['2', '-1', '9223372036854775807']) {
      expect(run('WAITAOF', local, 'x', 'x')).toBe('-ERR value is out of range, value must between 0 and 1\r\n');
    }
    for (const replicas of ['-1', 'x', '9223372036854775808']) {
      expect(run('WAITAOF', '1', replicas, 'x')).toBe('-ERR value is out of range, must be positive\r\n');
    }
  });

  it.each(TIMEOUTS)('refuses the timeout %s', (timeout, error) => {
    expect(run('WAITAOF', '1', '0', timeout)).toBe(error);
  });
});
