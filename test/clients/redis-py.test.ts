import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { describeUnless } from '../support/skip.ts';

const python = process.env.CINNABAR_TEST_PYTHON;
const script = fileURLToPath(new URL('./python/check_redis_py.py', import.meta.url));

const CHECKS = [
  'connection',
  'strings',
  'binary',
  'keys',
  'transactions',
  'pipeline',
  'scan',
  'server',
  'errors',
  'reconnect',
];

describeUnless(
  python === undefined ? 'CINNABAR_TEST_PYTHON names no Python that has redis-py' : undefined,
  'redis-py',
  () => {
    let server: RunningServer;

    beforeAll(async () => {
      server = await startServer();
    });
    afterAll(() => server?.close());

    test.each([2, 3])('with RESP%i', async (protocol) => {
      const args = [script, server.host, String(server.port), String(protocol)];
      const { stdout } = await promisify(execFile)(python as string, args);
      expect(stdout.trim().split('\n')).toEqual(CHECKS.map((name) => `ok check_${name}`));
    });
  },
);
