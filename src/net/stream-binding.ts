/**
 * What Node's own sockets are built upon, for the two places that go around its stream machinery: reading
 * (listener.ts) and writing (direct-write.ts). At one request a turn that machinery costs as much as the command.
 *
 * It is Node's internal ground, reachable through `process.binding`, which every release so far keeps for this
 * purpose. Where it is not there, or looks different (another runtime, a permission model, a later Node), there is no
 * binding, and everything goes the public way.
 */
export interface StreamBinding {
  /** What the last read or write of any handle had to tell. */
  readonly state: Int32Array;
  /** Index in `state`: bytes read, or a negative error, while a handle's `onread` is called. */
  readonly readIndex: number;
  /** Index in `state`: whether a part of the last write goes on in the background. */
  readonly asyncIndex: number;
  readonly WriteRequest: new () => WriteRequest;
}

export interface WriteRequest {
  oncomplete?: ((status: number) => void) | undefined;
  /** Keeps the bytes alive while the system reads them. */
  buffer?: Uint8Array | undefined;
}

/** The handle of a stream socket, as far as it is used here. */
export interface StreamHandle {
  onread: (this: StreamHandle, buffer: ArrayBuffer | undefined) => unknown;
  writeBuffer(request: WriteRequest, bytes: Uint8Array): number;
}

interface NodeStreamBinding {
  readonly streamBaseState: Int32Array;
  readonly kReadBytesOrError: number;
  readonly kLastWriteWasAsync: number;
  readonly WriteWrap: new () => WriteRequest;
}

export const streamBinding: StreamBinding | undefined = findBinding();

function findBinding(): StreamBinding | undefined {
  if (warnsOfBinding()) return undefined;
  try {
    const { binding } = process as unknown as { binding?: (name: string) => Partial<NodeStreamBinding> };
    return checked(binding?.('stream_wrap'));
  } catch {
    return undefined;
  }
}

function checked(found: Partial<NodeStreamBinding> | undefined): StreamBinding | undefined {
  const { streamBaseState: state, kReadBytesOrError, kLastWriteWasAsync, WriteWrap } = found ?? {};
  if (!(state instanceof Int32Array) || typeof WriteWrap !== 'function') return undefined;
  if (kReadBytesOrError === undefined || kLastWriteWasAsync === undefined) return undefined;
  return { state, readIndex: kReadBytesOrError, asyncIndex: kLastWriteWasAsync, WriteRequest: WriteWrap };
}

/** Somebody asked Node to warn of such uses: a warning (or, with --throw-deprecation, an end) is not ours to cause. */
function warnsOfBinding(): boolean {
  const asked = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  return asked.includes('--pending-deprecation') || process.env.NODE_PENDING_DEPRECATION === '1';
}
