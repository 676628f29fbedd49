import { AcceptPace } from '../net/accept-pace.ts';
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
  readonly pace = new AcceptPace();
  private opened: { endpoint: Endpoint; listener: Listener }[] = [];
  private chosenPort = 0;
  /** The port that the system gave. */
  private systemPort = 0;

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

  /**
   * Listens where `bind` and `port` say now, in place of where it did: at run time. Nothing is left open where that
   * fails; who asked goes back to the former values and calls again. Answers whether it succeeded.
   */
  reopenTcp(): boolean {
    const { config } = this;
    const backlog = config.get('tcp-backlog');
    this.closeTcp();
    const port = config.get('port');
    this.chosenPort = port === 0 && this.ephemeral ? this.systemPort : port;
    if (this.chosenPort === 0) return true;
    for (const address of config.get('bind')) {
      if (this.openNow(address, backlog)) continue;
      this.closeTcp();
      return false;
    }
    return true;
  }

  private closeTcp(): void {
    const isTcp = ({ endpoint }: { endpoint: Endpoint }): boolean => 'host' in endpoint;
    for (const { listener } of this.opened.filter(isTcp)) void listener.close();
    this.opened = this.opened.filter((one) => !isTcp(one));
  }

  private openNow(address: string, backlog: number): boolean {
    const { host, optional } = readAddress(address);
    const endpoint = { host, port: this.chosenPort, backlog };
    const listener = new Listener(endpoint, this.buffer, this.accept, this.pace);
    const code = listener.listenNow();
    if (code === undefined) this.opened.push({ endpoint, listener });
    return code === undefined || (optional && UNAVAILABLE.has(code));
  }

  private async openTcp(address: string, backlog: number): Promise<void> {
    const { name, host, optional } = readAddress(address);
    try {
      await this.openOne({ host, port: this.chosenPort, backlog }, `${name}:${this.chosenPort}`);
    } catch (error) {
      if (!(error instanceof ListenError && optional && UNAVAILABLE.has(error.code))) throw error;
    }
  }

  private async openOne(endpoint: Endpoint, address: string): Promise<void> {
    const listener = new Listener(endpoint, this.buffer, this.accept, this.pace);
    try {
      await listener.listen();
    } catch (error) {
      throw new ListenError(address, error as NodeJS.ErrnoException);
    }
    this.opened.push({ endpoint, listener });
    if ('host' in endpoint && this.chosenPort === 0) this.chosenPort = this.systemPort = listener.port;
  }
}

export interface Address {
  readonly name: string;
  readonly host: string;
  /** A `-` in front: it may be left out where this machine does not have it. */
  readonly optional: boolean;
}

/** An address of `bind`, as it is written there. */
export function readAddress(address: string): Address {
  const optional = address.startsWith('-');
  const name = optional ? address.slice(1) : address;
  return { name, optional, host: WILDCARDS.get(name) ?? name };
}

/** Addresses that stand for all. */
const WILDCARDS: ReadonlyMap<string, string> = new Map([
  ['*', '0.0.0.0'],
  ['::*', '::'],
]);

/** Whether an address with a `-` in front of it may be left out when listening fails with this code. */
export function mayBeLeftOut(code: string): boolean {
  return UNAVAILABLE.has(code);
}

/** Reasons for which an address with a `-` in front of it may be left out. */
const UNAVAILABLE = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT', 'EINVAL']);
