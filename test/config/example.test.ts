import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Config } from '../../src/config/config.ts';
import { DIRECTIVES } from '../../src/config/directives.ts';
import { loadConfig } from '../../src/config/file.ts';
import { splitArgs } from '../../src/config/split-args.ts';

const FILE = join(import.meta.dirname, '../../redis.conf.example');
const lines = readFileSync(FILE, 'utf8').split('\n');
const shown = Object.entries(DIRECTIVES).filter(
  ([, { spec }]) => spec.hidden !== true || spec.about.includes('(cinnabar only.)'),
);

describe('redis.conf.example', () => {
  test('gives every directive its default', () => {
    const config = new Config();
    loadConfig(config, { file: FILE });
    expect(config.matching(['*'])).toEqual(new Config().matching(['*']));
  });

  test.each(shown.map(([name]) => name))('names %s, with a # only where it has no value', (name) => {
    const unset = DIRECTIVES[name as keyof typeof DIRECTIVES].spec.default === null;
    const start = `${unset ? '# ' : ''}${name} `;
    expect(lines.filter((line) => line.startsWith(start))).not.toEqual([]);
  });

  test('shows values that can be set', () => {
    const config = new Config();
    for (const [name] of shown.filter(([, { spec }]) => spec.default === null)) {
      const line = lines.find((text) => text.startsWith(`# ${name} `)) ?? '';
      const args = splitArgs(line.slice(2))?.slice(1) ?? [];
      expect(config.load(config.find(name)!, args)).toBeUndefined();
    }
  });
});
