import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { describeUnless } from '../support/skip.ts';

const python = process.env.CINNABAR_TEST_PYTHON;
const run = promisify(execFile);
const TIMEOUT_MS = 120_000;

const PROGRAMS = {
  'check_web.py': ['django_cache', 'django_sessions', 'flask_session', 'fastapi_sessions'],
  'check_celery.py': ['results', 'errors', 'canvas', 'retries', 'countdown', 'remote_control'],
};

describeUnless(
  python === undefined ? 'CINNABAR_TEST_PYTHON names no Python that has Celery, Django, Flask and FastAPI' : undefined,
  'programs in Python',
  () => {
    let server: RunningServer;

    beforeAll(async () => {
      server = await startServer();
    });
    afterAll(() => server?.close());

    test.each(Object.entries(PROGRAMS))('%s', { timeout: TIMEOUT_MS }, async (name, checks) => {
      const script = fileURLToPath(new URL(`./python/${name}`, import.meta.url));
      const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'ignore' };
      const { stdout } = await run(python as string, [script, `redis://${server.host}:${server.port}`], { env });
      expect(stdout.trim().split('\n')).toEqual(checks.map((check) => `ok check_${check}`));
    });
  },
);
