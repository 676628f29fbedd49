import type { Socket } from 'node:net';
import type { Bytes } from '../memory/bytes.ts';
import type { Lender, OutputSink } from '../memory/output.ts';
import type { WriteOwner } from './direct-write.ts';
import { FAILED, QUEUED, TAKEN, writeDirectly } from './direct-write.ts';

interface Range {
  readonly bytes: Bytes;
  readonly start: number;
  end: number;
  readonly lender: Lender | undefined;
}

/** Told when replies wait for the end of the turn, and when they are more than the client may have. */
export interface OutboundOwner {
  outputWaits(outbound: Outbound): void;
  outputOverflows(outbound: Outbound): void;
}

/**
 * The replies of one client on their way out: ranges of shared chunks and of lent memory, written to the socket once
 * per turn of the loop.
 *
 * ```
 *   take ─▶ first range ─┬▶ more ranges ─▶ flush ─▶ socket ─▶ system
 *                        │   (rare)
 *   a range that goes on where the last one ended only makes that one longer
 * ```
 */
export class Outbound implements OutputSink, WriteOwner {
  /** Bytes that wait for the flush. */
  held = 0;
  /** Bytes written to the socket since the connection began. */
  written = 0;
  /** Most bytes that may wait, here and in the socket; 0 for no limit. */
  limit = 0;
  private readonly socket: Socket;
  private readonly owner: OutboundOwner;
  private first: Range | undefined = undefined;
  private more: Range[] | undefined = undefined;
  private dead = false;
  /** Bytes that went past the socket's stream and that the system has not taken yet. */
  private queued = 0;

  constructor(socket: Socket, owner: OutboundOwner) {
    this.socket = socket;
    this.owner = owner;
  }

  /** Bytes of replies that the system has not taken. */
  get waiting(): number {
    return this.held + this.queued + this.socket.writableLength;
  }

  /** Pieces that `waiting` consists of. */
  get pieces(): number {
    return (
      (this.first === undefined ? 0 : 1) +
      (this.more?.length ?? 0) +
      (this.queued + this.socket.writableLength > 0 ? 1 : 0)
    );
  }

  take(bytes: Bytes, start: number, end: number): void {
    if (this.dead) return;
    const last = this.more === undefined ? this.first : this.more[this.more.length - 1];
    if (last !== undefined && last.bytes === bytes && last.end === start && last.lender === undefined) last.end = end;
    else this.push({ bytes, start, end, lender: undefined });
    this.count(end - start);
  }

  borrow(bytes: Bytes, start: number, end: number, lender: Lender): void {
    if (this.dead) {
      lender.unpin(bytes);
      return;
    }
    this.push({ bytes, start, end, lender });
    this.count(end - start);
  }

  cutTo(held: number): void {
    while (this.held > held) {
      const last = this.more?.pop() ?? this.first;
      if (last === undefined) break;
      if (this.more?.length === 0) this.more = undefined;
      const length = last.end - last.start;
      const keep = Math.max(0, length - (this.held - held));
      this.held -= length - keep;
      if (keep === 0 && last === this.first) this.first = undefined;
      if (keep === 0) last.lender?.unpin(last.bytes);
      else if (last === this.first) last.end = last.start + keep;
      else (this.more ??= []).push({ ...last, end: last.start + keep });
    }
  }

  /** Hands everything to the socket. Answers whether the chunks that it stood in are free to be written again. */
  flush(): boolean {
    const { first, more, socket } = this;
    const behind = this.queued + socket.writableLength > 0;
    if (first === undefined) return !behind;
    this.first = undefined;
    this.more = undefined;
    this.written += this.held;
    this.held = 0;
    if (more === undefined && first.lender === undefined && !behind) return this.sendAtOnce(first);
    socket.cork();
    this.send(first, behind);
    for (const range of more ?? []) this.send(range, behind);
    socket.uncork();
    return behind || socket.writableLength === 0;
  }

  writeEnded(length: number): void {
    this.queued -= length;
  }

  /** Drops what waits and refuses what comes. */
  discard(): void {
    this.dead = true;
    this.first?.lender?.unpin(this.first.bytes);
    for (const range of this.more ?? []) range.lender?.unpin(range.bytes);
    this.first = undefined;
    this.more = undefined;
    this.held = 0;
  }

  /** The common case: one range, and nothing in front of it. */
  private sendAtOnce(range: Range): boolean {
    const { socket } = this;
    const piece = range.bytes.u8.subarray(range.start, range.end);
    switch (writeDirectly(socket, piece, this)) {
      case TAKEN:
        return true;
      case QUEUED:
        this.queued += piece.length;
        return false;
      case FAILED:
        socket.destroy();
        return true;
      default:
        socket.write(piece);
        return socket.writableLength === 0;
    }
  }

  /** `behind`: the socket's earlier bytes are waiting, so a copy must, lest a few bytes hold a whole chunk each. */
  private send(range: Range, behind: boolean): void {
    const { lender } = range;
    const piece = range.bytes.u8.subarray(range.start, range.end);
    if (lender === undefined) this.socket.write(behind ? Buffer.from(piece) : piece);
    else this.socket.write(piece, () => lender.unpin(range.bytes));
  }

  private push(range: Range): void {
    if (this.first === undefined) this.first = range;
    else (this.more ??= []).push(range);
  }

  private count(bytes: number): void {
    if (this.held === 0) this.owner.outputWaits(this);
    this.held += bytes;
    if (this.limit > 0 && this.waiting > this.limit) this.owner.outputOverflows(this);
  }
}
