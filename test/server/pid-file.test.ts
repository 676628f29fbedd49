import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PidFile } from '../../src/server/pid-file.ts';
import { temporaryFolder } from '../config/temporary-folder.ts';
import { recordingLog } from './recording-log.ts';

describe('the pid file', () => {
  test('is written and removed', () => {
    const path = join(temporaryFolder(), 'a.pid');
    const log = recordingLog();
    const file = new PidFile(path, false, 4711);
    file.write(log);
    expect(readFileSync(path, 'utf8')).toBe('4711\n');
    file.remove(log);
    expect(existsSync(path)).toBe(false);
    expect(log.records).toEqual(['notice Removing the pid file.']);
  });

  test.each([undefined, ''])('is none for %j in the foreground', (path) => {
    const log = recordingLog();
    const file = new PidFile(path, false, 4711);
    file.write(log);
    file.remove(log);
    expect(log.records).toEqual([]);
  });

  test('of another process stays', () => {
    const path = join(temporaryFolder({ 'a.pid': '' }), 'a.pid');
    const file = new PidFile(path, false, 4711);
    file.write(recordingLog());
    writeFileSync(path, '4712\n');
    file.remove(recordingLog());
    expect(readFileSync(path, 'utf8')).toBe('4712\n');
  });

  test('that cannot be written is a warning', () => {
    const log = recordingLog();
    const file = new PidFile('/nonexistent/a.pid', false, 1);
    file.write(log);
    file.remove(log);
    expect(log.records).toEqual(['warning Failed to write PID file: No such file or directory']);
  });
});
