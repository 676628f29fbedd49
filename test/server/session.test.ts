import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { ReadBuffer } from '../../src/net/connection.ts';
import { ArgumentVector } from '../../src/resp/argument-vector.ts';
import type { SessionHost } from '../../src/server/session.ts';
import { rebase, Session } from '../../src/server/session.ts';
import { createHarness } from '../support/command-harness.ts';
import { FakeSocket } from './fake-clients.ts';

const host: SessionHost = {
  receive: (_session, _bytes, _start, end) => end,
  outputWaits: () => undefined,
  outputOverflows: () => undefined,
  outputLeft: () => undefined,
  closeAtEndOfTurn: () => undefined,
  closed: () => undefined,
};

function sessionOver(fields: object, unixPath?: string, more: Partial<SessionHost> = {}): Session {
  const socket = Object.assign(new FakeSocket(), fields) as unknown as Socket;
  const session = new Session(socket, new ReadBuffer(), { ...host, ...more }, unixPath);
  session.client = createHarness().client;
  return session;
}

describe('Session', () => {
  test.each([
    [{ remoteAddress: '10.0.0.1', remotePort: 5 }, '10.0.0.1:5'],
    [{ remoteAddress: '::1', remotePort: 5 }, '[::1]:5'],
    [{ remoteAddress: '::ffff:10.0.0.1', remotePort: 5 }, '10.0.0.1:5'],
    [{ remoteAddress: undefined, remotePort: undefined }, '?:0'],
  ])('its address: %j', (fields, address) => {
    const session = sessionOver(fields);
    expect([session.address, session.localAddress, session.isUnixSocket]).toEqual([address, '127.0.0.1:6379', false]);
  });

  test('over a Unix socket its address is the path', () => {
    const session = sessionOver({}, '/tmp/a.sock');
    expect([session.address, session.localAddress, session.isUnixSocket]).toEqual([
      '/tmp/a.sock:0',
      '/tmp/a.sock:0',
      true,
    ]);
  });

  test('its file descriptor is the handle’s, -1 without one', () => {
    expect(sessionOver({ _handle: { fd: 17 } }).fd).toBe(17);
    expect(sessionOver({ _handle: null }).fd).toBe(-1);
  });

  test('shows what waits on either side', () => {
    const session = sessionOver({}, undefined, { receive: (_session, _bytes, start) => start + 2 });
    session.connection.deliver(10);
    session.connection.outbound.take(Bytes.zeroed(100), 0, 30);
    expect([session.inputBytes, session.inputCapacity, session.totalReadBytes]).toEqual([8, 16384, 10]);
    expect([session.outputBytes, session.outputPieces, session.totalWrittenBytes]).toEqual([30, 1, 0]);
    session.connection.outbound.flush();
    expect([session.outputBytes, session.outputPieces, session.totalWrittenBytes]).toEqual([0, 0, 30]);
    expect(session.sink).toBe(session.connection.outbound);
  });

  test('closing after the reply is asked for once, and ends the reading', () => {
    const asked: Session[] = [];
    const session = sessionOver({}, undefined, { closeAtEndOfTurn: (one) => void asked.push(one) });
    session.closeAfterReply();
    session.closeAfterReply();
    expect(asked).toEqual([session]);
    expect(session.client.closing).toBe(true);
    session.connection.deliver(10);
    expect(session.inputBytes).toBe(0);
  });

  test('destroying closes at once', () => {
    const session = sessionOver({});
    session.destroy();
    expect(session.client.closing).toBe(true);
    expect(session.connection.socket.destroyed).toBe(true);
  });

  test('a request in pieces is found again wherever its bytes stand next', () => {
    const session = sessionOver({});
    const vector = new ArgumentVector();
    vector.clear(Bytes.fromString('..SET key'));
    vector.push(2, 3);
    vector.push(6, 3);
    session.keepPartial(vector, 5, 2, 9);
    expect(session.partial).toMatchObject({ announced: 5, at: 7, base: 2 });
    if (session.partial === undefined) return;
    const elsewhere = Bytes.fromString('.....SET key');
    const moved = rebase(session.partial, elsewhere, 5);
    expect([moved.starts[0], moved.starts[1], moved.count]).toEqual([5, 9, 2]);
    expect(moved.bytes).toBe(elsewhere);
  });
});
