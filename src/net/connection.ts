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

  /** Memory for what a client keeps of a delivery: long rests come and go with every turn, so theirs is used again. */
  lend(length: number): Bytes {
    if (length < LENT_FROM || length > this.bytes.length) return Bytes.uninitialised(length);
    return this.spare.pop() ?? Bytes.uninitialised(this.bytes.length);
  }

  /** Takes back what `lend` gave; nobody reads it any more. */
  giveBack(bytes: Bytes): void {
    if (bytes.length === this.bytes.length && this.spare.length < MOST_SPARE) this.spare.push(bytes);
  }
}

const LENT_FROM = 16 * 1024;
const MOST_SPARE = 4;

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
    } else if (kept <= HEADROOM) {
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

  /** Ignores what still comes in. */
  stopReading(): void {
    this.ended = true;
    this.forgetCarry();
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
    const rest = this.owner.received(this, bytes, start, end);
    if (this.ended || rest === end) this.forgetCarry();
    else if (bytes === this.carry) this.carryStart = rest;
    else this.keep(bytes, rest, end);
  }

  private keep(bytes: Bytes, start: number, end: number): void {
    this.carry = this.input.lend(end - start);
    this.carry.u8.set(bytes.u8.subarray(start, end));
    this.carryStart = 0;
    this.carryEnd = end - start;
  }

  private append(bytes: Bytes, at: number, length: number): void {
    const kept = this.carryEnd - this.carryStart;
    if (this.carryEnd + length > this.carry.length) {
      const wider = Bytes.uninitialised(Math.max(kept + length, kept * 2));
      wider.u8.set(this.carry.u8.subarray(this.carryStart, this.carryEnd));
      this.input.giveBack(this.carry);
      this.carry = wider;
      this.carryStart = 0;
      this.carryEnd = kept;
    }
    this.carry.u8.set(bytes.u8.subarray(at, at + length), this.carryEnd);
    this.carryEnd += length;
  }

  private forgetCarry(): void {
    this.input.giveBack(this.carry);
    this.carry = EMPTY_BYTES;
    this.carryStart = 0;
    this.carryEnd = 0;
  }
}
