import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

const WILDCARD = /[*?[]/;

/** Whether `include` takes the path for a pattern. */
export function isIncludeGlob(path: string): boolean {
  return WILDCARD.test(path);
}

/**
 * The existing paths that a pattern of `include` names, sorted: `*`, `?` and `[a-z]`, `[!a]` within one part of the
 * path, as the shell and POSIX glob(3) read them. A leading dot is only matched by a dot.
 */
export function expandIncludeGlob(pattern: string, directory: string): string[] {
  const parts = (process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern).split('/');
  let found = [parts[0] === '' ? '/' : ''];
  for (const part of parts.filter((name) => name !== '')) {
    found = found.flatMap((base) => matchPart(base, part, directory));
  }
  return found.sort();
}

function matchPart(base: string, part: string, directory: string): string[] {
  const join = (name: string): string => (base === '' || base.endsWith('/') ? base + name : `${base}/${name}`);
  if (!WILDCARD.test(part)) {
    const path = join(part.replace(/\\(.)/g, '$1'));
    return existsSync(resolve(directory, path)) ? [path] : [];
  }
  const wanted = new RegExp(`^${toExpression(part)}$`, 's');
  return listDirectory(resolve(directory, base))
    .filter((name) => (!name.startsWith('.') || part.startsWith('.')) && wanted.test(name))
    .map(join);
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // What is no directory, or none that may be read, holds nothing that matches.
    return [];
  }
}

const TOKENS = /\\(.)|\[([!^]?)(\]?[^\]]*)\]|\*|\?|[^\\]/gs;

function toExpression(part: string): string {
  return part.replace(TOKENS, (token, escaped: string | undefined, negated: string | undefined, members = '') => {
    if (escaped !== undefined) return escapeLiteral(escaped);
    if (negated !== undefined)
      return `[${negated === '' ? '' : '^'}${(members as string).replace(/[[\]\\^]/g, '\\$&')}]`;
    if (token === '*') return '.*';
    return token === '?' ? '.' : escapeLiteral(token);
  });
}

function escapeLiteral(char: string): string {
  return char.replace(/[$()*+./?[\\\]^{|}-]/, '\\$&');
}
