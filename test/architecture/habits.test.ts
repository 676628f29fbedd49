import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { nodesOf, readSource, REPOSITORY, sourceFiles } from './source-files.ts';

const EVERY_FOLDER = ['src', 'test', 'bench'];
const files = EVERY_FOLDER.flatMap((folder) => sourceFiles(folder).map((path) => ({ folder, path })));

/** Marks that put off work or silence a tool. Spelt in parts, since this file is searched too. */
const MARKS = [
  'TO' + 'DO',
  'FIX' + 'ME',
  '@ts-' + 'ignore',
  '@ts-' + 'nocheck',
  '@ts-' + 'expect-error',
  'eslint-' + 'disable',
];

/** Folders whose every module with logic has a test of its own at the same place below test/. */
const MIRRORED = ['util/', 'memory/', 'structures/', 'commands/'];

/** The top level of the repository, beside dot files and what is built or installed. */
const TOP_LEVEL = [
  'package.json',
  'tsconfig.json',
  'src',
  'test',
  'bench',
  'Dockerfile',
  'redis.conf.example',
  'README.md',
];
const TOOLS_OWN = [
  'package-lock.json',
  'LICENSE',
  'tsconfig.build.json',
  'esbuild.config.js',
  'eslint.config.js',
  'vitest.config.ts',
];
const NOT_KEPT = ['node_modules', 'dist', 'coverage'];

const usesAny = (source: string): boolean =>
  [...nodesOf(source)].some((node) => node.kind === ts.SyntaxKind.AnyKeyword);

const hasLogic = (source: string): boolean =>
  [...nodesOf(source)].some((node) => ts.isFunctionLike(node) && 'body' in node && node.body !== undefined);

describe('every module', () => {
  it('has a kebab-case name', () => {
    const named = files.map(({ path }) => path.split('/').at(-1) ?? path);
    expect(named.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.ts$/.test(name))).toEqual([]);
  });

  it.each(MARKS)('is free of %s', (mark) => {
    const marked = files.filter(({ folder, path }) => readSource(folder, path).includes(mark));
    expect(marked.map(({ folder, path }) => `${folder}/${path}`)).toEqual([]);
  });

  it('says what type it means, never any', () => {
    const untyped = files.filter(({ folder, path }) => usesAny(readSource(folder, path)));
    expect(untyped.map(({ folder, path }) => `${folder}/${path}`)).toEqual([]);
  });

  it('has its test at the same place, where it holds logic of the engine or a command', () => {
    const untested = sourceFiles('src')
      .filter((path) => MIRRORED.some((folder) => path.startsWith(folder)))
      .filter((path) => hasLogic(readSource('src', path)))
      .map((path) => `test/${path.replace(/\.ts$/, '.test.ts')}`)
      .filter((test) => !existsSync(join(REPOSITORY, test)));
    expect(untested).toEqual([]);
  });
});

describe('the checks above', () => {
  it('see any where it is a type, and only there', () => {
    expect(usesAny('const x = (y: any) => y;')).toBe(true);
    expect(usesAny('const any = 1; // any')).toBe(false);
  });

  it('see logic in functions and methods, not in types and tables', () => {
    expect(hasLogic('export class A { b(): void {} }')).toBe(true);
    expect(hasLogic('export const f = () => 1;')).toBe(true);
    expect(hasLogic('export interface A { b(): void } export const LIMITS = [1, 2];')).toBe(false);
  });
});

describe('the top level of the repository', () => {
  const names = readdirSync(REPOSITORY);

  it('has all that a newcomer looks for', () => {
    expect(TOP_LEVEL.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('has nothing more than that and the tools’ own files', () => {
    const known = [...TOP_LEVEL, ...TOOLS_OWN, ...NOT_KEPT];
    expect(names.filter((name) => !name.startsWith('.') && !known.includes(name))).toEqual([]);
  });
});
