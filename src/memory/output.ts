import { Bytes } from './bytes.ts';

/**
 * Where replies are written: one chunk that all clients share, filled from the front.
 *
 * ```
 *   chunk, 256 KiB
 *  ┌───────────────┬──────────┬───────────────┬──────────────────────────┐
 *  │ client A      │ client B │ client A …    │ free                     │
 *  └───────────────┴──────────┴───────────────┴──────────────────────────┘
 *                             ▲ start          ▲ at
 * ```
 *
 * The run from `start` to `at` belongs to the open sink; closing it hands the range over, without copying a byte.
 * A full chunk is let go and a new one begun. When every range of a chunk has left the process the owner may
 * `rewind` it.
 */
export interface Lender {
  pin(bytes: Bytes): void;
  unpin(bytes: Bytes): void;
}

export interface OutputSink {
  /** Takes over a range of a chunk. */
  take(bytes: Bytes, start: number, end: number): void;
  /** Takes a range of memory that is lent: `lender` is told when it has left. */
  borrow(bytes: Bytes, start: number, end: number, lender: Lender): void;
  /** Bytes that this sink holds. */
  readonly held: number;
  /** Lets go of what lies behind the first `held` bytes. */
  cutTo(held: number): void;
}

export interface OutputMark {
  readonly at: number;
  readonly bytes: Bytes;
  readonly held: number;
}

export const CHUNK_BYTES = 256 * 1024;

export class OutputBuffer {
  bytes = Bytes.uninitialised(CHUNK_BYTES);
  /** Where the next byte goes. */
  at = 0;
  private start = 0;
  private sink: OutputSink = NO_SINK;
  private markAt = 0;
  private markHeld = 0;
  private markBytes = this.bytes;

  /** Makes `sink` the owner of what is written from now on. */
  open(sink: OutputSink): void {
    if (this.sink !== sink) this.close();
    this.sink = sink;
  }

  /** Hands the run under way to its sink. */
  close(): void {
    if (this.at > this.start) this.sink.take(this.bytes, this.start, this.at);
    this.start = this.at;
    this.sink = NO_SINK;
  }

  /** Makes room for `length` more bytes in one piece. */
  reserve(length: number): void {
    if (this.at + length > this.bytes.length) this.renew(length);
  }

  /** Sends a range of other memory, as it stands, behind what was written so far. */
  chain(bytes: Bytes, start: number, end: number, lender: Lender): void {
    if (this.at > this.start) this.sink.take(this.bytes, this.start, this.at);
    this.start = this.at;
    lender.pin(bytes);
    this.sink.borrow(bytes, start, end, lender);
  }

  /** The mark, for who sets others before it is needed again. */
  saveMark(): OutputMark {
    return { at: this.markAt, bytes: this.markBytes, held: this.markHeld };
  }

  restoreMark(mark: OutputMark): void {
    this.markAt = mark.at;
    this.markBytes = mark.bytes;
    this.markHeld = mark.held;
  }

  /** Remembers this point, for `revert`. */
  mark(): void {
    this.markAt = this.at;
    this.markBytes = this.bytes;
    this.markHeld = this.sink.held + this.at - this.start;
  }

  /** Whether anything was written since the mark. */
  get written(): boolean {
    return this.sink.held + this.at - this.start !== this.markHeld;
  }

  /** Takes back what was written since the mark. */
  revert(): void {
    if (this.bytes === this.markBytes && this.sink.held + this.markAt - this.start === this.markHeld) {
      this.at = this.markAt;
      return;
    }
    // What was written since has been handed over, together with the run that was under way at the mark.
    this.start = this.at;
    this.sink.cutTo(this.markHeld);
  }

  /** Begins the chunk at its front again, only when no range of it is in use; an oversized one is let go. */
  rewind(): void {
    if (this.bytes.length > CHUNK_BYTES) this.bytes = Bytes.uninitialised(CHUNK_BYTES);
    this.at = 0;
    this.start = 0;
  }

  private renew(length: number): void {
    if (this.at > this.start) this.sink.take(this.bytes, this.start, this.at);
    this.bytes = Bytes.uninitialised(Math.max(CHUNK_BYTES, length));
    this.at = 0;
    this.start = 0;
  }
}

const NO_SINK: OutputSink = {
  take() {
    throw new Error('a reply was written while no client was served');
  },
  borrow() {
    throw new Error('a reply was written while no client was served');
  },
  held: 0,
  cutTo() {
    throw new Error('a reply was taken back while no client was served');
  },
};
