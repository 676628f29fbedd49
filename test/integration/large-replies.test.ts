import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServerProcess } from '../support/cinnabar-server.ts';

const VALUE = 1024 * 1024;
const REQUESTS = 100;
const ROUNDS = 15;

/** A client that takes replies while they are being written: the system refuses a part, then takes it at once. */
describe('replies larger than what the system takes at once', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServerProcess();
  });
  afterAll(async () => {
    await server?.close();
  });

  test('arrive whole, one after the other', async () => {
    const socket = connect(server.port, server.host);
    let wanted = 0;
    let received = 0;
    let arrived: () => void = () => undefined;
    let lost: (reason: Error) => void = () => undefined;
    socket.on('data', (piece: Buffer) => {
      received += piece.length;
      if (received >= wanted) arrived();
    });
    socket.on('close', () => lost(new Error('the connection is lost')));
    const exchange = (request: string, bytes: number): Promise<void> => {
      wanted += bytes;
      return new Promise((resolve, reject) => {
        arrived = resolve;
        lost = reject;
        socket.write(request);
      });
    };

    await exchange(`*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$${VALUE}\r\n${'x'.repeat(VALUE)}\r\n`, '+OK\r\n'.length);
    const reply = `$${VALUE}\r\n`.length + VALUE + 2;
    for (let round = 0; round < ROUNDS; round++) await exchange('GET big\r\n'.repeat(REQUESTS), REQUESTS * reply);
    await exchange('PING\r\n', '+PONG\r\n'.length);
    expect(received).toBe('+OK\r\n'.length + ROUNDS * REQUESTS * reply + '+PONG\r\n'.length);
    socket.destroy();
  }, 60_000);
});
