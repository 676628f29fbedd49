import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromByteString, toByteString, untilNul } from '../../src/config/byte-string.ts';
import { expandIncludeGlob, isIncludeGlob } from '../../src/config/include-glob.ts';
import { expandProcTitle } from '../../src/config/proc-title.ts';
import type { ProcTitleVariables } from '../../src/config/proc-title.ts';
import { checkSystem } from '../../src/config/system-check.ts';
import { CINNABAR_VERSION } from '../../src/config/version.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('byte strings', () => {
  test('hold UTF-8 and come back', () => {
    expect(toByteString('aé€')).toBe('a\xc3\xa9\xe2\x82\xac');
    expect(fromByteString('a\xc3\xa9\xe2\x82\xac')).toBe('aé€');
    expect(fromByteString('\xff')).toBe('\ufffd');
    expect(untilNul('ab\0c')).toBe('ab');
  });
});

describe('the version', () => {
  test('is the one of the package', () => {
    const manifest = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
    expect((JSON.parse(manifest) as { version: string }).version).toBe(CINNABAR_VERSION);
  });
});

describe('patterns of include', () => {
  const folder = (): string =>
    temporaryFolder({ 'a.conf': '', 'b.conf': '', '.c.conf': '', 'd/x': '', 'e/x': '', 'e/y': '', '-.conf': '' });

  test.each([
    ['*.conf', ['-.conf', 'a.conf', 'b.conf']],
    ['.*.conf', ['.c.conf']],
    ['?/x', ['d/x', 'e/x']],
    ['[!a].conf', ['-.conf', 'b.conf']],
    ['[^a-b].conf', ['-.conf']],
    ['[a-]*f', ['-.conf', 'a.conf']],
    ['e/*', ['e/x', 'e/y']],
    ['[].conf', []],
    ['[a.conf', []],
    ['a[.]conf', ['a.conf']],
    ['a.con*f', ['a.conf']],
    ['a+conf*', []],
    ['\\a.c*', ['a.conf']],
    ['missing/*', []],
  ])('%s', (pattern, paths) => {
    expect(isIncludeGlob(pattern)).toBe(true);
    expect(expandIncludeGlob(pattern, folder())).toEqual(paths);
  });

  test('may be absolute', () => {
    const root = folder();
    expect(expandIncludeGlob(`${root}/a*`, '/')).toEqual([`${root}/a.conf`]);
  });
});

describe('expandProcTitle', () => {
  const variables: ProcTitleVariables = {
    title: 'cinnabar',
    'listen-addr': '*:6379',
    'server-mode': '',
    'config-file': '-',
    port: '6379',
    'tls-port': '0',
    unixsocket: '',
  };

  test.each([
    ['{title} {listen-addr} {server-mode}', 'cinnabar *:6379'],
    [' {port}/{tls-port} ', '6379/0'],
    ['{{{title}}', '{cinnabar}'],
    ['x', 'x'],
    ['{server-mode}', ''],
    ['{', undefined],
    ['{title', undefined],
    ['{}', undefined],
    ['{constructor}', undefined],
  ])('%j', (template, title) => {
    expect(expandProcTitle(template, variables)).toBe(title);
  });
});

describe('checkSystem', () => {
  test('passes what it cannot tell', () => {
    expect(checkSystem(() => undefined)).toEqual({
      report: '[slow-clocksource]...skipped\n[xen-clocksource]...skipped\n[THP]...skipped\n',
      passed: true,
    });
  });

  test.each([
    ['tsc', 'always [madvise] never', [], true],
    ['xen', '[never]', ['xen-clocksource'], false],
    ['hpet', '[always] madvise never', ['slow-clocksource', 'THP'], false],
  ])('clock source %s, huge pages %s', (clock, hugePages, warned, passed) => {
    const result = checkSystem((path) => (path.includes('clocksource') ? clock : hugePages));
    const names = [...result.report.matchAll(/\[([\w-]+)\]\.\.\.WARNING/g)].map((match) => match[1]);
    expect([names, result.passed]).toEqual([warned, passed]);
  });
});
