import { describe, expect, it } from 'vitest';
import { createDebugHarness } from './debug-parts.ts';

const THRESHOLD = '-ERR argument must be a memory value bigger than 1 and smaller than 4gb\r\n';

describe('the switches of DEBUG', () => {
  it.each([
    ['SET-ACTIVE-EXPIRE', 'activeExpire'],
    ['PAUSE-CRON', 'cronPaused'],
    ['DICT-RESIZING', 'dictResizing'],
    ['SET-DISABLE-DENY-SCRIPTS', 'allowDenyScripts'],
    ['SET-SKIP-CHECKSUM-VALIDATION', 'skipChecksums'],
  ] as const)('%s: 0 and no number are off, any other number is on', (word, field) => {
    const { run, settings } = createDebugHarness();
    for (const [text, on] of [
      ['1', true],
      ['0', false],
      ['-7x', true],
      ['on', false],
    ] as const) {
      expect(run('DEBUG', word, text)).toBe('+OK\r\n');
      expect([text, settings[field]]).toEqual([text, on]);
    }
  });

  it('REPLYBUFFER takes a time, NEVER and RESET', () => {
    const { run, settings } = createDebugHarness();
    for (const [text, ms] of [
      ['100', 100],
      ['never', -1],
      ['RESET', 5000],
    ] as const) {
      expect(run('DEBUG', 'REPLYBUFFER', 'peak-reset-time', text)).toBe('+OK\r\n');
      expect(settings.replyPeakResetMs).toBe(ms);
    }
    expect(run('DEBUG', 'REPLYBUFFER', 'RESIZING', '0')).toBe('+OK\r\n');
    expect(settings.replyBufferResizing).toBe(false);
    expect(run('DEBUG', 'replybuffer', 'x', '0')).toMatch(/^-ERR unknown subcommand/);
  });

  it.each([
    ['100b', 100],
    ['1kb', 1024],
    ['0', 0],
  ])('QUICKLIST-PACKED-THRESHOLD %s', (text, bytes) => {
    const { run, settings } = createDebugHarness();
    expect(run('DEBUG', 'QUICKLIST-PACKED-THRESHOLD', text)).toBe('+OK\r\n');
    expect(settings.quicklistPackedThreshold).toBe(bytes);
  });

  it.each(['4gb', '10gb', 'x', '1.5'])('QUICKLIST-PACKED-THRESHOLD %s is refused', (text) => {
    expect(createDebugHarness().run('DEBUG', 'QUICKLIST-PACKED-THRESHOLD', text)).toBe(THRESHOLD);
  });

  it('AOF-FLUSH-SLEEP keeps its microseconds', () => {
    const { run, settings } = createDebugHarness();
    expect(run('DEBUG', 'AOF-FLUSH-SLEEP', '250')).toBe('+OK\r\n');
    expect(settings.aofFlushSleepUs).toBe(250);
  });
});
