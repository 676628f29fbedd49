import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer, startServerProcess } from '../support/cinnabar-server.ts';
import { freePort, hasIpv6 } from '../support/free-port.ts';
import { RawClient } from '../support/raw-client.ts';
import { describeUnless } from '../support/skip.ts';

let server: RunningServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function ping(host: string, port: number): Promise<string> {
  const client = await RawClient.connect({ host, port });
  const reply = await client.send('PING');
  await client.close();
  return reply.text;
}

async function refuses(host: string, port: number): Promise<boolean> {
  return ping(host, port).then(
    () => false,
    () => true,
  );
}

const noIpv6 = (await hasIpv6()) ? undefined : 'this machine has no IPv6 loopback address';

describe('TCP', () => {
  test('several addresses', async () => {
    server = await startServer({ bind: '127.0.0.1 127.0.0.2' });
    expect(await ping('127.0.0.1', server.port)).toBe('+PONG\r\n');
    expect(await ping('127.0.0.2', server.port)).toBe('+PONG\r\n');
    expect(await refuses('127.0.0.3', server.port)).toBe(true);
  });

  test('an address that is not there may be missing when it is marked with a hyphen', async () => {
    server = await startServer({ bind: '127.0.0.1 -192.0.2.77' });
    expect(await ping('127.0.0.1', server.port)).toBe('+PONG\r\n');
  });

  test('an asterisk is every address', async () => {
    server = await startServer({ bind: '*' });
    expect(await ping('127.0.0.1', server.port)).toBe('+PONG\r\n');
    expect(await ping('127.0.0.2', server.port)).toBe('+PONG\r\n');
  });

  test('two servers cannot share a port', async () => {
    server = await startServer();
    await expect(startServer({ port: String(server.port) })).rejects.toThrow(/in use|EADDRINUSE/i);
    expect(await ping('127.0.0.1', server.port)).toBe('+PONG\r\n');
  });
});

describeUnless(noIpv6, 'IPv6', () => {
  test('beside IPv4 on the same port', async () => {
    server = await startServer({ bind: '127.0.0.1 ::1' });
    expect(await ping('::1', server.port)).toBe('+PONG\r\n');
    expect(await ping('127.0.0.1', server.port)).toBe('+PONG\r\n');
  });

  test('alone', async () => {
    server = await startServer({ bind: '::1' });
    const client = await RawClient.connect({ host: '::1', port: server.port });
    expect(await client.ask('CLIENT', 'INFO')).toContain(
      ` addr=[::1]:${client.socket.localPort} laddr=[::1]:${server.port} `,
    );
    await client.close();
    expect(await refuses('127.0.0.1', server.port)).toBe(true);
  });
});

describeUnless(
  process.platform === 'win32' ? 'Windows has no Unix sockets in the file system' : undefined,
  'Unix socket',
  () => {
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cinnabar-socket-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    async function pingSocket(path: string): Promise<string> {
      const client = await RawClient.connect({ path });
      const reply = await client.send('PING');
      await client.close();
      return reply.text;
    }

    test('beside TCP, with its mode, and gone after the end', async () => {
      const path = join(folder, 'a.sock');
      server = await startServer({ unixsocket: path, unixsocketperm: '700' });
      expect(await pingSocket(path)).toBe('+PONG\r\n');
      expect(await ping('127.0.0.1', server.port)).toBe('+PONG\r\n');
      expect(statSync(path).mode & 0o777).toBe(0o700);
      await server.close();
      server = undefined;
      expect(existsSync(path)).toBe(false);
    });

    test('alone, with port 0', async () => {
      const path = join(folder, 'b.sock');
      server = await startServerProcess({ unixsocket: path, port: '0' });
      expect(await pingSocket(path)).toBe('+PONG\r\n');
    });

    test('takes the place of a socket that a dead server left', async () => {
      const path = join(folder, 'c.sock');
      const first = await startServerProcess({ unixsocket: path });
      process.kill(first.pid as number, 'SIGKILL');
      await first.close();
      expect(existsSync(path)).toBe(true);
      server = await startServer({ unixsocket: path });
      expect(await pingSocket(path)).toBe('+PONG\r\n');
    });

    test('CLIENT INFO names it', async () => {
      const path = join(folder, 'd.sock');
      server = await startServer({ unixsocket: path });
      const client = await RawClient.connect({ path });
      expect(await client.ask('CLIENT', 'INFO')).toMatch(new RegExp(` addr=${path}:0 laddr=${path}:0 .* flags=U `));
      await client.close();
    });
  },
);

const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

describeUnless(outside === undefined ? 'this machine has only loopback addresses' : undefined, 'protected mode', () => {
  const address = outside as string;
  const denied =
    /^-DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user\. .*\r\n$/;

  test('refuses other machines while no password is set', async () => {
    server = await startServer({ bind: '*' });
    const client = await RawClient.connect({ host: address, port: server.port });
    expect(await client.readToEnd()).toMatch(denied);
    expect(await ping('127.0.0.1', server.port)).toBe('+PONG\r\n');
  });

  test('lets them in with a password', async () => {
    server = await startServer({ bind: '*', requirepass: 'secret' });
    expect(await ping(address, server.port)).toBe('-NOAUTH Authentication required.\r\n');
  });

  test('lets them in when it is off, also while running', async () => {
    server = await startServer({ bind: '*' });
    const local = await RawClient.connect(server);
    expect((await local.send('CONFIG', 'SET', 'protected-mode', 'no')).text).toBe('+OK\r\n');
    expect(await ping(address, server.port)).toBe('+PONG\r\n');
    await local.close();
  });
});

describe('a free port', () => {
  test('differs between two servers side by side, each with its own data', async () => {
    server = await startServer();
    const second = await startServer();
    expect(second.port).not.toBe(server.port);
    const [left, right] = await Promise.all([RawClient.connect(server), RawClient.connect(second)]);
    await left.send('SET', 'k', 'left');
    expect((await right.send('GET', 'k')).value).toBeNull();
    await Promise.all([left.close(), right.close()]);
    await second.close();
  });

  test('is free again when the server is closed', async () => {
    const port = await freePort();
    for (let round = 0; round < 3; round++) {
      const once = await startServer({ port: String(port) });
      expect(await ping('127.0.0.1', port)).toBe('+PONG\r\n');
      await once.close();
      expect(await refuses('127.0.0.1', port)).toBe(true);
    }
  });
});

describe('CONFIG SET', () => {
  async function configSet(...words: string[]): Promise<string> {
    const client = await RawClient.connect({ host: '127.0.0.1', port: server!.port });
    const { text } = await client.send('CONFIG', 'SET', ...words);
    await client.close();
    return text;
  }

  test('port opens another and closes the one before; who is connected stays', async () => {
    server = await startServer();
    const client = await RawClient.connect(server);
    const [former, next] = [server.port, await freePort()];
    expect((await client.send('CONFIG', 'SET', 'port', String(next))).text).toBe('+OK\r\n');
    expect([await ping('127.0.0.1', next), await refuses('127.0.0.1', former)]).toEqual(['+PONG\r\n', true]);
    expect((await client.send('PING')).text).toBe('+PONG\r\n');
    await client.close();
  });

  test('port keeps the former one where the new one is taken', async () => {
    const other = await startServer();
    server = await startServer();
    expect(await configSet('port', String(other.port))).toBe(
      "-ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. Check server logs.\r\n",
    );
    await other.close();
    expect(await ping('127.0.0.1', server.port)).toBe('+PONG\r\n');
  });

  test('bind changes the addresses, all or none', async () => {
    server = await startServer();
    expect(await configSet('bind', '127.0.0.1 127.0.0.2')).toBe('+OK\r\n');
    expect(await ping('127.0.0.2', server.port)).toBe('+PONG\r\n');
    const refused =
      "-ERR CONFIG SET failed (possibly related to argument 'bind') - Failed to bind to specified addresses.\r\n";
    expect(await configSet('bind', '127.0.0.1 999.999.999.999')).toBe(refused);
    expect(await configSet('bind', '127.0.0.3 192.0.2.77')).toBe(refused);
    expect(await ping('127.0.0.2', server.port)).toBe('+PONG\r\n');
    expect(await configSet('bind', '127.0.0.1 -192.0.2.77')).toBe('+OK\r\n');
    expect([await ping('127.0.0.1', server.port), await refuses('127.0.0.2', server.port)]).toEqual([
      '+PONG\r\n',
      true,
    ]);
  });

  test('maxclients is bounded by the files that the process may open', async () => {
    server = await startServer();
    const refused =
      /^-ERR CONFIG SET failed \(possibly related to argument 'maxclients'\) - The operating system is not able to handle the specified number of clients, try with \d+\r\n$/;
    expect(await configSet('maxclients', '4000000000')).toMatch(refused);
    expect(await configSet('maxclients', '50')).toBe('+OK\r\n');
  });
});
