import type { Socket } from 'node:net';
import { clientInfo } from '../commands/connection/client-info.ts';
import { Client } from '../execution/client.ts';
import type { Clients } from '../execution/clients.ts';
import type { WatchTable } from '../execution/watch.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { Bytes } from '../memory/bytes.ts';
import { ReadBuffer } from '../net/connection.ts';
import type { Endpoint, Receiver } from '../net/listener.ts';
import type { Outbound } from '../net/outbound.ts';
import type { Logger } from '../util/logger.ts';
import { ClientEviction } from './client-eviction.ts';
import { OutputLimits } from './output-limits.ts';
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
}

/** How `rbp`, the most sent to a client at once, is forgotten again. */
export interface PeakOptions {
  /** Milliseconds; -1: never. */
  readonly replyPeakResetMs: number;
  readonly replyBufferResizing: boolean;
}

/** A client that has sent nothing for so long is idle: it keeps no memory for what it might send. */
const BUSY_MS = 2000;

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
  };
  peaks: PeakOptions = { replyPeakResetMs: 5000, replyBufferResizing: true };
  readonly outputLimits = new OutputLimits();
  readonly input = new ReadBuffer();
  private readonly clients: Clients;
  private readonly keyspace: Keyspace;
  private readonly watch: WatchTable;
  private readonly log: Logger;
  /** Set once the pipeline stands, which is built over this. */
  pipeline!: Pipeline;
  /** A client has gone. */
  onClosed: (client: Client) => void = () => undefined;
  /** The accounts of `maxmemory-clients`. */
  readonly eviction: ClientEviction;
  private readonly all = new Set<Session>();
  private peaksResetMs = 0;

  constructor(clients: Clients, keyspace: Keyspace, watch: WatchTable, log: Logger) {
    this.clients = clients;
    this.keyspace = keyspace;
    this.watch = watch;
    this.log = log;
    this.eviction = new ClientEviction(clients, log, keyspace);
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
    session.connection.outbound.limit = this.outputLimits.threshold(client);
    this.clients.add(client);
    this.all.add(session);
    this.eviction.account(client);
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

  /** So much waits for a client that its limit must be looked at. */
  outputOverflows(session: Session): void {
    if (this.outputLimits.isOver(session, this.keyspace.nowMs)) this.closeForOutput(session);
    else this.refreshLimit(session.client);
  }

  outputLeft(session: Session): void {
    this.eviction.account(session.client);
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
    this.onClosed(session.client);
    this.clients.remove(session.client);
    this.eviction.account(session.client);
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

  /** What has to be looked at again and again: limits of time and of memory. Called about ten times a second. */
  check(nowMs: number): void {
    const forgetsPeaks = this.isTimeToForgetPeaks(nowMs);
    const { recentInput, recentOutput } = this.clients;
    recentInput.begin(nowMs);
    recentOutput.begin(nowMs);
    for (const session of this.all) {
      if (!session.client.closing) this.look(session, nowMs, forgetsPeaks);
      this.eviction.account(session.client);
    }
    this.eviction.enforce(nowMs);
  }

  /** Gives every client the present limits on its output. */
  refreshLimits(): void {
    for (const { client } of this.all) this.refreshLimit(client);
  }

  /** The same for one client: it is of another class now, since it subscribes, or does not any more. */
  refreshLimit(client: Client): void {
    const { connection } = client;
    if (connection instanceof Session) connection.connection.outbound.limit = this.outputLimits.threshold(client);
  }

  destroyAll(): void {
    for (const session of this.all) session.destroy();
  }

  private closeForOutput(session: Session): void {
    this.clients.outputOverflows++;
    this.log.warning(
      `Client ${clientInfo(session.client, this.keyspace.nowMs)} closed for overcoming of output buffer limits.`,
    );
    session.destroy();
  }

  private look(session: Session, nowMs: number, forgetsPeaks: boolean): void {
    const { client, connection } = session;
    const { recentInput, recentOutput } = this.clients;
    connection.trim(nowMs - client.lastActiveMs > BUSY_MS);
    recentInput.note(nowMs, session.inputCapacity);
    recentOutput.note(nowMs, client.countedOutput);
    if (forgetsPeaks) connection.outbound.peak = connection.outbound.held;
    if (this.outputLimits.isOver(session, nowMs)) this.closeForOutput(session);
    else this.closeIfIdle(session, nowMs);
  }

  /** Who waits for something may wait for as long as it takes. */
  private closeIfIdle(session: Session, nowMs: number): void {
    const { client } = session;
    const { timeoutMs } = this.options;
    if (timeoutMs === 0 || client.postponed || client.blocked !== undefined || client.subscriptions > 0) return;
    if (nowMs - client.lastActiveMs <= timeoutMs) return;
    this.log.verbose('Closing idle client');
    session.destroy();
  }

  private isTimeToForgetPeaks(nowMs: number): boolean {
    const { replyPeakResetMs, replyBufferResizing } = this.peaks;
    if (!replyBufferResizing || replyPeakResetMs < 0 || nowMs - this.peaksResetMs < replyPeakResetMs) return false;
    this.peaksResetMs = nowMs;
    return true;
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
