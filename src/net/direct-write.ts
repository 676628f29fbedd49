import type { Socket } from 'node:net';
import type { Bytes } from '../memory/bytes.ts';
import type { Lender } from '../memory/output.ts';

/**
 * Writing to a socket without Node's stream machinery, which costs as much as the rest of a small command.
 *
 * Nearly every reply is taken by the system at once. So this calls the method of the socket's handle that the stream
 * would call in the end, with the same kind of request object; that object is used up only when the system does not
 * take everything and the write goes on in the background. The class of the request is learnt from Node itself, by
 * looking at the first write that goes the public way. Where the handle looks different (another runtime, a TLS socket)
 * there is nothing to learn, and everything goes the public way.
 *
 * Only the request itself tells whether the write goes on: it has an asynchronous ID while one is bound to it. What
 * waits in the handle does not: when the system refuses a part at first and takes it a moment later, nothing waits any
 * more, but the request stays bound until its end is told. To write with such a one again ends the process.
 */
interface WriteRequest {
  oncomplete?: ((status: number) => void) | undefined;
  /** Keeps the bytes alive while the system reads them. */
  buffer?: Uint8Array | undefined;
  getAsyncId(): number;
}

export interface DirectHandle {
  writeBuffer(request: WriteRequest, bytes: Uint8Array): number;
}

/** The asynchronous ID of a request that is bound to no write. */
const NOT_BOUND = -1;

export const TAKEN = 0;
export const QUEUED = 1;
export const FAILED = 2;

let RequestClass: (new () => WriteRequest) | undefined = undefined;
let ready: WriteRequest | undefined = undefined;
let learning = true;

/** The handle of a socket that can be written to directly; undefined for now, or for ever, where it cannot. */
export function directHandleOf(socket: Socket): DirectHandle | undefined {
  const { _handle: handle } = socket as unknown as { _handle?: DirectHandle | null };
  if (typeof handle?.writeBuffer !== 'function') return undefined;
  if (RequestClass !== undefined) return handle;
  if (learning) learnFrom(handle);
  return undefined;
}

/** Told when a QUEUED write has ended, well or badly. */
export interface WriteEnd {
  writeEnded(bytes: Bytes, length: number, lender: Lender | undefined): void;
}

/**
 * Writes a piece of `bytes`; nothing may wait in the socket's own stream.
 * @returns TAKEN by the system, QUEUED (then `owner` is told of its end), or FAILED (the connection is broken)
 */
export function writeDirectly(
  handle: DirectHandle,
  piece: Uint8Array,
  owner: WriteEnd,
  bytes: Bytes,
  lender: Lender | undefined,
): number {
  const request = (ready ??= newRequest());
  if (handle.writeBuffer(request, piece) !== 0) {
    // The failed write may have taken the request with it.
    ready = undefined;
    return FAILED;
  }
  if (request.getAsyncId() === NOT_BOUND) return TAKEN;
  ready = undefined;
  request.buffer = piece;
  request.oncomplete = () => {
    request.buffer = undefined;
    owner.writeEnded(bytes, piece.length, lender);
  };
  return QUEUED;
}

function newRequest(): WriteRequest {
  return new (RequestClass as NonNullable<typeof RequestClass>)();
}

/** Looks over the shoulder of the next public write to a handle. */
function learnFrom(handle: DirectHandle): void {
  learning = false;
  const writeBuffer = handle.writeBuffer.bind(handle);
  handle.writeBuffer = (request, bytes) => {
    Reflect.deleteProperty(handle, 'writeBuffer');
    const candidate = request.constructor as new () => WriteRequest;
    if (tellsWhetherBound(candidate)) RequestClass = candidate;
    return writeBuffer(request, bytes);
  };
}

/** Whether requests of this class say that they are bound to no write. */
function tellsWhetherBound(candidate: new () => WriteRequest): boolean {
  const { getAsyncId } = candidate.prototype as Partial<WriteRequest>;
  return typeof getAsyncId === 'function' && new candidate().getAsyncId() === NOT_BOUND;
}
