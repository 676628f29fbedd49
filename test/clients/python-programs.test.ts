import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer, testsAnotherServer } from '../support/cinnabar-server.ts';
import { describeUnless } from '../support/skip.ts';

const python = process.env.CINNABAR_TEST_PYTHON;
const run = promisify(execFile);
const TIMEOUT_MS = 120_000;

const noPython = python === undefined ? 'CINNABAR_TEST_PYTHON names no Python that has them' : undefined;
const noScripts = testsAnotherServer()
  ? undefined
  : 'with its defaults, a Celery worker releases its lock by EVALSHA, and there are no scripts yet';

/** Runs a program against a server of its own, and expects of it that all these checks succeed. */
async function expectChecks(name: string, checks: readonly string[], args: readonly string[] = []): Promise<void> {
  const script = fileURLToPath(new URL(`./python/${name}`, import.meta.url));
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'ignore' };
  const url = `redis://${server.host}:${server.port}`;
  const { stdout } = await run(python as string, [script, url, ...args], { env });
  expect(stdout.trim().split('\n')).toEqual(checks.map((check) => `ok check_${check}`));
}

let server: RunningServer;

beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server?.close());

describeUnless(noPython, 'Django, Flask and FastAPI', () => {
  test('keep their caches and sessions', { timeout: TIMEOUT_MS }, () =>
    expectChecks('check_web.py', ['django_cache', 'django_sessions', 'flask_session', 'fastapi_sessions']),
  );
});

describeUnless(noPython, 'a Celery worker without ack_emulation', () => {
  const checks = 'results expiry errors chain group retries countdown queues ping revoke restored no_scripts'.split(
    ' ',
  );

  test('takes its tasks and leaves their results', { timeout: TIMEOUT_MS }, () =>
    expectChecks('check_celery.py', checks, ['without']),
  );
});

describeUnless(noPython ?? noScripts, 'a Celery worker', () => {
  const checks = 'results expiry errors chain group chord retries countdown queues ping revoke restored'.split(' ');

  test('takes its tasks and leaves their results', { timeout: TIMEOUT_MS }, () =>
    expectChecks('check_celery.py', checks, ['with']),
  );
});
