import type { Bytes } from '../memory/bytes.ts';
import { copyBytes } from '../memory/bytes.ts';

/**
 * LZF, the compression of lists' inner nodes and of strings in snapshots: quick rather than thorough.
 *
 * ```
 *   000LLLLL  + L+1 bytes                 those bytes as they are: 1 to 32
 *   LLLooooo  oooooooo                    L+2 bytes (3 to 8) that stood o+1 bytes before
 *   111ooooo  LLLLLLLL  oooooooo          L+9 bytes (9 to 264) that stood o+1 bytes before
 * ```
 *
 * What is repeated may reach into itself: `aaaa` is an `a` and a repetition of what stood one byte before.
 *
 * Source: http://oldhome.schmorp.de/marc/liblzf.html (the format; this code is our own)
 */
const LONGEST_LITERAL = 32;
const SHORTEST_MATCH = 3;
const LONGEST_MATCH = 264;
/** From here on a length has a byte of its own. */
const LONG_MATCH = 9;
const FARTHEST = 8192;
const LONG = 7 << 5;

const HASH_BITS = 14;
/** Where three bytes of this hash were seen last, `stamp` added: what is below that is of an earlier call. */
const seen = new Int32Array(1 << HASH_BITS);
let stamp = 1;
const LAST_STAMP = 2 ** 31 - 1;

/**
 * Compresses `length` bytes into at most `room` (no more than `length - 1` makes sense). Answers the length of what was
 * written, or 0 where it does not fit.
 */
export function compressLzf(from: Bytes, at: number, length: number, to: Bytes, toAt: number, room: number): number {
  const { u8 } = from;
  const end = at + length;
  const base = takeStamp(length) - at;
  const limit = toAt + room;
  let out = toAt;
  let literal = at;
  for (let p = at; p + SHORTEST_MATCH <= end;) {
    const hash = hashOf(u8, p);
    const match = seen[hash] - base;
    seen[hash] = p + base;
    const distance = p - match - 1;
    if (match < at || distance >= FARTHEST || !startsAlike(u8, match, p)) {
      p++;
      continue;
    }
    const matched = matchLength(u8, match, p, end);
    if (out + literalSize(p - literal) + SHORTEST_MATCH > limit) return 0;
    out = writeLiteral(from, literal, p - literal, to, out);
    out = writeMatch(to.u8, out, matched, distance);
    // So that a match can begin where this one ends.
    if (p + matched + 1 < end) seen[hashOf(u8, p + matched - 1)] = p + matched - 1 + base;
    p += matched;
    literal = p;
  }
  if (out + literalSize(end - literal) > limit) return 0;
  return writeLiteral(from, literal, end - literal, to, out) - toAt;
}

/** Decompresses `length` bytes. Answers whether they are what makes exactly `wanted`; what is written is void if not. */
export function decompressLzf(
  from: Bytes,
  at: number,
  length: number,
  to: Bytes,
  toAt: number,
  wanted: number,
): boolean {
  const { u8 } = from;
  const end = at + length;
  const limit = toAt + wanted;
  let p = at;
  let out = toAt;
  while (p < end) {
    const control = u8[p++];
    if (control < LONGEST_LITERAL) {
      const literal = control + 1;
      if (p + literal > end || out + literal > limit) return false;
      copyBytes(from, p, to, out, literal);
      p += literal;
      out += literal;
      continue;
    }
    let matched = (control >> 5) + 2;
    if (control >= LONG) matched += u8[p++];
    const match = out - (((control & 31) << 8) | u8[p++]) - 1;
    if (p > end || match < toAt || out + matched > limit) return false;
    repeat(to.u8, match, out, matched);
    out += matched;
  }
  return out === limit;
}

/** The stamp of a call, which no other call of less than 2^31 bytes in a row shares. */
function takeStamp(length: number): number {
  if (stamp + length > LAST_STAMP) {
    seen.fill(0);
    stamp = 1;
  }
  const taken = stamp;
  stamp += length;
  return taken;
}

function hashOf(u8: Uint8Array, at: number): number {
  const three = (u8[at] << 16) | (u8[at + 1] << 8) | u8[at + 2];
  return Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
}

function startsAlike(u8: Uint8Array, a: number, b: number): boolean {
  return u8[a] === u8[b] && u8[a + 1] === u8[b + 1] && u8[a + 2] === u8[b + 2];
}

function matchLength(u8: Uint8Array, match: number, at: number, end: number): number {
  const most = Math.min(LONGEST_MATCH, end - at);
  let length = SHORTEST_MATCH;
  while (length < most && u8[match + length] === u8[at + length]) length++;
  return length;
}

/** Bytes that so many take as they are. */
function literalSize(length: number): number {
  return length + Math.ceil(length / LONGEST_LITERAL);
}

function writeLiteral(from: Bytes, at: number, length: number, to: Bytes, toAt: number): number {
  let out = toAt;
  for (let done = 0; done < length; done += LONGEST_LITERAL) {
    const run = Math.min(LONGEST_LITERAL, length - done);
    to.u8[out++] = run - 1;
    copyBytes(from, at + done, to, out, run);
    out += run;
  }
  return out;
}

function writeMatch(u8: Uint8Array, at: number, length: number, distance: number): number {
  let out = at;
  if (length < LONG_MATCH) {
    u8[out++] = ((length - 2) << 5) | (distance >> 8);
  } else {
    u8[out++] = LONG | (distance >> 8);
    u8[out++] = length - LONG_MATCH;
  }
  u8[out++] = distance & 255;
  return out;
}

/** Copies forward byte by byte, so that what was just copied is copied again where the ranges overlap. */
function repeat(u8: Uint8Array, from: number, to: number, length: number): void {
  for (let i = 0; i < length; i++) u8[to + i] = u8[from + i];
}
