import type { Bytes } from '../memory/bytes.ts';
import { forgetCardinality, HEADER_BYTES, REGISTERS } from './hyperloglog.ts';

/**
 * Registers as runs of equal ones, an opcode for each:
 *
 * ```
 *   00nnnnnn             ZERO    n + 1 registers (up to 64) that hold 0
 *   01nnnnnn nnnnnnnn    XZERO   n + 1 registers (up to 16,384) that hold 0
 *   1vvvvvnn             VAL     n + 1 registers (up to 4) that hold v + 1 (up to 32)
 * ```
 *
 * Setting a register splits the opcode that covers it, then joins VALs near it that hold the same. Which opcodes come
 * out of a series of settings is part of the format, since the bytes of the same values are compared: the zeros of a
 * split are a ZERO up to 64, an XZERO above, and are never joined again; five opcodes from the one before the split are
 * looked at for VALs to join.
 *
 * Invariant of a sound value: its opcodes cover 16,384 registers exactly.
 */
export const EMPTY_SPARSE_BYTES = HEADER_BYTES + 2;
/** The longest run that a VAL can hold. */
export const MAX_SPARSE_RUN = 32;

const VAL = 0x80;
const XZERO = 0x40;
const MAX_ZERO = 64;
const MAX_VAL = 4;
const OPCODES_JOINED = 5;

/** What setting a register came to. */
export const UNCHANGED = 0;
export const RAISED = 1;
/** The value has become too large for this form; nothing was changed. */
export const TOO_LARGE = 2;
/** The opcodes do not reach the register. */
export const CORRUPT = 3;

/** A HyperLogLog where it stands, which can be given another length and may then stand elsewhere. */
export interface ResizableBytes {
  readonly bytes: Bytes;
  readonly at: number;
  readonly length: number;
  /** Keeps the bytes that fit; new ones at the end are for the caller to write. */
  setLength(length: number): void;
}

/** Writes the one opcode of a value without elements. */
export function writeEmptySparse({ u8 }: Bytes, at: number): void {
  u8[at] = XZERO | ((REGISTERS - 1) >>> 8);
  u8[at + 1] = (REGISTERS - 1) & 0xff;
}

/** Registers that the opcode at `at` covers. The second byte of an XZERO that the value's end cuts off counts as 0. */
function spanOf({ u8 }: Bytes, at: number, end: number): number {
  const opcode = u8[at];
  if (opcode >= VAL) return (opcode & 3) + 1;
  if (opcode < XZERO) return opcode + 1;
  return (((opcode & 0x3f) << 8) | (at + 1 < end ? u8[at + 1] : 0)) + 1;
}

/** What the registers under the opcode hold. */
function runOf(opcode: number): number {
  return opcode >= VAL ? ((opcode >>> 2) & 0x1f) + 1 : 0;
}

function bytesOf(opcode: number): number {
  return opcode >= VAL || opcode < XZERO ? 1 : 2;
}

function valOf(run: number, span: number): number {
  return VAL | ((run - 1) << 2) | (span - 1);
}

/** Calls back for each opcode; answers whether together they cover all registers. */
export function walkSparse(
  { bytes, at, length }: ResizableBytes,
  visit: (run: number, span: number, isLong: boolean) => void,
): boolean {
  const end = at + length;
  let covered = 0;
  for (let i = at + HEADER_BYTES; i < end; i += bytesOf(bytes.u8[i])) {
    const span = spanOf(bytes, i, end);
    visit(runOf(bytes.u8[i]), span, bytesOf(bytes.u8[i]) === 2);
    covered += span;
  }
  return covered === REGISTERS;
}

/** Adds to `histogram` how many registers hold which run; answers whether the value is sound. */
export function countSparse({ bytes, at, length }: ResizableBytes, histogram: Int32Array): boolean {
  const end = at + length;
  let covered = 0;
  for (let i = at + HEADER_BYTES; i < end; i += bytesOf(bytes.u8[i])) {
    const span = spanOf(bytes, i, end);
    histogram[runOf(bytes.u8[i])] += span;
    covered += span;
  }
  return covered === REGISTERS;
}

/** Raises each of the spread registers to that of the value, where it is greater; answers whether the value is sound. */
export function raiseToSparse(registers: Uint8Array, { bytes, at, length }: ResizableBytes): boolean {
  const end = at + length;
  let covered = 0;
  for (let i = at + HEADER_BYTES; i < end && covered <= REGISTERS; i += bytesOf(bytes.u8[i])) {
    const run = runOf(bytes.u8[i]);
    const next = covered + spanOf(bytes, i, end);
    if (run > 0 && next <= REGISTERS) {
      for (let register = covered; register < next; register++) {
        if (registers[register] < run) registers[register] = run;
      }
    }
    covered = next;
  }
  return covered === REGISTERS;
}

/**
 * Sets registers of one value. It remembers how far it went, so that registers set in ascending order are found without
 * walking from the start for each: two opcodes before the last one set, since a later setting may join with those.
 */
export class SparseEditor {
  private value!: ResizableBytes;
  /** Offset, within the value, of an opcode to begin a search at, and the first register that it covers. */
  private from = HEADER_BYTES;
  private fromRegister = 0;
  /** What `find` found: the opcode's offset, its first register, and the opcode before it (-1: there is none). */
  private offset = 0;
  private first = 0;
  private previous = -1;

  open(value: ResizableBytes): void {
    this.value = value;
    this.from = HEADER_BYTES;
    this.fromRegister = 0;
  }

  /** Raises a register (none below the one before, since `open`) to `run`. The value takes `maxBytes` at the most. */
  raise(register: number, run: number, maxBytes: number): number {
    if (run > MAX_SPARSE_RUN) return TOO_LARGE;
    if (!this.find(register)) return CORRUPT;
    const { bytes, at, length } = this.value;
    const opcode = bytes.u8[at + this.offset];
    const span = spanOf(bytes, at + this.offset, at + length);
    if (runOf(opcode) >= run) return UNCHANGED;
    if (span === 1 && bytesOf(opcode) === 1) bytes.u8[at + this.offset] = valOf(run, 1);
    else if (!this.split(opcode, span, register, run, maxBytes)) return TOO_LARGE;
    this.join();
    forgetCardinality(this.value.bytes, this.value.at);
    return RAISED;
  }

  private find(register: number): boolean {
    const { bytes, at, length } = this.value;
    const { u8 } = bytes;
    const end = at + length;
    let offset = at + this.from;
    let first = this.fromRegister;
    let previous = -1;
    let previousRegister = 0;
    while (offset < end) {
      const next = first + spanOf(bytes, offset, end);
      if (register < next) break;
      if (previous >= 0) {
        this.from = previous - at;
        this.fromRegister = previousRegister;
      }
      previous = offset;
      previousRegister = first;
      offset += bytesOf(u8[offset]);
      first = next;
    }
    this.offset = offset - at;
    this.first = first;
    this.previous = previous < 0 ? -1 : previous - at;
    return offset < end && offset + bytesOf(u8[offset]) <= end;
  }

  /** Puts the register's new run between what the opcode holds before and behind it. Answers whether there is room. */
  private split(opcode: number, span: number, register: number, run: number, maxBytes: number): boolean {
    const before = register - this.first;
    const after = span - 1 - before;
    const held = runOf(opcode);
    let count = writeRun(0, held, before);
    PIECES[count++] = valOf(run, 1);
    count = writeRun(count, held, after);
    const growth = count - bytesOf(opcode);
    if (growth > 0 && this.value.length + growth > maxBytes) return false;
    this.replace(bytesOf(opcode), count);
    return true;
  }

  /** Replaces `size` bytes at the offset found by the first `count` of the pieces. */
  private replace(size: number, count: number): void {
    const { value, offset } = this;
    const { length } = value;
    if (count > size) value.setLength(length + count - size);
    const start = value.at + offset;
    const { u8 } = value.bytes;
    u8.copyWithin(start + count, start + size, value.at + length);
    for (let i = 0; i < count; i++) u8[start + i] = PIECES[i];
    if (count < size) value.setLength(length + count - size);
  }

  /** Joins VALs that hold the same, among the opcodes from the one before on. */
  private join(): void {
    const { value } = this;
    const { u8 } = value.bytes;
    let end = value.at + value.length;
    let i = value.at + (this.previous < 0 ? HEADER_BYTES : this.previous);
    for (let looked = 0; looked < OPCODES_JOINED && i < end; looked++) {
      const joined = i + 1 < end ? joinedVal(u8[i], u8[i + 1]) : 0;
      if (joined === 0) {
        i += bytesOf(u8[i]);
        continue;
      }
      u8.copyWithin(i, i + 1, end);
      u8[i] = joined;
      end--;
    }
    if (end < value.at + value.length) value.setLength(end - value.at);
  }
}

/** The pieces that an opcode is split into: XZERO, VAL, XZERO at the most. */
const PIECES = new Uint8Array(5);

/** Writes `span` registers that hold `run` to the pieces; answers where the next begin. */
function writeRun(at: number, run: number, span: number): number {
  if (span === 0) return at;
  if (run === 0 && span > MAX_ZERO) {
    PIECES[at] = XZERO | ((span - 1) >>> 8);
    PIECES[at + 1] = (span - 1) & 0xff;
    return at + 2;
  }
  PIECES[at] = run === 0 ? span - 1 : valOf(run, span);
  return at + 1;
}

/** One VAL for two, or 0 where they do not hold the same or are too long for one. */
function joinedVal(a: number, b: number): number {
  if (a < VAL || b < VAL || runOf(a) !== runOf(b)) return 0;
  const span = (a & 3) + (b & 3) + 2;
  return span <= MAX_VAL ? valOf(runOf(a), span) : 0;
}
