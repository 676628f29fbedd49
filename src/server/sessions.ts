import type { Socket } from 'node:net';
import { Client } from '../execution/client.ts';
import type { Clients } from '../execution/clients.ts';
import type { WatchTable } from '../execution/watch.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { Bytes } from '../memory/bytes.ts';
import { ReadBuffer } from '../net/connection.ts';
import type { Endpoint, Receiver } from '../net/listener.ts';
import type { Outbound } from '../net/outbound.ts';
import type { Logger } from '../util/logger.ts';
import type { Pipeline } from './pipeline.ts';
import type { SessionHost } from './session.ts';
import { Session } from './session.ts';

/** Limits on clients, as the configuration has them. */
export interface SessionOptions {
  maxClients: number;
  /** Milliseconds after which an idle client goes; 0: never. */
  timeoutMs: number;
  keepAliveSeconds: number;
  protectedMode: boolean;
  hasPassword: boolean;
  outputHardLimit: number;
  outputSoftLimit: number;
  outputSoftMs: number;
}

const TOO_MANY = '-ERR max number of clients reached\r\n';
const PROTECTED =
  '-DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the ' +
  'default user. In this mode connections are only accepted from the loopback interface. If you want to connect from ' +
  'external computers to Redis you may adopt one of the following solutions: 1) Just disable protected mode sending ' +
  "the command 'CONFIG SET protected-mode no' from the loopback interface by connecting to Redis from the same host " +
  'the server is running, however MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG ' +
  'REWRITE to make this change permanent. 2) Alternatively you can just disable the protected mode by editing the ' +
  "Redis configuration file, and setting the protected mode option to 'no', and then restarting the server. 3) If " +
  "you started the server manually just for testing, restart it with the '--protected-mode no' option. 4) Set up an " +
  'authentication password for the default user. NOTE: You only need to do one of the above things in order for the ' +
  'server to start accepting connections from the outside.\r\n';

/** Accepts clients, holds them to their limits, and forgets them when they go. */
export class Sessions implements SessionHost {
  readonly options: SessionOptions = {
    maxClients: 10000,
    timeoutMs: 0,
    keepAliveSeconds: 300,
    protectedMode: true,
    hasPassword: false,
    outputHardLimit: 0,
    outputSoftLimit: 0,
    outputSoftMs: 0,
  };
  readonly input = new ReadBuffer();
  private readonly clients: Clients;
  private readonly keyspace: Keyspace;
  private readonly watch: WatchTable;
  private readonly log: Logger;
  /** Set once the pipeline stands, which is built over this. */
  pipeline!: Pipeline;
  private readonly all = new Set<Session>();

  constructor(clients: Clients, keyspace: Keyspace, watch: WatchTable, log: Logger) {
    this.clients = clients;
    this.keyspace = keyspace;
    this.watch = watch;
    this.log = log;
  }

  accept(socket: Socket, endpoint: Endpoint): Receiver | undefined {
    const { options } = this;
    this.clients.received++;
    socket.on('error', () => undefined);
    if (this.all.size >= options.maxClients) return this.refuse(socket, TOO_MANY);
    const unixPath = 'path' in endpoint ? endpoint.path : undefined;
    if (this.isProtectedFrom(socket, unixPath)) return this.refuse(socket, PROTECTED);
    if (options.keepAliveSeconds > 0) socket.setKeepAlive(true, options.keepAliveSeconds * 1000);
    this.pipeline.readClock();
    const session = new Session(socket, this.input, this, unixPath);
    const client = new Client(this.clients.nextId(), session, this.keyspace.databases[0], this.keyspace.nowMs);
    client.authenticated = !options.hasPassword;
    session.client = client;
    session.connection.outbound.limit = options.outputHardLimit;
    this.clients.add(client);
    this.all.add(session);
    socket.once('end', () => session.closeAfterReply());
    socket.once('close', () => session.closed());
    return session.connection;
  }

  receive(session: Session, bytes: Bytes, start: number, end: number): number {
    return this.pipeline.receive(session, bytes, start, end);
  }

  outputWaits(outbound: Outbound): void {
    this.pipeline.outputWaits(outbound);
  }

  outputOverflows(session: Session): void {
    const { client } = session;
    this.clients.outputOverflows++;
    this.log.warning(`Client id=${client.id} addr=${session.address} closed for overcoming of output buffer limits.`);
    session.destroy();
  }

  closeAtEndOfTurn(session: Session): void {
    this.pipeline.closeAtEndOfTurn(session);
  }

  /** Somebody makes a browser send its requests here. */
  refuseHttp(client: Client): void {
    this.log.warning(
      'Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. This is ' +
        'likely due to an attacker attempting to use Cross Protocol Scripting to compromise your Redis instance. ' +
        `Connection from ${client.connection.address} aborted.`,
    );
    client.connection.destroy();
  }

  closed(session: Session): void {
    if (!this.all.delete(session)) return;
    session.client.closing = true;
    session.connection.stopReading();
    session.connection.outbound.discard();
    session.partial = undefined;
    session.client.queue = undefined;
    this.watch.removeAll(session.client);
    this.clients.remove(session.client);
  }

  /** A request that breaks the protocol is answered, then its client goes. */
  protocolError(session: Session, error: string): void {
    this.pipeline.replyTo(session.client, `-ERR Protocol error: ${error}\r\n`);
    this.log.verbose(`Protocol error (${error}) from client: id=${session.client.id} addr=${session.address}`);
    session.closeAfterReply();
  }

  inputOverflow(session: Session): void {
    const { client } = session;
    this.clients.inputOverflows++;
    this.log.warning(`Closing client that reached max query buffer length: id=${client.id} addr=${session.address}`);
    session.destroy();
  }

  /** Closes who has been idle, or above its soft output limit, for too long. */
  enforceTimeLimits(nowMs: number): void {
    const { timeoutMs, outputSoftLimit } = this.options;
    if (timeoutMs === 0 && outputSoftLimit === 0) return;
    for (const session of this.all) {
      if (timeoutMs > 0 && nowMs - session.client.lastActiveMs > timeoutMs) {
        this.log.verbose('Closing idle client');
        session.destroy();
      } else if (outputSoftLimit > 0) {
        this.enforceSoftLimit(session, nowMs);
      }
    }
  }

  /** Gives every client the present hard limit on its output. */
  refreshLimits(): void {
    for (const session of this.all) session.connection.outbound.limit = this.options.outputHardLimit;
  }

  destroyAll(): void {
    for (const session of this.all) session.destroy();
  }

  private enforceSoftLimit(session: Session, nowMs: number): void {
    if (session.outputBytes <= this.options.outputSoftLimit) session.softLimitSinceMs = 0;
    else if (session.softLimitSinceMs === 0) session.softLimitSinceMs = nowMs;
    else if (nowMs - session.softLimitSinceMs > this.options.outputSoftMs) this.outputOverflows(session);
  }

  private isProtectedFrom(socket: Socket, unixPath: string | undefined): boolean {
    if (!this.options.protectedMode || this.options.hasPassword || unixPath !== undefined) return false;
    const address = socket.remoteAddress ?? '';
    return !(address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.'));
  }

  private refuse(socket: Socket, reply: string): undefined {
    this.clients.rejected++;
    socket.end(reply);
    socket.destroySoon();
    return undefined;
  }
}
