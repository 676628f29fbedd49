import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';

declare module 'express-session' {
  interface SessionData {
    count: number;
  }
}

describe('sessions of Express, kept by connect-redis', () => {
  let server: RunningServer;
  let client: ReturnType<typeof createClient>;
  let store: RedisStore;
  let web: Server;

  beforeAll(async () => {
    server = await startServer();
    client = createClient({ socket: { host: server.host, port: server.port } });
    await client.connect();
    store = new RedisStore({ client, prefix: 'session:', ttl: 60 });
    const app = express();
    app.use(session({ store, secret: 'secret', resave: false, saveUninitialized: false }));
    app.get('/count', (request, response) => {
      request.session.count = (request.session.count ?? 0) + 1;
      response.json(request.session.count);
    });
    app.get('/logout', (request, response) => request.session.destroy(() => response.json('bye')));
    web = await new Promise<Server>((resolve) => {
      const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
    });
  });
  afterAll(async () => {
    await new Promise((resolve) => web?.close(resolve));
    await client?.close();
    await server?.close();
  });

  /** Asks as a browser with this cookie; answers what it is told and the cookie that it has from then on. */
  async function browse(path: string, cookie = ''): Promise<{ answer: unknown; cookie: string }> {
    const { port } = web.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } });
    const [set] = response.headers.getSetCookie();
    return { answer: await response.json(), cookie: set?.split(';')[0] ?? cookie };
  }

  test('go on from one request to the next, each browser’s for itself, until somebody logs out', async () => {
    const first = await browse('/count');
    const second = await browse('/count');
    expect([first.answer, second.answer]).toEqual([1, 1]);
    expect((await browse('/count', first.cookie)).answer).toBe(2);
    expect((await browse('/count', first.cookie)).answer).toBe(3);
    expect((await browse('/count', second.cookie)).answer).toBe(2);
    expect(await store.length()).toBe(2);
    const [key] = await client.keys('session:*');
    expect(await client.ttl(key)).toBeGreaterThan(50);
    await browse('/logout', first.cookie);
    expect((await browse('/count', first.cookie)).answer).toBe(1);
    expect((await browse('/count', second.cookie)).answer).toBe(3);
    await store.clear();
    expect(await store.length()).toBe(0);
  });
});
