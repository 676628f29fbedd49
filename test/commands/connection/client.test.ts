import { describe, expect, it } from 'vitest';
import { clientCommand } from '../../../src/commands/connection/client.ts';
import { ping } from '../../../src/commands/connection/session.ts';
import type { TestConnection } from '../../support/connections.ts';
import { bulk, createEngine } from '../../support/connections.ts';

const connection = (): TestConnection => createEngine((parts) => [clientCommand(parts), ping]).connect();
const OK = '+OK\r\n';

describe('CLIENT', () => {
  it('ID tells the number', () => {
    expect(connection().run('CLIENT', 'ID')).toBe(':1\r\n');
  });

  it('SETNAME, GETNAME', () => {
    const { run } = connection();
    expect(run('CLIENT', 'GETNAME')).toBe('$-1\r\n');
    expect(run('CLIENT', 'SETNAME', 'me')).toBe(OK);
    expect(run('CLIENT', 'GETNAME')).toBe(bulk('me'));
    expect(run('CLIENT', 'SETNAME', 'a b')).toMatch(/^-ERR Client names cannot/);
    expect(run('CLIENT', 'SETNAME', '')).toBe(OK);
    expect(run('CLIENT', 'GETNAME')).toBe('$-1\r\n');
  });

  it('SETINFO', () => {
    const { run, client } = connection();
    expect(run('CLIENT', 'SETINFO', 'lib-name', 'x')).toBe(OK);
    expect(run('CLIENT', 'SETINFO', 'LIB-VER', '1.0')).toBe(OK);
    expect(client).toMatchObject({ libName: 'x', libVersion: '1.0' });
    expect(run('CLIENT', 'SETINFO', 'Foo', 'x')).toBe("-ERR Unrecognized option 'Foo'\r\n");
    expect(run('CLIENT', 'SETINFO', 'Lib-Name', 'a b')).toMatch(/^-ERR Lib-Name cannot contain/);
    expect(client.libName).toBe('x');
  });

  it('NO-EVICT and NO-TOUCH', () => {
    const { run, client } = connection();
    expect(run('CLIENT', 'NO-EVICT', 'ON')).toBe(OK);
    expect(run('CLIENT', 'NO-TOUCH', 'on')).toBe(OK);
    expect(client).toMatchObject({ noEvict: true, noTouch: true });
    run('CLIENT', 'NO-EVICT', 'OFF');
    expect(client).toMatchObject({ noEvict: false, noTouch: true });
    expect(run('CLIENT', 'NO-TOUCH', 'maybe')).toBe('-ERR syntax error\r\n');
  });

  it('NO-TOUCH lets accesses leave no trace from the next command on', () => {
    const engine = createEngine((parts) => [clientCommand(parts)]);
    const { run } = engine.connect();
    run('CLIENT', 'NO-TOUCH', 'ON');
    expect(engine.keyspace.accessClock).toBe(-1);
    run('CLIENT', 'NO-TOUCH', 'OFF');
    expect(engine.keyspace.accessClock).toBeGreaterThanOrEqual(0);
  });

  it('any other subcommand is refused in words that clients look for', () => {
    const { run } = connection();
    expect(run('CLIENT', 'maint_notifications', 'ON')).toBe(
      "-ERR unknown subcommand 'maint_notifications'. Try CLIENT HELP.\r\n",
    );
    expect(run('CLIENT')).toBe("-ERR wrong number of arguments for 'client' command\r\n");
    expect(run('CLIENT', 'ID', 'x')).toBe("-ERR wrong number of arguments for 'client|id' command\r\n");
  });

  it('HELP begins and ends as every HELP does', () => {
    const lines = connection().run('CLIENT', 'HELP').split('\r\n');
    expect(lines[1]).toBe('+CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:');
    expect(lines.slice(-3)).toEqual(['+HELP', '+    Print this help.', '']);
    expect(lines[0]).toBe(`*${lines.length - 2}`);
  });
});

describe('CLIENT REPLY', () => {
  it('OFF silences everything up to ON, which answers', () => {
    const { run } = connection();
    expect(run('CLIENT', 'REPLY', 'OFF')).toBe('');
    expect(run('PING')).toBe('');
    expect(run('NOSUCH')).toBe('');
    expect(run('CLIENT', 'REPLY', 'SKIP')).toBe('');
    expect(run('PING')).toBe('');
    expect(run('CLIENT', 'REPLY', 'ON')).toBe(OK);
    expect(run('PING')).toBe('+PONG\r\n');
  });

  it('SKIP leaves out the next reply only', () => {
    const { run } = connection();
    expect(run('CLIENT', 'REPLY', 'SKIP')).toBe('');
    expect(run('PING')).toBe('');
    expect(run('PING')).toBe('+PONG\r\n');
    run('CLIENT', 'REPLY', 'SKIP');
    run('CLIENT', 'REPLY', 'SKIP');
    expect(run('PING')).toBe('');
    expect(run('PING')).toBe('+PONG\r\n');
  });

  it('SKIP inside a transaction leaves the reply of EXEC alone', () => {
    const { run } = connection();
    run('MULTI');
    run('CLIENT', 'REPLY', 'SKIP');
    run('PING');
    expect(run('EXEC')).toBe('*2\r\n+PONG\r\n');
    expect(run('PING')).toBe('');
  });

  it('refuses another word', () => {
    expect(connection().run('CLIENT', 'REPLY', 'maybe')).toBe('-ERR syntax error\r\n');
  });
});
