import { expect, it } from 'vitest';
import { timeCommand } from '../../../src/commands/server/time.ts';
import { bulk, createEngine } from '../../support/connections.ts';

it('TIME answers seconds and the microseconds of the present one', () => {
  const { clock, connect } = createEngine((parts) => [timeCommand(parts.clock)]);
  const { run } = connect();
  expect(run('TIME')).toBe(`*2\r\n${bulk('1700000000')}${bulk('0')}`);
  clock.advance(1234.567);
  expect(run('TIME')).toBe(`*2\r\n${bulk('1700000001')}${bulk('234567')}`);
  expect(run('TIME', 'x')).toBe("-ERR wrong number of arguments for 'time' command\r\n");
});
