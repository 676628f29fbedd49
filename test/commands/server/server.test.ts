import { expect, it } from 'vitest';
import { serverCommands } from '../../../src/commands/server/server.ts';
import { createEngine } from '../../support/connections.ts';

it('the commands about the server are all there', () => {
  const engine = createEngine(({ clock, dispatcher }) =>
    serverCommands({
      clock,
      commands: {
        get table() {
          return dispatcher().table;
        },
      },
      control: { shutdown: () => undefined, abortShutdown: () => true },
    }),
  );
  const { run } = engine.connect();
  expect(run('COMMAND', 'COUNT')).toMatch(/^:\d+\r\n$/);
  expect(run('TIME')).toMatch(/^\*2\r\n/);
  expect(run('ROLE')).toMatch(/^\*3\r\n/);
  expect(run('SHUTDOWN', 'ABORT')).toBe('+OK\r\n');
});
