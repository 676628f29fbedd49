import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { NoSource } from './source.ts';

/** What the suite itself consists of. The sources of the server and its libraries are no part of that. */
const SUITE = ['runtest', 'tests', 'utils', 'redis.conf'];
const TOOLS = ['redis-cli', 'redis-benchmark', 'redis-check-aof', 'redis-check-rdb'];

/**
 * A tree of the suite for one run, which empties its tests/tmp, with `server` in the place of src/redis-server and the
 * real tools beside it. Answers its path; throws `NoSource` where a tool or Tcl is missing.
 */
export function makeTree(source: string, server: string): string {
  if (['tclsh8.5', 'tclsh8.6', 'tclsh8.7'].every((name) => onPath(name) === undefined)) {
    throw new NoSource('the suite needs Tcl: tclsh8.6 is not on the PATH (Debian: tcl8.6)');
  }
  const tools = TOOLS.map((name) => [name, findTool(name)] as const);
  const tree = mkdtempSync(join(tmpdir(), 'cinnabar-conformance-'));
  for (const name of SUITE) cpSync(join(source, name), join(tree, name), { recursive: true });
  mkdirSync(join(tree, 'src'));
  mkdirSync(join(tree, 'tests', 'tmp'), { recursive: true });
  writeLauncher(join(tree, 'src', 'redis-server'), serverCommand(resolve(server)));
  for (const [name, path] of tools) writeLauncher(join(tree, 'src', name), [path]);
  return tree;
}

function serverCommand(server: string): string[] {
  if (!existsSync(server)) throw new NoSource(`${server} is missing: npm run build makes it`);
  return server.endsWith('.js') ? [process.execPath, server] : [server];
}

/** `exec`, so that the process which the suite starts, watches and kills is the program itself. */
function writeLauncher(path: string, command: readonly string[]): void {
  const words = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  writeFileSync(path, `#!/bin/sh\nexec ${words} "$@"\n`);
  chmodSync(path, 0o755);
}

function findTool(name: string): string {
  const folder = process.env.REDIS_TOOLS;
  const path = folder === undefined ? onPath(name) : join(resolve(folder), name);
  if (path === undefined || !existsSync(path)) throw new NoSource(`${name} is missing (Debian: redis-tools)`);
  return path;
}

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Makes comments of a unit's lines that match, in the run's own tree. Throws where a pattern matches none. */
export function leaveOutLines(tree: string, unit: string, patterns: readonly string[]): void {
  if (patterns.length === 0) return;
  const path = join(tree, 'tests', `${unit}.tcl`);
  writeFileSync(path, withoutLines(readFileSync(path, 'latin1'), patterns), 'latin1');
}

export function withoutLines(text: string, patterns: readonly string[]): string {
  const expressions = patterns.map((pattern) => new RegExp(pattern));
  const lines = text.split('\n');
  const idle = expressions.find((expression) => !lines.some((line) => expression.test(line)));
  if (idle !== undefined) throw new Error(`withoutLines: no line matches ${idle.source}`);
  return lines.map((line) => (expressions.some((each) => each.test(line)) ? `# ${line}` : line)).join('\n');
}
