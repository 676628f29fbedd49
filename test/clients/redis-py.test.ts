import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { describeUnless } from '../support/skip.ts';

const python = process.env.CINNABAR_TEST_PYTHON;
const pathOf = (name: string): string => fileURLToPath(new URL(`./python/${name}`, import.meta.url));

/** Each script, and what it prints that it has checked. */
const SCRIPTS = [
  {
    script: 'check_redis_py.py',
    checks: 'connection strings binary keys transactions pipeline scan server errors reconnect',
  },
  {
    script: 'check_redis_py_types.py',
    checks: 'lists waiting hashes sets sorted_sets streams places sort_and_inspect',
  },
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

    describe.each([2, 3])('with RESP%i', (protocol) => {
      test.each(SCRIPTS)('$script', async ({ script, checks }) => {
        const args = [pathOf(script), server.host, String(server.port), String(protocol)];
        const { stdout } = await promisify(execFile)(python as string, args);
        expect(stdout.trim().split('\n')).toEqual(checks.split(' ').map((name) => `ok check_${name}`));
      });
    });
  },
);
