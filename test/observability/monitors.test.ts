import { describe, expect, it } from 'vitest';
import { authCommand } from '../../src/commands/connection/auth.ts';
import { configCommands } from '../../src/config/commands.ts';
import { Config } from '../../src/config/config.ts';
import { command } from '../../src/execution/command.ts';
import { Authentication } from '../../src/commands/connection/index.ts';
import type { Observed } from './observed.ts';
import { observed } from './observed.ts';

const COMMON = { group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -1 } as const;
const AT = '1700000000.000000';

function monitored(): Observed {
  const config = new Config();
  return observed(
    command({ ...COMMON, name: 'SAY', flags: [], handler: ({ reply }) => reply.ok() }),
    command({ ...COMMON, name: 'RULE', flags: ['admin'], handler: ({ reply }) => reply.ok() }),
    command({ ...COMMON, name: 'HIDE', flags: ['skip_monitor'], handler: ({ reply }) => reply.ok() }),
    authCommand(new Authentication()),
    ...configCommands({ config, resetStatistics: () => undefined, isLoading: () => false }),
  );
}

/** What a monitor has been sent since it was asked last. */
function linesOf(connection: { run(...words: string[]): string }): string {
  // A command that nobody knows: its reply shows where the lines before it end.
  return connection.run('nope').split('-ERR')[0];
}

describe('MONITOR', () => {
  it('shows every command with its time, database and client, quoted', () => {
    const { connect, keyspace } = monitored();
    const monitor = connect();
    const other = connect({ address: '10.0.0.1:77' });
    expect(monitor.run('MONITOR')).toBe('+OK\r\n');
    other.client.db = keyspace.databases[3];
    other.run('say', 'two words', 'a"b\\c', '\n\r\t\x07\b', '\x00\x7f\xff', '');
    expect(linesOf(monitor)).toBe(
      `+${AT} [3 10.0.0.1:77] "say" "two words" "a\\"b\\\\c" "\\n\\r\\t\\a\\b" "\\x00\\x7f\\xff" ""\r\n`,
    );
  });

  it('is a status in RESP3 too, and names a Unix socket', () => {
    const { connect } = monitored();
    const monitor = connect();
    monitor.client.protocol = 3;
    monitor.run('MONITOR');
    connect({ address: '/tmp/s.sock:0', isUnixSocket: true }).run('SAY');
    expect(linesOf(monitor)).toBe(`+${AT} [0 unix:/tmp/s.sock] "SAY"\r\n`);
  });

  it('shows neither what administers nor what hides, nor what never ran', () => {
    const { connect } = monitored();
    const monitor = connect();
    monitor.run('MONITOR');
    const other = connect();
    for (const word of ['RULE', 'HIDE', 'bogus', 'GET']) other.run(word);
    expect(linesOf(monitor)).toBe('');
  });

  it('shows a failed command, and no secrets', () => {
    const { connect } = monitored();
    const monitor = connect();
    monitor.run('MONITOR');
    const other = connect();
    other.run('AUTH', 'secret');
    other.run('auth', 'user', 'secret');
    expect(linesOf(monitor)).toBe(
      `+${AT} [0 127.0.0.1:50000] "AUTH" "(redacted)"\r\n` +
        `+${AT} [0 127.0.0.1:50000] "auth" "(redacted)" "(redacted)"\r\n`,
    );
  });

  it('shows the commands of a transaction before EXEC', () => {
    const { connect } = monitored();
    const monitor = connect();
    monitor.run('MONITOR');
    const other = connect();
    for (const words of [['MULTI'], ['SET', 'a', 'b'], ['EXEC']]) other.run(...words);
    expect(linesOf(monitor).match(/] "\w+"/g)).toEqual(['] "MULTI"', '] "SET"', '] "EXEC"']);
  });

  it('sends a monitor its own commands behind their replies', () => {
    const { connect } = monitored();
    const monitor = connect();
    monitor.run('MONITOR');
    expect(monitor.run('SAY')).toBe(`+OK\r\n+${AT} [0 127.0.0.1:50000] "SAY"\r\n`);
    expect(monitor.run('MONITOR')).toBe('');
  });

  it('keeps a monitor away from the keys, as a replica', () => {
    const { connect } = monitored();
    const monitor = connect();
    monitor.run('MONITOR');
    const error = "-ERR Replica can't interact with the keyspace\r\n";
    expect([monitor.run('GET', 'a'), monitor.run('SET', 'a', 'b')]).toEqual([error, error]);
  });

  it('is refused inside a transaction', () => {
    const { connect, monitors } = monitored();
    const { run } = connect();
    run('MULTI');
    run('MONITOR');
    expect(run('EXEC')).toBe("*1\r\n-ERR MONITOR isn't allowed for DENY BLOCKING client\r\n");
    expect(monitors.size).toBe(0);
  });

  it('ends with the client, or when it is reset; then commands are timed together again', () => {
    const { connect, monitors, dispatcher } = monitored();
    const [gone, reset, other] = [connect(), connect(), connect()];
    gone.run('MONITOR');
    reset.run('MONITOR');
    gone.client.closing = true;
    monitors.remove(reset.client);
    expect(monitors.size).toBe(0);
    expect(reset.run('GET', 'a')).toBe('$-1\r\n');
    expect(linesOf(gone) + linesOf(reset)).toBe('');
    dispatcher().timer.openBatch(other.client);
    expect(dispatcher().timer.groupedFor).toBe(other.client);
    dispatcher().timer.closeBatch();
  });
});

describe('what is nobody’s business', () => {
  it('in CONFIG SET are the values of sensitive parameters', () => {
    const { connect, commandWatch } = monitored();
    commandWatch.thresholds.slow = 0;
    commandWatch.refresh();
    connect().run('CONFIG', 'SET', 'MASTERAUTH', 'secret', 'slowlog-max-len', '5', 'requirepass', 'secret');
    expect(commandWatch.logs.slow.latest(1)[0].args).toEqual([
      'CONFIG',
      'SET',
      'MASTERAUTH',
      '(redacted)',
      'slowlog-max-len',
      '5',
      'requirepass',
      '(redacted)',
    ]);
  });
});
