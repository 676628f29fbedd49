import type { Config } from '../config/config.ts';
import type { Accept, Endpoint } from '../net/listener.ts';
import { Listener } from '../net/listener.ts';
import type { ListenerFacts } from '../observability/sections/server.ts';

/** An address that could not be listened on. */
export class ListenError extends Error {
  readonly address: string;
  /** The system's code: `EADDRINUSE`. */
  readonly code: string;

  constructor(address: string, error: NodeJS.ErrnoException) {
    super(`${address}: ${error.message}`, { cause: error });
    this.address = address;
    this.code = error.code ?? '';
  }
}

/** Every socket that the configuration asks for: each address of `bind`, and the Unix socket. */
export class Listeners {
  /** Listen on a port that the system chooses where the configuration says 0: embedding only. */
  ephemeral = false;
  private readonly config: Config;
  private readonly buffer: Uint8Array;
  private readonly accept: Accept;
  private opened: { endpoint: Endpoint; listener: Listener }[] = [];
  private chosenPort = 0;

  constructor(config: Config, buffer: Uint8Array, accept: Accept) {
    this.config = config;
    this.buffer = buffer;
    this.accept = accept;
  }

  get port(): number {
    return this.chosenPort;
  }

  get hasTcp(): boolean {
    return this.opened.some(({ endpoint }) => 'host' in endpoint);
  }

  get hasUnix(): boolean {
    return this.opened.some(({ endpoint }) => 'path' in endpoint);
  }

  /** What is listened on, for INFO. */
  get facts(): readonly ListenerFacts[] {
    const { config, chosenPort } = this;
    const path = config.get('unixsocket');
    const facts: ListenerFacts[] = [];
    if (this.hasTcp) facts.push({ name: 'tcp', addresses: config.get('bind'), port: chosenPort });
    if (this.hasUnix && path !== undefined) facts.push({ name: 'unix', addresses: [path], port: undefined });
    return facts;
  }

  async open(): Promise<void> {
    const { config } = this;
    const backlog = config.get('tcp-backlog');
    this.chosenPort = config.get('port');
    if (this.chosenPort !== 0 || this.ephemeral) {
      for (const address of config.get('bind')) await this.openTcp(address, backlog);
    }
    const path = config.get('unixsocket');
    if (path !== undefined && path !== '') {
      await this.openOne({ path, mode: config.get('unixsocketperm'), backlog }, path);
    }
  }

  /** Stops listening; connections that stand are not touched. */
  async close(): Promise<void> {
    const { opened } = this;
    this.opened = [];
    await Promise.all(opened.map(({ listener }) => listener.close()));
  }

  private async openTcp(address: string, backlog: number): Promise<void> {
    const optional = address.startsWith('-');
    const name = optional ? address.slice(1) : address;
    const host = name === '*' ? '0.0.0.0' : name === '::*' ? '::' : name;
    try {
      await this.openOne({ host, port: this.chosenPort, backlog }, `${name}:${this.chosenPort}`);
    } catch (error) {
      if (!(error instanceof ListenError && optional && UNAVAILABLE.has(error.code))) throw error;
    }
  }

  private async openOne(endpoint: Endpoint, address: string): Promise<void> {
    const listener = new Listener(endpoint, this.buffer, this.accept);
    try {
      await listener.listen();
    } catch (error) {
      throw new ListenError(address, error as NodeJS.ErrnoException);
    }
    this.opened.push({ endpoint, listener });
    if ('host' in endpoint && this.chosenPort === 0) this.chosenPort = listener.port;
  }
}

/** Reasons for which an address with a `-` in front of it may be left out. */
const UNAVAILABLE = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT', 'EINVAL']);
