import type { Socket } from 'node:net';
import { Bytes, EMPTY_BYTES } from '../memory/bytes.ts';
import type { OutboundOwner } from './outbound.ts';
import { Outbound } from './outbound.ts';

/**
 * The memory that all sockets read into, one after the other.
 *
 * ```
 *   ┌──────── 64 KiB ────────┬──────────────── 256 KiB ────────────────┐
 *   │       rest of a request│what the socket has just delivered       │
 *   └────────────────────────┴─────────────────────────────────────────┘
 *            copied here ────▶ so that the parser sees one piece
 * ```
 */
export const HEADROOM = 64 * 1024;
export const READ_BYTES = 256 * 1024;

export class ReadBuffer {
  readonly bytes = Bytes.uninitialised(HEADROOM + READ_BYTES);
  /** The part that a socket fills. */
  readonly window = this.bytes.u8.subarray(HEADROOM);
  private readonly spare: Bytes[] = [];

  /** Memory for a long rest of a delivery: those come and go with every turn, so theirs is used again. */
  lend(): Bytes {
    return this.spare.pop() ?? Bytes.uninitialised(this.bytes.length);
  }

  isLent(bytes: Bytes): boolean {
    return bytes.length === this.bytes.length;
  }

  /** Takes back what `lend` gave; nobody reads it any more. */
  giveBack(bytes: Bytes): void {
    if (this.isLent(bytes) && this.spare.length < MOST_SPARE) this.spare.push(bytes);
  }
}

const MOST_SPARE = 4;

/** The least that a client gets for the rests of its requests; kept while it is busy, since more of them will come. */
export const PRIVATE_BYTES = 16 * 1024;
/** The most that is reserved because a request announces it. */
const MOST_RESERVED = 16 * 1024 * 1024;
/** Room below this is worth nobody's trouble, and a buffer up to this is not cut for a client that is busy. */
const WORTH_TRIMMING = 4 * 1024;
const CUT_FROM = 32 * 1024;

export interface ConnectionOwner extends OutboundOwner {
  /** Uses what it can of a range and answers the offset of the first byte it did not use. */
  received(connection: Connection, bytes: Bytes, start: number, end: number): number;
  closed(connection: Connection): void;
}

/** One socket: what it delivers goes to the owner, what the owner did not use yet is kept for the next delivery. */
export class Connection {
  readonly socket: Socket;
  readonly outbound: Outbound;
  /** Bytes received since the connection began. */
  bytesRead = 0;
  /** Bytes that the owner is looking at, in the read buffer. */
  offered = 0;
  /** Bytes from its start that the kept request will have at least; 0 while that is unknown. Set by the owner. */
  wanted = 0;
  /** The most that had to be kept since the last look of `trim`. */
  private peak = 0;
  private readonly owner: ConnectionOwner;
  private readonly input: ReadBuffer;
  private carry: Bytes = EMPTY_BYTES;
  private carryStart = 0;
  private carryEnd = 0;
  private halted = false;
  private ended = false;

  constructor(socket: Socket, input: ReadBuffer, owner: ConnectionOwner) {
    this.socket = socket;
    this.input = input;
    this.owner = owner;
    this.outbound = new Outbound(socket, owner);
  }

  /** Bytes received and not used yet. */
  get kept(): number {
    return this.carryEnd - this.carryStart;
  }

  get keptCapacity(): number {
    return this.carry.length;
  }

  /** The socket has put `length` bytes into the read buffer's window. */
  deliver(length: number): void {
    this.bytesRead += length;
    if (this.ended) return;
    const { bytes } = this.input;
    const kept = this.carryEnd - this.carryStart;
    if (kept === 0) {
      this.offer(bytes, HEADROOM, HEADROOM + length);
    } else if (kept <= HEADROOM && kept + length >= this.wanted) {
      const start = HEADROOM - kept;
      bytes.u8.set(this.carry.u8.subarray(this.carryStart, this.carryEnd), start);
      this.forgetCarry();
      this.offer(bytes, start, HEADROOM + length);
    } else {
      this.append(bytes, HEADROOM, length);
      this.offer(this.carry, this.carryStart, this.carryEnd);
    }
  }

  /** Stops reading until `proceed`: the owner wants to see what it left unused again first. */
  halt(): void {
    if (this.halted) return;
    this.halted = true;
    this.socket.pause();
  }

  get isHalted(): boolean {
    return this.halted;
  }

  /** Offers what is kept once more, and reads on unless the owner halts again. */
  proceed(): void {
    if (!this.halted || this.ended) return;
    this.halted = false;
    if (this.carryEnd > this.carryStart) this.offer(this.carry, this.carryStart, this.carryEnd);
    if (!this.halted && !this.ended) this.socket.resume();
  }

  /** Offers what is kept once more. */
  offerKept(): void {
    if (this.ended || this.halted || this.kept === 0) return;
    this.offer(this.carry, this.carryStart, this.carryEnd);
  }

  /** Ignores what still comes in. */
  stopReading(): void {
    this.ended = true;
    this.forgetCarry();
    this.carry = EMPTY_BYTES;
  }

  /**
   * Gives back memory that the client does not need: all that stands empty where it is idle, else what its latest
   * requests did not use.
   */
  trim(idle: boolean): void {
    const { kept, peak } = this;
    const { length } = this.carry;
    this.peak = Math.max(kept, this.wanted);
    if (length - kept <= WORTH_TRIMMING) return;
    if (idle) this.move(kept);
    else if (length > CUT_FROM && length / 2 > peak) this.move(Math.max(peak, this.peak, PRIVATE_BYTES));
  }

  closeAfterReply(): void {
    this.stopReading();
    this.outbound.flush();
    // What is written from now on (a push, say) has nowhere to go.
    this.outbound.discard();
    this.socket.end();
    this.socket.destroySoon();
  }

  destroy(): void {
    this.stopReading();
    this.outbound.discard();
    this.socket.destroy();
  }

  private offer(bytes: Bytes, start: number, end: number): void {
    this.wanted = 0;
    this.offered = end - start;
    const rest = this.owner.received(this, bytes, start, end);
    this.offered = 0;
    if (this.ended || rest === end) this.forgetCarry();
    else if (bytes === this.carry) this.carryStart = rest;
    else this.keep(bytes, rest, end);
    this.notePeak();
  }

  private keep(bytes: Bytes, start: number, end: number): void {
    const length = end - start;
    this.reserve(length);
    this.carry.u8.set(bytes.u8.subarray(start, end));
    this.carryStart = 0;
    this.carryEnd = length;
  }

  /** Makes the empty carry large enough for `length` bytes and what is known to come. */
  private reserve(length: number): void {
    const room = Math.max(length, Math.min(this.wanted, MOST_RESERVED));
    if (room <= this.carry.length) return;
    if (room <= PRIVATE_BYTES) this.carry = Bytes.uninitialised(PRIVATE_BYTES);
    else if (this.wanted === 0 && room <= this.input.bytes.length) this.carry = this.input.lend();
    else this.carry = Bytes.uninitialised(room);
  }

  private append(bytes: Bytes, at: number, length: number): void {
    const kept = this.carryEnd - this.carryStart;
    if (this.carryEnd + length > this.carry.length) this.move(this.roomFor(kept, length));
    this.carry.u8.set(bytes.u8.subarray(at, at + length), this.carryEnd);
    this.carryEnd += length;
  }

  private roomFor(kept: number, length: number): number {
    if (kept + length <= this.carry.length) return this.carry.length;
    const doubled = Math.max(kept + length, kept * 2);
    if (kept + length > this.wanted) return doubled;
    return Math.min(this.wanted, Math.max(doubled, MOST_RESERVED));
  }

  /** Puts what is kept to the front of a carry of `length` bytes. */
  private move(length: number): void {
    const { carry, carryStart, carryEnd } = this;
    if (length === carry.length) {
      carry.u8.copyWithin(0, carryStart, carryEnd);
    } else {
      this.carry = length === 0 ? EMPTY_BYTES : Bytes.uninitialised(length);
      this.carry.u8.set(carry.u8.subarray(carryStart, carryEnd));
      this.input.giveBack(carry);
    }
    this.carryStart = 0;
    this.carryEnd = carryEnd - carryStart;
  }

  private notePeak(): void {
    const needed = Math.max(this.carryEnd - this.carryStart, this.wanted);
    if (needed > this.peak) this.peak = needed;
  }

  /** Nothing is kept any more. Lent memory goes back; what the client has for itself it will soon use again. */
  private forgetCarry(): void {
    this.carryStart = 0;
    this.carryEnd = 0;
    if (!this.input.isLent(this.carry)) return;
    this.input.giveBack(this.carry);
    this.carry = EMPTY_BYTES;
  }
}
