import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ENGINE_FLAGS } from '../../src/server/engine-flags.ts';

test.each(ENGINE_FLAGS)('V8 has the flag %s: an unknown one is complained of, and sets nothing', (flag) => {
  const setsIt = `require('node:v8').setFlagsFromString(${JSON.stringify(flag)})`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', setsIt], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
