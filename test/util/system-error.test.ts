import { openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { describeSystemError } from '../../src/util/system-error.ts';

function failureOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing failed');
}

describe('describeSystemError', () => {
  test('words a real failure as the C library does', () => {
    const missing = failureOf(() => openSync(join(tmpdir(), 'no-such-folder-of-cinnabar', 'log'), 'a'));
    expect(describeSystemError(missing)).toBe('No such file or directory');
  });

  test.each([
    ['EACCES', "EACCES: permission denied, open '/x'", 'Permission denied'],
    ['EISDIR', "EISDIR: illegal operation on a directory, open '/x'", 'Is a directory'],
    ['ENAMETOOLONG', "ENAMETOOLONG: name too long, open '/x'", 'File name too long'],
    ['EPIPE', 'EPIPE: broken pipe, write', 'Broken pipe'],
    ['EADDRINUSE', 'listen EADDRINUSE: address already in use 127.0.0.1:6379', 'Address already in use'],
  ])('%s', (code, message, wording) => {
    expect(describeSystemError(Object.assign(new Error(message), { code }))).toBe(wording);
  });

  test('leaves everything else as it is', () => {
    expect(describeSystemError(new Error('Odd, indeed'))).toBe('Odd, indeed');
    expect(describeSystemError(Object.assign(new Error('own'), { code: 'ERR_OWN' }))).toBe('own');
    expect(describeSystemError('text')).toBe('text');
  });
});
