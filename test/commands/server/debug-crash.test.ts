import { AssertionError } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { CrashSignal } from '../../../src/commands/server/debug-crash.ts';
import { createDebugHarness } from './debug-parts.ts';

function withProcess(restarts = true) {
  const restarted: [graceful: boolean, delayMs: number][] = [];
  const restart = (graceful: boolean, delayMs: number): boolean => {
    restarted.push([graceful, delayMs]);
    return restarts;
  };
  return { ...createDebugHarness({ control: { restart } }), restarted };
}

describe('DEBUG in a process of its own', () => {
  it('throws what nobody catches', () => {
    const { run } = withProcess();
    expect(() => run('DEBUG', 'SEGFAULT')).toThrow(CrashSignal);
    expect(() => withProcess().run('DEBUG', 'PANIC')).toThrow(/^DEBUG PANIC called at Unix time \d+$/);
    expect(() => withProcess().run('DEBUG', 'ASSERT')).toThrow(AssertionError);
    expect(() => withProcess().run('DEBUG', 'OOM')).toThrow(RangeError);
  });

  it('restarts without a reply', () => {
    const { run, restarted } = withProcess();
    expect(run('DEBUG', 'RESTART')).toBe('');
    expect(run('DEBUG', 'CRASH-AND-RECOVER', '50')).toBe('');
    expect(run('DEBUG', 'RESTART', '-5')).toBe('');
    expect(restarted).toEqual([
      [true, 0],
      [false, 50],
      [true, 0],
    ]);
    expect(run('DEBUG', 'RESTART', 'x')).toMatch(/^-ERR value is not an integer/);
  });

  it('says so where it cannot', () => {
    expect(withProcess(false).run('DEBUG', 'RESTART')).toBe(
      '-ERR failed to restart the server. Check server logs.\r\n',
    );
  });
});

describe('DEBUG in a process of somebody else', () => {
  it.each(['SEGFAULT', 'PANIC', 'ASSERT', 'OOM', 'RESTART', 'CRASH-AND-RECOVER'])('%s is refused', (word) => {
    expect(createDebugHarness().run('DEBUG', word)).toMatch(/^-ERR This server runs inside another program/);
  });
});
