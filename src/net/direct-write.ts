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
 */
interface WriteRequest {
  oncomplete?: ((status: number) => void) | undefined;
  /** Keeps the bytes alive while the system reads them. */
  buffer?: Uint8Array | undefined;
}

export interface DirectHandle {
  writeBuffer(request: WriteRequest, bytes: Uint8Array): number;
  readonly writeQueueSize: number;
}

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
  if (typeof handle.writeQueueSize !== 'number') return undefined;
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
  if (handle.writeQueueSize === 0) return TAKEN;
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
    const { constructor } = request;
    if (constructor !== Object) RequestClass = constructor as new () => WriteRequest;
    return writeBuffer(request, bytes);
  };
}
