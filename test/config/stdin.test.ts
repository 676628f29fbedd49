import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const MODULE = new URL('../../src/config/stdin.ts', import.meta.url).href;
const PROGRAM = `
  import { readStandardInput } from ${JSON.stringify(MODULE)};
  process.stdout.write(Buffer.from(readStandardInput(), 'latin1'));
`;

test.each([
  ['nothing', Buffer.alloc(0)],
  ['every byte', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
  ['more than one read holds', Buffer.alloc(300_000, 'hz 1\n')],
])('readStandardInput reads %s', (_, input) => {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { input });
  expect([status, stderr.toString()]).toEqual([0, '']);
  expect(stdout.equals(input)).toBe(true);
});
