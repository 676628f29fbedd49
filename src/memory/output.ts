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
 * A full chunk makes way for another. Chunks whose every range has left the process are written again.
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
  /** Drops all that it gets: whoever was to read it is gone, or was cut off for reading too little. */
  readonly isDead?: boolean;
}

export interface OutputMark {
  readonly at: number;
  readonly start: number;
  readonly bytes: Bytes;
  readonly held: number;
}

export const CHUNK_BYTES = 256 * 1024;
const SPARE_CHUNKS = 16;

export class OutputBuffer {
  bytes = Bytes.uninitialised(CHUNK_BYTES);
  /** Where the next byte goes. */
  at = 0;
  private start = 0;
  /** Full chunks that somebody may still read, and those that stand ready. */
  private readonly retired: Bytes[] = [];
  private readonly spare: Bytes[] = [];
  /** Chunks filled since the last flush. */
  private filled = 0;
  private sink: OutputSink = NO_SINK;
  private markAt = 0;
  private markStart = 0;
  private markHeld = 0;
  private markBytes = this.bytes;

  /** Bytes that the open sink holds, the run under way included: what grows by it is the length of a reply. */
  get position(): number {
    return this.sink.held + this.at - this.start;
  }

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

  /** A chunk has been filled since the last flush: it is time for another, if the owner can. */
  get isCrowded(): boolean {
    return this.filled > 0;
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

  /** Whose reply is being written, for who writes to another one in between. */
  get openSink(): OutputSink {
    return this.sink;
  }

  /** Whether nobody will read what is written now: a reply of any length may end where it is. */
  get isUnread(): boolean {
    return this.sink.isDead === true;
  }

  /** Whether what is written now is for this sink. */
  isOpenFor(sink: OutputSink): boolean {
    return this.sink === sink;
  }

  /** Hands a range of other memory to a sink, behind all that has been written for it so far. Nothing reverts it. */
  pass(sink: OutputSink, bytes: Bytes, start: number, end: number): void {
    const isOpen = this.sink === sink;
    if (isOpen && this.at > this.start) {
      sink.take(this.bytes, this.start, this.at);
      this.start = this.at;
    }
    sink.take(bytes, start, end);
    if (isOpen) this.mark();
  }

  /** The mark, for who sets others before it is needed again. */
  saveMark(): OutputMark {
    return { at: this.markAt, start: this.markStart, bytes: this.markBytes, held: this.markHeld };
  }

  restoreMark(mark: OutputMark): void {
    this.markAt = mark.at;
    this.markStart = mark.start;
    this.markBytes = mark.bytes;
    this.markHeld = mark.held;
  }

  /** Remembers this point, for `revert`. */
  mark(): void {
    this.markAt = this.at;
    this.markBytes = this.bytes;
    this.markStart = this.start;
    this.markHeld = this.sink.held;
  }

  /** Takes back what was written since the mark. */
  revert(): void {
    if (this.start === this.markStart && this.bytes === this.markBytes && this.sink.held === this.markHeld) {
      this.at = this.markAt;
      return;
    }
    // What was written since has been handed over, together with the run that was under way at the mark.
    this.start = this.at;
    this.sink.cutTo(this.markHeld + this.markAt - this.markStart);
  }

  /**
   * The turn's replies have been handed to the system: chunks that it has finished with are free to be written again,
   * the others once it has.
   */
  settled(): void {
    const { retired } = this;
    let busy = 0;
    for (const chunk of retired) {
      if (chunk.users > 0) retired[busy++] = chunk;
      else if (this.spare.length < SPARE_CHUNKS) this.spare.push(chunk);
    }
    // Even one of the same length costs a call into the runtime.
    if (retired.length > 0) retired.length = Math.min(busy, SPARE_CHUNKS);
    this.filled = 0;
    if (this.bytes.users > 0) return;
    if (this.bytes.length > CHUNK_BYTES) this.bytes = this.spare.pop() ?? Bytes.uninitialised(CHUNK_BYTES);
    this.at = 0;
    this.start = 0;
  }

  private renew(length: number): void {
    if (this.at > this.start) this.sink.take(this.bytes, this.start, this.at);
    if (this.bytes.length === CHUNK_BYTES) this.retired.push(this.bytes);
    this.filled++;
    this.bytes =
      length > CHUNK_BYTES ? Bytes.uninitialised(length) : (this.spare.pop() ?? Bytes.uninitialised(CHUNK_BYTES));
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
