import { describe, expect, test } from 'vitest';
import { Supervisor, supervisorKind } from '../../src/server/supervisor.ts';
import { recordingLog } from './recording-log.ts';

const SYSTEMD = { NOTIFY_SOCKET: '/run/systemd/notify' };
const UPSTART = { UPSTART_JOB: 'redis' };

describe('the supervisor', () => {
  test.each([
    ['no', { ...SYSTEMD, ...UPSTART }, 'none', []],
    ['auto', {}, 'none', []],
    ['auto', UPSTART, 'upstart', ['verbose Upstart supervision detected.']],
    ['auto', SYSTEMD, 'systemd', ['verbose Systemd supervision detected.']],
    ['upstart', UPSTART, 'upstart', []],
    ['upstart', SYSTEMD, 'none', ['warning upstart supervision requested, but UPSTART_JOB not found!']],
    ['systemd', SYSTEMD, 'systemd', []],
    ['systemd', {}, 'none', ['warning systemd supervision error: NOTIFY_SOCKET not found!']],
  ] as const)('%s with %j is %s', (mode, environment, kind, records) => {
    const log = recordingLog();
    expect(supervisorKind(mode, environment, log)).toBe(kind);
    expect(log.records).toEqual(records);
  });

  test('systemd is told how it goes', () => {
    const told: (readonly string[])[] = [];
    const supervisor = new Supervisor('systemd', recordingLog(), (assignments) => void told.push(assignments));
    supervisor.started();
    supervisor.ready();
    supervisor.stopping();
    expect(told).toEqual([
      ['STATUS=Redis is loading...'],
      ['STATUS=Ready to accept connections', 'READY=1'],
      ['STOPPING=1'],
    ]);
  });

  test('a message that did not arrive is a warning', () => {
    const log = recordingLog();
    new Supervisor('systemd', log, () => 'no such tool').ready();
    expect(log.records).toEqual(['warning systemd supervision error: no such tool']);
  });

  test('nobody is told without one', () => {
    const told: (readonly string[])[] = [];
    const supervisor = new Supervisor('none', recordingLog(), (assignments) => void told.push(assignments));
    supervisor.started();
    supervisor.ready();
    supervisor.stopping();
    expect(told).toEqual([]);
  });
});
