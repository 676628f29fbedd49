import { mkdtemp, rm, stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { AcceptPace } from '../../src/net/accept-pace.ts';
import type { Accept, Endpoint } from '../../src/net/listener.ts';
import { Listener } from '../../src/net/listener.ts';
import { freePort } from '../support/free-port.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

const buffer = new Uint8Array(64);

async function listening(endpoint: Endpoint, accept: Accept): Promise<Listener> {
  const listener = new Listener(endpoint, buffer, accept);
  await listener.listen();
  cleanUp.push(() => listener.close());
  return listener;
}

/** Sends everything back, and once the peer has ended a full stop. */
function echo(sockets: Socket[]): Accept {
  return (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('end', () => setImmediate(() => socket.write('.', () => socket.end())));
    return { deliver: (length) => void socket.write(Buffer.from(buffer.subarray(0, length))) };
  };
}

async function talk(options: { port: number; host: string } | { path: string }, text: string): Promise<string> {
  const socket = connect({ ...options, allowHalfOpen: true });
  let answer = '';
  socket.setEncoding('latin1').on('data', (data: string) => (answer += data));
  socket.end(text);
  await new Promise<void>((resolve, reject) => socket.once('close', () => resolve()).once('error', reject));
  return answer;
}

async function temporaryPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cinnabar-listener-'));
  cleanUp.push(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'socket');
}

describe('Listener', () => {
  test('each socket delivers what it reads into the one buffer', async () => {
    const sockets: Socket[] = [];
    const endpoint = { host: '127.0.0.1', port: 0, backlog: 10 };
    const listener = await listening(endpoint, echo(sockets));
    const text = 'x'.repeat(1_000);
    const answers = await Promise.all(
      ['a', text, 'b'].map((word) => talk({ host: '127.0.0.1', port: listener.port }, word)),
    );
    // What was sent comes back after the peer has ended its half, and the end only then.
    expect(answers).toEqual(['a.', `${text}.`, 'b.']);
    expect(sockets.length).toBe(3);
  });

  test('one that is refused gets what its refuser wrote', async () => {
    const endpoint = { host: '127.0.0.1', port: 0, backlog: 10 };
    const listener = await listening(endpoint, (socket) => {
      socket.end('no');
      return undefined;
    });
    expect(await talk({ host: '127.0.0.1', port: listener.port }, '')).toBe('no');
  });

  test('one whose turn comes after the listener has closed is let go', async () => {
    const waiting: (() => void)[] = [];
    const pace = new (class extends AcceptPace {
      override admit(begin: () => void): void {
        waiting.push(begin);
      }
    })();
    let accepted = 0;
    const accept: Accept = () => {
      accepted++;
      return undefined;
    };
    const listener = new Listener({ host: '127.0.0.1', port: 0, backlog: 10 }, buffer, accept, pace);
    await listener.listen();
    const ended = talk({ host: '127.0.0.1', port: listener.port }, '').catch(() => 'reset');
    await expect.poll(() => waiting.length).toBe(1);
    await listener.close();
    waiting[0]();
    expect(['', 'reset']).toContain(await ended);
    expect(accepted).toBe(0);
  });

  test('says what the system says against an address', async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    cleanUp.push(() => new Promise((resolve) => other.close(resolve)));
    const listener = new Listener({ host: '127.0.0.1', port, backlog: 10 }, buffer, () => undefined);
    await expect(listener.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test.skipIf(process.platform === 'win32')(
    'a Unix socket has its mode while it stands, and leaves no file',
    async () => {
      const path = await temporaryPath();
      const listener = new Listener({ path, mode: 0o640, backlog: 10 }, buffer, echo([]));
      await listener.listen();
      expect((await stat(path)).mode & 0o777).toBe(0o640);
      expect(await talk({ path }, 'hello')).toBe('hello.');
      expect(listener.port).toBe(0);
      await listener.close();
      await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  test('serves the public way too, where the handle is not to be had', async () => {
    const sockets: Socket[] = [];
    const listener = new Listener({ host: '127.0.0.1', port: 0, backlog: 10 }, buffer, echo(sockets));
    // A Node whose server shows no handle.
    Object.assign(listener, { takeHandles: () => undefined });
    await listener.listen();
    cleanUp.push(() => listener.close());
    const text = 'y'.repeat(300);
    expect(await talk({ host: '127.0.0.1', port: listener.port }, text)).toBe(`${text}.`);
  });

  test('closing stops it from accepting, and leaves connections alone', async () => {
    const sockets: Socket[] = [];
    const listener = new Listener({ host: '127.0.0.1', port: 0, backlog: 10 }, buffer, echo(sockets));
    await listener.listen();
    const { port } = listener;
    const client = connect({ host: '127.0.0.1', port });
    client.write('a');
    await new Promise((resolve) => client.once('data', resolve));
    await listener.close();
    client.write('b');
    const answer = await new Promise((resolve) => client.once('data', (data) => resolve(data.toString())));
    expect(answer).toBe('b');
    await expect(talk({ host: '127.0.0.1', port }, 'x')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    client.destroy();
    sockets[0].destroy();
  });

  describe('at once', () => {
    test('serves before it has returned to the loop, and can be closed and opened again', async () => {
      const port = await freePort();
      for (let i = 0; i < 2; i++) {
        const listener = new Listener({ host: '127.0.0.1', port, backlog: 10 }, buffer, echo([]));
        expect(listener.listenNow()).toBeUndefined();
        expect(listener.port).toBe(port);
        expect(await talk({ host: '127.0.0.1', port }, 'a')).toBe('a.');
        void listener.close();
      }
    });

    test('tells why not', async () => {
      const endpoint = { host: '127.0.0.1', port: 0, backlog: 10 };
      const { port } = await listening(endpoint, echo([]));
      const codeFor = (host: string): string | undefined =>
        new Listener({ host, port, backlog: 10 }, buffer, echo([])).listenNow();
      expect(codeFor('127.0.0.1')).toBe('EADDRINUSE');
      expect(codeFor('192.0.2.77')).toBe('EADDRNOTAVAIL');
      expect(codeFor('999.999.999.999')).toBe('EINVAL');
      expect(codeFor('somewhere.example')).toBe('EINVAL');
      expect(await talk({ host: '127.0.0.1', port }, 'a')).toBe('a.');
    });
  });
});
