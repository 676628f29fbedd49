import { describe, expect, it } from 'vitest';
import { clientCommand } from '../../../src/commands/connection/client.ts';
import type { Engine } from '../../support/connections.ts';
import { createEngine } from '../../support/connections.ts';

const OK = '+OK\r\n';

function setUp(unblock?: (id: number, withError: boolean) => boolean): Engine {
  return createEngine((parts) => [clientCommand(unblock === undefined ? parts : { ...parts, unblock })]);
}

describe('CLIENT PAUSE', () => {
  it('lets what comes next wait, without a reply', () => {
    const { connect, pause } = setUp();
    const [a, b] = [connect(), connect()];
    expect(a.run('CLIENT', 'PAUSE', '1000')).toBe(OK);
    expect([b.run('GET', 'a'), b.client.postponed]).toEqual(['', true]);
    pause.lift();
    b.client.postponed = false;
    expect(b.run('GET', 'a')).toBe('$-1\r\n');
  });

  it('WRITE lets only writes wait; errors are told at once, in MULTI too', () => {
    const { connect } = setUp();
    const { run, client } = connect();
    expect(run('CLIENT', 'PAUSE', '1000', 'WRITE')).toBe(OK);
    expect(run('GET', 'a')).toBe('$-1\r\n');
    expect(run('SET', 'a')).toMatch(/^-ERR wrong number/);
    expect(run('MULTI')).toBe(OK);
    expect(run('GET', 'a')).toBe('+QUEUED\r\n');
    expect(run('EXEC')).toBe('*1\r\n$-1\r\n');
    expect([run('SET', 'a', '1'), client.postponed]).toEqual(['', true]);
  });

  it('does not spend the SKIP of CLIENT REPLY on a command that waits', () => {
    const { connect, pause } = setUp();
    const { run, client } = connect();
    expect(run('CLIENT', 'REPLY', 'SKIP')).toBe('');
    connect().run('CLIENT', 'PAUSE', '1000', 'WRITE');
    run('SET', 'a', '1');
    pause.lift();
    client.postponed = false;
    expect(run('SET', 'a', '1')).toBe('');
    expect(run('SET', 'a', '1')).toBe(OK);
  });

  it('UNPAUSE ends it', () => {
    const { connect, pause } = setUp();
    const { run } = connect();
    run('CLIENT', 'PAUSE', '1000', 'write');
    expect([pause.isOn, run('CLIENT', 'UNPAUSE'), pause.isOn]).toEqual([true, OK, false]);
    expect(run('CLIENT', 'UNPAUSE')).toBe(OK);
  });

  it.each([
    ['PAUSE abc', 'timeout is not an integer or out of range'],
    ['PAUSE abc foo', 'CLIENT PAUSE mode must be WRITE or ALL'],
    ['PAUSE -1', 'timeout is negative'],
    ['PAUSE 9223372036854775807', 'timeout is out of range'],
    ['PAUSE 9223372036854775808', 'timeout is not an integer or out of range'],
    ['PAUSE 1 ALL x', "unknown subcommand or wrong number of arguments for 'PAUSE'. Try CLIENT HELP."],
    ['UNBLOCK abc', 'value is not an integer or out of range'],
    ['UNBLOCK abc foo', 'CLIENT UNBLOCK reason should be TIMEOUT or ERROR'],
    ['unblock 1 error x', "unknown subcommand or wrong number of arguments for 'unblock'. Try CLIENT HELP."],
  ])('%s is refused', (words, error) => {
    const { connect, pause } = setUp();
    expect(connect().run('CLIENT', ...words.split(' '))).toBe(`-ERR ${error}\r\n`);
    expect(pause.isOn).toBe(false);
  });
});

describe('CLIENT UNBLOCK', () => {
  it('answers 0 where nobody waits in a blocking command', () => {
    const { run, client } = setUp().connect();
    expect(run('CLIENT', 'UNBLOCK', String(client.id))).toBe(':0\r\n');
    expect(run('CLIENT', 'UNBLOCK', '99', 'ERROR')).toBe(':0\r\n');
  });

  it('asks whoever lets clients wait', () => {
    const asked: unknown[] = [];
    const { connect } = setUp((...args) => {
      asked.push(args);
      return args[0] === 1;
    });
    const [{ run }] = [connect(), connect()];
    expect(run('CLIENT', 'UNBLOCK', '1', 'error')).toBe(':1\r\n');
    expect(run('CLIENT', 'UNBLOCK', '2', 'TIMEOUT')).toBe(':0\r\n');
    expect(run('CLIENT', 'UNBLOCK', '3')).toBe(':0\r\n');
    expect(run('CLIENT', 'UNBLOCK', '2', 'ERROR')).toBe(':0\r\n');
    expect(asked).toEqual([
      [1, true],
      [2, false],
      [2, true],
    ]);
  });
});
