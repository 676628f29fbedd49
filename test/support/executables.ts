import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The full path of a program on PATH, or undefined. */
export function findOnPath(program: string): string | undefined {
  const names = process.platform === 'win32' ? [`${program}.exe`, program] : [program];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const candidate = join(folder, name);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

/** The redis-server to compare with: CINNABAR_REDIS_8, else CINNABAR_REDIS_SERVER, else the one on PATH. */
export function findRealServer(): string | undefined {
  for (const name of ['CINNABAR_REDIS_8', 'CINNABAR_REDIS_SERVER']) {
    const path = process.env[name];
    if (path === undefined || path === '') continue;
    if (!existsSync(path)) throw new Error(`${name} names ${path}, which does not exist`);
    return path;
  }
  return findOnPath('redis-server');
}

/** The version that a redis-server prints, for example `[7, 0, 15]`. */
export function serverVersion(binary: string): [number, number, number] {
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  const match = /v=(\d+)\.(\d+)\.(\d+)/.exec(stdout);
  if (match === null) throw new Error(`${binary} --version printed no version: ${stdout}`);
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

export const NO_REAL_SERVER =
  'no redis-server on PATH, and neither CINNABAR_REDIS_SERVER nor CINNABAR_REDIS_8 names one';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
