import type { Socket } from 'node:net';

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

interface StreamHandle {
  writeBuffer(request: WriteRequest, bytes: Uint8Array): number;
  readonly writeQueueSize: number;
}

export const TAKEN = 0;
export const QUEUED = 1;
export const FAILED = 2;
export const UNAVAILABLE = 3;

let RequestClass: (new () => WriteRequest) | undefined = undefined;
let ready: WriteRequest | undefined = undefined;
let learning = true;

/** Whether this socket's handle is of the kind that can be written to. */
function handleOf(socket: Socket): StreamHandle | undefined {
  const { _handle: handle } = socket as unknown as { _handle?: StreamHandle | null };
  if (typeof handle?.writeBuffer !== 'function') return undefined;
  return typeof handle.writeQueueSize === 'number' ? handle : undefined;
}

/** Told when a QUEUED write of so many bytes has ended, well or badly. */
export interface WriteOwner {
  writeEnded(length: number): void;
}

/**
 * Writes a piece; nothing may wait in the socket's own stream.
 * @returns TAKEN by the system, QUEUED, FAILED (the connection is broken), or UNAVAILABLE (nothing was written)
 */
export function writeDirectly(socket: Socket, piece: Uint8Array, owner: WriteOwner): number {
  if (RequestClass === undefined) {
    if (learning) learnFrom(socket);
    return UNAVAILABLE;
  }
  const handle = handleOf(socket);
  if (handle === undefined) return UNAVAILABLE;
  const request = (ready ??= new RequestClass());
  if (handle.writeBuffer(request, piece) !== 0) return FAILED;
  if (handle.writeQueueSize === 0) return TAKEN;
  ready = undefined;
  request.buffer = piece;
  request.oncomplete = () => {
    request.buffer = undefined;
    owner.writeEnded(piece.length);
  };
  return QUEUED;
}

/** Looks over the shoulder of the next public write of a socket. */
function learnFrom(socket: Socket): void {
  const handle = handleOf(socket);
  if (handle === undefined) return;
  learning = false;
  const writeBuffer = handle.writeBuffer.bind(handle);
  handle.writeBuffer = (request, bytes) => {
    Reflect.deleteProperty(handle, 'writeBuffer');
    const { constructor } = request;
    if (constructor !== Object) RequestClass = constructor as new () => WriteRequest;
    return writeBuffer(request, bytes);
  };
}
