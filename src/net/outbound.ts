import type { Socket } from 'node:net';
import { Bytes, copyBytes, copyShort, EMPTY_BYTES } from '../memory/bytes.ts';
import type { Lender, OutputSink } from '../memory/output.ts';
import { CHUNK_BYTES } from '../memory/output.ts';
import type { DirectHandle, WriteEnd } from './direct-write.ts';
import { directHandleOf, FAILED, QUEUED, writeDirectly } from './direct-write.ts';

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
  /** Replies have been handed to the socket. Called only while clients' memory is accounted for. */
  outputLeft(outbound: Outbound): void;
}

/** What a client is taken to need before anything has been sent to it. */
const FIRST_PEAK = 16 * 1024;

/** Several ranges that are together not longer leave as one. */
const GATHERED_UP_TO = 64 * 1024;
let gathered = Bytes.uninitialised(GATHERED_UP_TO);

/** While earlier bytes wait, pieces up to this are copied, lest a few bytes of each hold a whole chunk. */
const COPIED_BEHIND = CHUNK_BYTES / 4;

/**
 * The replies of one client on their way out: ranges of shared chunks and of lent memory, written to the socket once
 * per turn of the loop.
 *
 * ```
 *   take ─▶ first range ─┬▶ more ranges ─▶ flush ─▶ socket ─▶ system
 *                        │   (rare)
 *   a range that goes on where the last one ended only makes that one longer
 * ```
 *
 * Memory that the system has not finished with counts a user (`Bytes.users`) for each write that reads it.
 */
export class Outbound implements OutputSink, WriteEnd {
  /** Bytes that wait for the flush. */
  held = 0;
  /** Bytes written to the socket since the connection began. */
  written = 0;
  /** Most bytes that may wait, here and in the socket, before the owner has to look; 0 for no limit. */
  limit = 0;
  /** The most that was handed over at once since the owner set it back. */
  peak = FIRST_PEAK;
  isDead = false;
  readonly owner: OutboundOwner;
  private readonly socket: Socket;
  private handle: DirectHandle | undefined = undefined;
  /** The first range; none while `bytes` is EMPTY_BYTES. */
  private bytes: Bytes = EMPTY_BYTES;
  private start = 0;
  private end = 0;
  private more: Range[] | undefined = undefined;
  /** Bytes that went past the socket's stream and that the system has not taken yet. */
  private queued = 0;

  constructor(socket: Socket, owner: OutboundOwner) {
    this.socket = socket;
    this.owner = owner;
  }

  /** Bytes of replies that the system has not taken. */
  get waiting(): number {
    return this.held + this.inSocket;
  }

  /** Pieces that `waiting` consists of. */
  get pieces(): number {
    return (this.bytes === EMPTY_BYTES ? 0 : 1) + (this.more?.length ?? 0) + (this.inSocket > 0 ? 1 : 0);
  }

  take(bytes: Bytes, start: number, end: number): void {
    if (this.isDead) return;
    if (this.bytes === EMPTY_BYTES && this.more === undefined) {
      this.bytes = bytes;
      this.start = start;
      this.end = end;
    } else if (this.more === undefined && this.bytes === bytes && this.end === start) {
      this.end = end;
    } else {
      this.extend(bytes, start, end);
    }
    // Last: one that is above its limit is discarded here, with all that it holds.
    this.count(end - start);
  }

  borrow(bytes: Bytes, start: number, end: number, lender: Lender): void {
    if (this.isDead) {
      lender.unpin(bytes);
      return;
    }
    (this.more ??= []).push({ bytes, start, end, lender });
    this.count(end - start);
  }

  cutTo(held: number): void {
    while (this.held > held) {
      const last = this.more?.pop();
      if (last === undefined) {
        this.end -= this.held - held;
        this.held = held;
        if (this.end === this.start) this.bytes = EMPTY_BYTES;
        return;
      }
      if (this.more?.length === 0) this.more = undefined;
      const length = last.end - last.start;
      const keep = Math.max(0, length - (this.held - held));
      this.held -= length - keep;
      if (keep === 0) last.lender?.unpin(last.bytes);
      else (this.more ??= []).push({ ...last, end: last.start + keep });
    }
  }

  /** Hands everything to the socket. */
  flush(): void {
    if (this.held === 0) return;
    const { bytes, start, end, more, held } = this;
    this.written += this.held;
    if (this.held > this.peak) this.peak = this.held;
    this.held = 0;
    this.bytes = EMPTY_BYTES;
    this.more = undefined;
    if (more !== undefined && held <= GATHERED_UP_TO && !more.some(isLent)) {
      this.sendGathered(bytes, start, end, more);
      return;
    }
    if (bytes !== EMPTY_BYTES) this.send(bytes, start, end, undefined);
    if (more === undefined) return;
    for (const range of more) this.send(range.bytes, range.start, range.end, range.lender);
  }

  /** Drops what waits and refuses what comes. */
  discard(): void {
    this.isDead = true;
    for (const range of this.more ?? []) range.lender?.unpin(range.bytes);
    this.bytes = EMPTY_BYTES;
    this.more = undefined;
    this.held = 0;
  }

  /** Bytes that the socket holds and the system has not taken. */
  private get inSocket(): number {
    return this.queued + this.socket.writableLength;
  }

  /** Replies between pushes, and pushes of several channels: what is small goes out in one write, not in many. */
  private sendGathered(bytes: Bytes, start: number, end: number, more: readonly Range[]): void {
    if (gathered.users > 0) gathered = Bytes.uninitialised(GATHERED_UP_TO);
    let at = end - start;
    copyBytes(bytes, start, gathered, 0, at);
    for (const range of more) {
      const length = range.end - range.start;
      copyBytes(range.bytes, range.start, gathered, at, length);
      at += length;
    }
    this.send(gathered, 0, at, undefined);
  }

  private send(bytes: Bytes, start: number, end: number, lender: Lender | undefined): void {
    const { socket } = this;
    const length = end - start;
    if (this.inSocket > 0 && lender === undefined && length <= COPIED_BEHIND) {
      socket.write(Uint8Array.from(pieceOf(bytes, start, length)));
      return;
    }
    const handle = (this.handle ??= directHandleOf(socket));
    if (handle === undefined || socket.writableLength > 0) {
      this.sendPublicly(bytes, pieceOf(bytes, start, length), lender);
    } else if (length <= STAGED_UP_TO && lender === undefined) {
      const piece = stage(bytes, start, length);
      this.sendDirectly(handle, staging, piece, undefined);
    } else {
      this.sendDirectly(handle, bytes, pieceOf(bytes, start, length), lender);
    }
  }

  private sendDirectly(handle: DirectHandle, bytes: Bytes, piece: Uint8Array, lender: Lender | undefined): void {
    switch (writeDirectly(handle, piece, this, bytes, lender)) {
      case QUEUED:
        this.queued += piece.length;
        bytes.users++;
        return;
      case FAILED:
        this.socket.destroy();
    }
    lender?.unpin(bytes);
  }

  private sendPublicly(bytes: Bytes, piece: Uint8Array, lender: Lender | undefined): void {
    bytes.users++;
    this.socket.write(piece, () => {
      bytes.users--;
      lender?.unpin(bytes);
    });
  }

  writeEnded(bytes: Bytes, length: number, lender: Lender | undefined): void {
    this.queued -= length;
    bytes.users--;
    lender?.unpin(bytes);
  }

  /** A range behind the first: the last one made longer, where it goes on there. */
  private extend(bytes: Bytes, start: number, end: number): void {
    const more = (this.more ??= []);
    const last = more.at(-1);
    if (last !== undefined && last.bytes === bytes && last.end === start && last.lender === undefined) last.end = end;
    else more.push({ bytes, start, end, lender: undefined });
  }

  private count(bytes: number): void {
    if (this.held === 0) this.owner.outputWaits(this);
    this.held += bytes;
    if (this.limit > 0 && this.waiting > this.limit) this.owner.outputOverflows(this);
  }
}

function isLent({ lender }: Range): boolean {
  return lender !== undefined;
}

function pieceOf({ u8 }: Bytes, start: number, length: number): Uint8Array {
  return new Uint8Array(u8.buffer, u8.byteOffset + start, length);
}

/**
 * Where short replies are written from, by views that are made once: to make one for each costs more than to copy the
 * bytes. The system has taken nearly all of them when the write returns; where it has not, the next ones get another
 * place.
 */
const STAGED_UP_TO = 192;
let staging = Bytes.uninitialised(STAGED_UP_TO);
let stagedViews = noViews();

/** Copies a range to the staging place; answers the view of it there. */
function stage(bytes: Bytes, start: number, length: number): Uint8Array {
  if (staging.users > 0) {
    staging = Bytes.uninitialised(STAGED_UP_TO);
    stagedViews = noViews();
  }
  copyShort(bytes, start, staging, 0, length);
  return (stagedViews[length] ??= staging.u8.subarray(0, length));
}

function noViews(): (Uint8Array | undefined)[] {
  return new Array<Uint8Array | undefined>(STAGED_UP_TO + 1).fill(undefined);
}
