import { chmodSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import * as net from 'node:net';
import { createServer, isIP, Socket } from 'node:net';
import { getSystemErrorName } from 'node:util';
import { AcceptPace } from './accept-pace.ts';

/** Where to listen: a TCP address, or the path of a Unix socket. */
export type Endpoint =
  | { readonly host: string; readonly port: number; readonly backlog: number }
  | { readonly path: string; readonly mode: number; readonly backlog: number };

/** Who is told of what its socket put into the read buffer. */
export interface Receiver {
  deliver(length: number): void;
}

/**
 * Makes the receiver for a socket that has just been accepted, or refuses it by answering nothing. The socket is half
 * open when its peer ends, since replies to what it sent before may still wait: closing it is the receiver's.
 */
export type Accept = (socket: Socket, endpoint: Endpoint) => Receiver | undefined;

interface AcceptedHandle {
  close(): void;
}

/** The part of a socket's handle that Node has had for a decade without naming it in its documents. */
interface AcceptingHandle {
  onconnection: (status: number, handle: AcceptedHandle | undefined) => void;
}

/** Binds at once; answers a handle to listen on, or the system's negative error number. Node has it for its clusters. */
type CreateHandle = (host: string, port: number, family: 4 | 6, fd: undefined, flags: number) => object | number;

const IPV6_ONLY = 1;

/**
 * Accepts connections. A server-side socket gets `onread` only when it is made over the accepted handle, so the
 * listener takes that handle where Node shows it, and goes the public way (the `data` event, and a copy) where not.
 */
export class Listener {
  private readonly server: Server;
  private readonly endpoint: Endpoint;
  private readonly buffer: Uint8Array;
  private readonly accept: Accept;
  private readonly pace: AcceptPace;

  /**
   * @param buffer what every socket reads into before its receiver is told
   * @param pace how fast connections may begin, shared by all listeners
   */
  constructor(endpoint: Endpoint, buffer: Uint8Array, accept: Accept, pace = new AcceptPace()) {
    this.endpoint = endpoint;
    this.buffer = buffer;
    this.accept = accept;
    this.pace = pace;
    this.server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => this.acceptPublicly(socket));
  }

  /** Listens. Rejects with the system's error. */
  async listen(): Promise<void> {
    // What a server that was killed has left behind would be in the way.
    if ('path' in this.endpoint) rmSync(this.endpoint.path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options(), () => {
        this.server.off('error', reject);
        // A later accept error (no file descriptor left) must not end the process.
        this.server.on('error', () => undefined);
        resolve();
      });
    });
    this.takeHandles();
    if ('path' in this.endpoint && this.endpoint.mode !== 0) chmodSync(this.endpoint.path, this.endpoint.mode);
  }

  /**
   * Listens on an IP address before it returns, for a change at run time, which must be known to have succeeded.
   * @returns the system's code (`EADDRINUSE`) where that fails
   */
  listenNow(): string | undefined {
    const { endpoint, server } = this;
    if ('path' in endpoint) return 'EINVAL';
    const family = isIP(endpoint.host);
    const create = (net as { _createServerHandle?: CreateHandle })._createServerHandle;
    if (family === 0 || create === undefined) return 'EINVAL';
    const handle = create(endpoint.host, endpoint.port, family as 4 | 6, undefined, family === 6 ? IPV6_ONLY : 0);
    if (typeof handle === 'number') return getSystemErrorName(handle);
    // Told only in a later turn, when nobody waits for it any more: what can fail here is that somebody listens already.
    server.on('error', () => undefined);
    server.listen(handle, endpoint.backlog);
    if (!server.listening) return 'EADDRINUSE';
    this.takeHandles();
    return undefined;
  }

  /** The port that the system gave where 0 was asked for. */
  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    if ('path' in this.endpoint) rmSync(this.endpoint.path, { force: true });
  }

  private options(): object {
    const { endpoint } = this;
    if ('path' in endpoint) return { path: endpoint.path, backlog: endpoint.backlog };
    return { host: endpoint.host, port: endpoint.port, backlog: endpoint.backlog, ipv6Only: endpoint.host === '::' };
  }

  private takeHandles(): void {
    const { _handle: handle } = this.server as unknown as { _handle: AcceptingHandle | null };
    if (handle === null || typeof handle.onconnection !== 'function') return;
    handle.onconnection = (status, accepted) => {
      if (status !== 0 || accepted === undefined) return;
      this.pace.admit(() => {
        // It may have had to wait for its turn, and nobody serves it any more.
        if (this.server.listening) this.adopt(accepted);
        else accepted.close();
      });
    };
  }

  private adopt(handle: AcceptedHandle): void {
    const onread = { buffer: this.buffer, callback: deliverToReceiver };
    const options = { handle, onread, allowHalfOpen: true, readable: true, writable: true };
    const socket: ReceivingSocket = new Socket(options);
    if ('host' in this.endpoint) socket.setNoDelay(true);
    socket.receiver = this.accept(socket, this.endpoint);
    if (socket.receiver !== undefined) socket.resume();
  }

  private acceptPublicly(socket: Socket): void {
    const receiver = this.accept(socket, this.endpoint);
    socket.on('data', (data: Buffer) => {
      for (let at = 0; at < data.length; at += this.buffer.length) {
        const piece = data.subarray(at, at + this.buffer.length);
        this.buffer.set(piece);
        receiver?.deliver(piece.length);
      }
    });
  }
}

type ReceivingSocket = Socket & { receiver?: Receiver | undefined };

/** One function for all sockets: Node calls it on the socket that has read. */
function deliverToReceiver(this: ReceivingSocket, length: number): boolean {
  this.receiver?.deliver(length);
  return true;
}
