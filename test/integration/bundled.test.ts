import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const PROGRAM = `
  import { createServer } from './src/index.ts';
  createServer({ host: '127.0.0.1', port: 0, config: { save: '' } }).then(async (server) => {
    console.log(server.port > 0);
    await server.close();
  });
`;

// A CommonJS bundle has no import.meta, and no node_modules beside it.
test.each(['cjs', 'esm'] as const)(
  'a program that embeds the server can be bundled into one file (%s)',
  async (format) => {
    const folder = await mkdtemp(join(tmpdir(), 'cinnabar-bundled-'));
    try {
      const outfile = join(folder, format === 'cjs' ? 'program.cjs' : 'program.mjs');
      const stdin = { contents: PROGRAM, resolveDir: process.cwd(), loader: 'ts' } as const;
      // What CommonJS libraries need of Node in an ES module.
      const banner =
        format === 'esm'
          ? { js: "import { createRequire } from 'node:module';const require = createRequire('/');" }
          : {};
      await build({ stdin, outfile, format, banner, bundle: true, platform: 'node', logLevel: 'silent' });
      const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: folder });
      expect(stdout).toBe('true\n');
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
