import { describe, expect, it } from 'vitest';
import { echo, ping, quit, resetCommand, select } from '../../../src/commands/connection/session.ts';
import { REPLY_OFF } from '../../../src/execution/client.ts';
import type { Engine } from '../../support/connections.ts';
import { bulk, createEngine } from '../../support/connections.ts';

const engine = (): Engine =>
  createEngine(({ authentication, transactions }) => [
    ...[ping, echo, select, quit],
    resetCommand(authentication, transactions),
  ]);

describe('PING and ECHO', () => {
  it('answer', () => {
    const { run } = engine().connect();
    expect(run('PING')).toBe('+PONG\r\n');
    expect(run('PING', 'a\0b')).toBe(bulk('a\0b'));
    expect(run('PING', 'a', 'b')).toBe("-ERR wrong number of arguments for 'ping' command\r\n");
    expect(run('ECHO', '')).toBe('$0\r\n\r\n');
  });

  it('PING takes the form of a message for a RESP2 client that is subscribed', () => {
    const { run, client } = engine().connect();
    client.subscriptions = 1;
    client.refreshRefusals();
    expect(run('PING')).toBe(`*2\r\n${bulk('pong')}${bulk('')}`);
    expect(run('PING', 'x')).toBe(`*2\r\n${bulk('pong')}${bulk('x')}`);
    client.protocol = 3;
    client.refreshRefusals();
    expect(run('PING')).toBe('+PONG\r\n');
  });
});

describe('SELECT', () => {
  it.each([
    ['15', '+OK\r\n'],
    ['16', '-ERR DB index is out of range\r\n'],
    ['-1', '-ERR DB index is out of range\r\n'],
    ['x', '-ERR value is not an integer or out of range\r\n'],
    ['2147483648', '-ERR value is out of range, value must between -2147483648 and 2147483647\r\n'],
    ['9223372036854775808', '-ERR value is not an integer or out of range\r\n'],
  ])('%s', (index, reply) => {
    expect(engine().connect().run('SELECT', index)).toBe(reply);
  });

  it('chooses the database of later commands', () => {
    const { run } = engine().connect();
    run('SET', 'a', '1');
    run('SELECT', '3');
    expect(run('GET', 'a')).toBe('$-1\r\n');
    run('SELECT', '0');
    expect(run('GET', 'a')).toBe(bulk('1'));
  });
});

describe('QUIT', () => {
  it('closes behind its reply', () => {
    const connection = engine().connect();
    expect(connection.run('QUIT')).toBe('+OK\r\n');
    expect(connection.fate).toBe('closing');
  });
});

describe('RESET', () => {
  it('makes the connection new, but for its library', () => {
    const { connect, keyspace, authentication } = engine();
    const { run, client } = connect();
    Object.assign(client, {
      protocol: 3,
      name: 'me',
      replyMode: REPLY_OFF,
      noTouch: true,
      noEvict: true,
      libName: 'x',
    });
    client.db = keyspace.databases[4];
    run('WATCH', 'a');
    run('MULTI');
    authentication.setPassword(Buffer.from('x'));
    expect(run('RESET')).toBe('+RESET\r\n');
    expect(client).toMatchObject({ protocol: 2, name: '', noTouch: false, noEvict: false, libName: 'x' });
    expect(client).toMatchObject({ queue: undefined, watched: undefined, authenticated: false });
    expect(client.db.index).toBe(0);
    expect(keyspace.touches).toBe(true);
  });
});
