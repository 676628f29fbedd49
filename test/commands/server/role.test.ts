import { expect, it } from 'vitest';
import { role } from '../../../src/commands/server/role.ts';
import { createEngine } from '../../support/connections.ts';

it('ROLE answers that of a primary that nobody follows', () => {
  const { run } = createEngine(() => [role]).connect();
  expect(run('ROLE')).toBe('*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n');
});
