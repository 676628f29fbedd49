import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Config } from '../config/config.ts';
import type { Info } from '../observability/info.ts';
import { Metrics } from '../observability/metrics.ts';
import { ListenError, mayBeLeftOut, readAddress } from './listeners.ts';

const PATH = '/metrics';

/**
 * Answers GET /metrics on `metrics-port`, at the addresses of `bind`. With the port at 0, the default, nothing is even
 * loaded for it.
 */
export class MetricsListener {
  private readonly config: Config;
  private readonly info: Info;
  private servers: Server[] = [];

  constructor(config: Config, info: Info) {
    this.config = config;
    this.info = info;
  }

  /** Rejects with a ListenError where an address is taken. */
  async open(): Promise<void> {
    const port = this.config.get('metrics-port');
    if (port === 0) return;
    const metrics = new Metrics(await import('prom-client'), this.info);
    for (const address of this.config.get('bind')) await this.listen(metrics, address, port);
  }

  async close(): Promise<void> {
    const { servers } = this;
    this.servers = [];
    await Promise.all(servers.map(closeServer));
  }

  private async listen(metrics: Metrics, address: string, port: number): Promise<void> {
    const { createServer } = await import('node:http');
    const { name, host, optional } = readAddress(address);
    const server = createServer((request, response) => void answer(metrics, request, response));
    try {
      await listening(server, host, port);
    } catch (error) {
      const failure = new ListenError(`${name}:${port}`, error as NodeJS.ErrnoException);
      if (optional && mayBeLeftOut(failure.code)) return;
      throw failure;
    }
    this.servers.push(server);
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, ipv6Only: host === '::' }, () => {
      server.off('error', reject);
      // A later accept error (no file descriptor left) must not end the process.
      server.on('error', () => undefined);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(metrics: Metrics, { method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path] = (url ?? '').split('?', 1);
  if (path !== PATH) reply(response, 404, `Not here: ask for ${PATH}.\n`);
  else if (method !== 'GET' && method !== 'HEAD') reply(response.setHeader('allow', 'GET, HEAD'), 405, 'GET only.\n');
  else reply(response, 200, await metrics.text(), metrics.contentType);
}

function reply(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
