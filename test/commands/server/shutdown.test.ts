import { describe, expect, it } from 'vitest';
import type { ShutdownOptions } from '../../../src/commands/server/shutdown.ts';
import { shutdownCommand } from '../../../src/commands/server/shutdown.ts';
import type { TestConnection } from '../../support/connections.ts';
import { createEngine } from '../../support/connections.ts';

interface Recorded extends TestConnection {
  readonly asked: ShutdownOptions[];
}

function connection(abortable = false): Recorded {
  const asked: ShutdownOptions[] = [];
  const control = { shutdown: (options: ShutdownOptions) => void asked.push(options), abortShutdown: () => abortable };
  return { ...createEngine(() => [shutdownCommand(control)]).connect(), asked };
}

describe('SHUTDOWN', () => {
  it.each<[string[], ShutdownOptions]>([
    [[], { save: undefined, now: false, force: false }],
    [['SAVE'], { save: true, now: false, force: false }],
    [['nosave', 'now'], { save: false, now: true, force: false }],
    [['FORCE', 'NOW', 'SAVE', 'SAVE'], { save: true, now: true, force: true }],
  ])('%j ends the server without a reply', (words, options) => {
    const { run, asked } = connection();
    expect(run('SHUTDOWN', ...words)).toBe('');
    expect(asked).toEqual([options]);
  });

  it.each([[['bogus']], [['SAVE', 'NOSAVE']], [['ABORT', 'NOW']], [['ABORT', 'SAVE']]])('%j is refused', (words) => {
    const { run, asked } = connection();
    expect(run('SHUTDOWN', ...words)).toBe('-ERR syntax error\r\n');
    expect(asked).toEqual([]);
  });

  it('ABORT takes back a shutdown that waits', () => {
    expect(connection(true).run('SHUTDOWN', 'ABORT')).toBe('+OK\r\n');
    expect(connection(false).run('SHUTDOWN', 'ABORT')).toBe('-ERR No shutdown in progress.\r\n');
  });

  it('is not allowed in a transaction', () => {
    const { run, asked } = connection();
    run('MULTI');
    expect(run('SHUTDOWN')).toBe('-ERR Command not allowed inside a transaction\r\n');
    expect(asked).toEqual([]);
  });
});
