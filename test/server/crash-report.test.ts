import { AssertionError } from 'node:assert';
import { describe, expect, test } from 'vitest';
import { CrashSignal } from '../../src/commands/server/debug-crash.ts';
import type { CrashFacts } from '../../src/server/crash-report.ts';
import { crashReport } from '../../src/server/crash-report.ts';

const FACTS: CrashFacts = {
  info: '# Server\r\nredis_version:8.0.2\r\n',
  clients: 'id=1 name=a\n',
  current: { client: 'id=1 name=a', argv: ['set', 'se\x00cret', 'x'.repeat(200)] },
  hidesUserData: false,
};

describe('the report of a crash', () => {
  test('frames what is known, in an order', () => {
    const report = crashReport(new Error('boom'), FACTS);
    const parts = [
      '=== CINNABAR BUG REPORT START',
      'Guru Meditation: boom #crash-report.test.ts:',
      '------ STACK TRACE ------\nError: boom\n    at ',
      '------ STACK TRACE DONE ------',
      '------ CURRENT CLIENT INFO ------\nid=1 name=a\n',
      '------ INFO OUTPUT ------\n# Server\nredis_version:8.0.2\n',
      '------ CLIENT LIST OUTPUT ------\nid=1 name=a\n',
      '=== CINNABAR BUG REPORT END.',
    ];
    const places = parts.map((part) => report.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('tells a signal, a failed assertion, and what is no error at all', () => {
    expect(crashReport(new CrashSignal('SIGSEGV'), FACTS)).toMatch(/crashed by signal: 11, SIGSEGV/);
    const assertion = crashReport(new AssertionError({ message: "'a' is not true" }), FACTS);
    expect(assertion).toMatch(/=== ASSERTION FAILED ===\n==> crash-report\.test\.ts:\d+:\d+ 'a' is not true\n/);
    expect(crashReport('a string', FACTS)).toContain('Guru Meditation: a string #unknown place');
  });

  test('shows arguments escaped and cut', () => {
    const report = crashReport(new Error('boom'), FACTS);
    expect(report).toContain("argv[0]: 'set'\nargv[1]: 'se\\x00cret'\n");
    expect(report).toContain(`argv[2]: '${'x'.repeat(128)}'\n`);
    const long = crashReport(new Error('boom'), {
      ...FACTS,
      current: { client: '', argv: new Array<string>(40).fill('a') },
    });
    expect(long).toContain("argv[31]: 'a'\n... and 8 more\n");
  });

  test('hides user data', () => {
    const report = crashReport(new Error('boom'), { ...FACTS, hidesUserData: true });
    expect(report).toContain("argv[0]: 'set'\nargv[1]: '*redacted*'\nargv[2]: '*redacted*'\n");
    expect(report).not.toContain('cret');
  });

  test('has no current client outside of a command', () => {
    expect(crashReport(new Error('boom'), { ...FACTS, current: undefined })).not.toContain('CURRENT CLIENT');
  });
});
