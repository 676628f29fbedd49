import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ALONE } from '../../src/server/scavenge-alone.ts';

test('V8 has the flag: an unknown one is complained of, and sets nothing', () => {
  const setsIt = `require('node:v8').setFlagsFromString(${JSON.stringify(ALONE)})`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', setsIt], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
