import type { Socket } from 'node:net';
import type { Client, ClientConnection } from '../execution/client.ts';
import type { Bytes } from '../memory/bytes.ts';
import type { OutputSink } from '../memory/output.ts';
import type { ConnectionOwner, ReadBuffer } from '../net/connection.ts';
import { Connection } from '../net/connection.ts';
import type { Outbound } from '../net/outbound.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';

/** A request too long for one delivery: what is known of it so far. */
export interface PartialRequest {
  readonly vector: ArgumentVector;
  readonly announced: number;
  /** Behind the last whole argument, counted from the request's start. */
  readonly at: number;
  readonly base: number;
}

/** Who runs the sessions: the pipeline executes, the rest keeps their limits. */
export interface SessionHost {
  receive(session: Session, bytes: Bytes, start: number, end: number): number;
  outputWaits(outbound: Outbound): void;
  outputOverflows(session: Session): void;
  outputLeft(session: Session): void;
  closeAtEndOfTurn(session: Session): void;
  closed(session: Session): void;
}

/** One connected client: its socket, its state, and the request it is in the middle of. */
export class Session implements ClientConnection, ConnectionOwner {
  readonly connection: Connection;
  readonly address: string;
  readonly localAddress: string;
  readonly fd: number;
  readonly isUnixSocket: boolean;
  client!: Client;
  partial: PartialRequest | undefined = undefined;
  /** Of what is kept: bytes that are headers and whole arguments of the request under way. */
  private knownBytes = 0;
  private knownArguments = 0;
  /** Since when the output is above the soft limit, in milliseconds; 0 while it is not. */
  softLimitSinceMs = 0;
  private readonly host: SessionHost;

  /** `unixPath`: the socket's path for a client that came over one. */
  constructor(socket: Socket, input: ReadBuffer, host: SessionHost, unixPath: string | undefined) {
    this.host = host;
    this.connection = new Connection(socket, input, this);
    this.isUnixSocket = unixPath !== undefined;
    this.address = unixPath === undefined ? shown(socket.remoteAddress, socket.remotePort) : `${unixPath}:0`;
    this.localAddress = unixPath === undefined ? shown(socket.localAddress, socket.localPort) : `${unixPath}:0`;
    this.fd = fileDescriptor(socket);
  }

  received(_connection: Connection, bytes: Bytes, start: number, end: number): number {
    this.knownBytes = 0;
    this.knownArguments = 0;
    return this.host.receive(this, bytes, start, end);
  }

  outputWaits(outbound: Outbound): void {
    this.host.outputWaits(outbound);
  }

  outputOverflows(): void {
    this.host.outputOverflows(this);
  }

  outputLeft(): void {
    this.host.outputLeft(this);
  }

  closed(): void {
    this.host.closed(this);
  }

  get sink(): OutputSink {
    return this.connection.outbound;
  }

  get inputBytes(): number {
    const { kept, offered } = this.connection;
    return kept === 0 ? offered : kept - this.knownBytes;
  }

  get inputCapacity(): number {
    return this.connection.keptCapacity;
  }

  get argumentBytes(): number {
    return this.partial === undefined ? this.knownArguments : totalLength(this.partial.vector);
  }

  get outputBytes(): number {
    return this.connection.outbound.waiting;
  }

  get outputPieces(): number {
    return this.connection.outbound.pieces;
  }

  get outputPeak(): number {
    return this.connection.outbound.peak;
  }

  get totalReadBytes(): number {
    return this.connection.bytesRead;
  }

  get totalWrittenBytes(): number {
    return this.connection.outbound.written;
  }

  closeAfterReply(): void {
    if (this.client.closing) return;
    this.client.closing = true;
    this.connection.stopReading();
    this.host.closeAtEndOfTurn(this);
  }

  destroy(): void {
    this.client.closing = true;
    this.connection.destroy();
  }

  /** The request under way is not whole: it begins with `bytes` of headers and these whole arguments. */
  noteKnown(bytes: number, vector: ArgumentVector): void {
    this.knownBytes = bytes;
    this.knownArguments = totalLength(vector);
  }

  /** Keeps what the parser has found of a request in [from, …), to go on there when more has come. */
  keepPartial(vector: ArgumentVector, announced: number, from: number, at: number): void {
    this.knownBytes = at - from;
    this.partial = { vector, announced, at: at - from, base: from };
  }
}

/** The vector of a partial request, its places counted in the memory that the request stands in now. */
export function rebase(partial: PartialRequest, bytes: Bytes, from: number): ArgumentVector {
  const shift = from - partial.base;
  const { vector } = partial;
  vector.bytes = bytes;
  if (shift !== 0) for (let i = 0; i < vector.count; i++) vector.starts[i] += shift;
  return vector;
}

function totalLength({ count, lengths }: ArgumentVector): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += lengths[i];
  return total;
}

function shown(address: string | undefined, port: number | undefined): string {
  if (address === undefined) return '?:0';
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return plain.includes(':') ? `[${plain}]:${port ?? 0}` : `${plain}:${port ?? 0}`;
}

function fileDescriptor(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { _handle: { fd?: number } | null };
  return handle?.fd ?? -1;
}
