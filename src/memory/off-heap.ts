/** From this size on, memory is mapped: a mapping takes whole pages, and a process may have only so many of them. */
const MAPPED = 1024 * 1024;

interface Window<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer, byteOffset: number, length: number): T;
}

/**
 * Zeroed memory outside the JavaScript heap that V8 does not count; a MiB and more of it begins at a page.
 *
 * An ordinary ArrayBuffer counts as "external memory": for every 64 MiB of growth V8 stops the program for steps of
 * 5 to 10 ms of marking, though there is next to nothing to mark. A SharedArrayBuffer is not counted, and reads and
 * writes as quickly. The price: V8 does not hurry to give it back either, so who drops much of it says so.
 *
 * What V8 frees goes back to the C library, and that keeps it: it cuts blocks of up to 32 MiB out of one heap, whose
 * lower part stays for as long as anything stands above. A buffer that could grow is mapped from the system instead,
 * and unmapped when it goes. None of ours grows, and each window on one names its length: one that follows its buffer's
 * length is slower.
 */
export function offHeap<T>(window: Window<T>, length: number): T {
  const bytes = length * window.BYTES_PER_ELEMENT;
  const buffer = bytes < MAPPED ? new SharedArrayBuffer(bytes) : new SharedArrayBuffer(bytes, { maxByteLength: bytes });
  return new window(buffer, 0, length);
}

/** Above the external memory (64 MiB) at which V8 begins to collect step by step. */
const BEYOND_EXTERNAL_LIMIT = 96 * 1024 * 1024;
const ASK_AGAIN_MS = 1000;

/**
 * Has V8 look soon for off-heap memory that nobody holds any more, beside the program and in short steps. Nothing can
 * ask for that by name, and `gc()` stops the program for all of its marking, some 10 ms. So a growth of external memory
 * is put on: by a buffer that nobody touches, which therefore takes no memory, and nobody keeps.
 *
 * A collection that had already begun may take for alive what was dropped since. A witness tells: it dies in the first
 * one that begins after it. That must not be in the same turn of the loop: until its end a new WeakRef holds its object.
 */
export function collectDropped(): void {
  const witness = new WeakRef({});
  setImmediate(growForOnce);
  setTimeout(() => {
    if (witness.deref() !== undefined) collectDropped();
  }, ASK_AGAIN_MS).unref();
}

function growForOnce(): void {
  try {
    void new ArrayBuffer(BEYOND_EXTERNAL_LIMIT);
  } catch {
    // No address space even for that: V8 has collected everything before it said so.
  }
}
