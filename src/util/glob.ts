/**
 * Glob patterns as Redis matches them (KEYS, SCAN MATCH, PSUBSCRIBE, CONFIG GET, ACL): `*`, `?`, `[a-z]`, `[^a]`,
 * `\x`. Bytes, no allocation, and never more than pattern x text steps: only the last `*` is worth another try,
 * because a longer stretch for an earlier one leaves less text for the same rest.
 *
 * Peculiarities kept: a class that is not closed ends with the pattern; a range takes its ends as signed bytes and
 * swaps them when they are the wrong way round; `]` right behind `[` closes an empty class; nothing but an empty
 * pattern matches an empty text.
 */

const STAR = 42;
const QUESTION = 63;
const OPEN = 91;
const BACKSLASH = 92;
const CLOSE = 93;
const CARET = 94;
const DASH = 45;

/** More `*` than these (a run counts once, one that ends the pattern does not) match nothing. */
const MAX_STARS = 1000;

/** Where `matchClass` left the pattern: the offset behind the class. */
let classEnd = 0;

/** True if the text in [tStart, tEnd) matches the pattern in [pStart, pEnd); `nocase` folds ASCII letters. */
export function globMatch(
  pattern: Uint8Array,
  pStart: number,
  pEnd: number,
  text: Uint8Array,
  tStart: number,
  tEnd: number,
  nocase: boolean,
): boolean {
  let p = pStart;
  let t = tStart;
  let stars = 0;
  let retryPattern = -1;
  let retryText = 0;
  if (t === tEnd) return p === pEnd;
  for (;;) {
    if (p < pEnd && pattern[p] === STAR) {
      p = skipStars(pattern, p, pEnd);
      if (p === pEnd) return true;
      if (++stars > MAX_STARS) return false;
      retryPattern = p;
      retryText = t;
    }
    const next = p < pEnd ? matchOne(pattern, p, pEnd, text[t], nocase) : -1;
    if (next >= 0) {
      p = next;
      if (++t === tEnd) return skipStars(pattern, p, pEnd) === pEnd;
    } else {
      if (retryPattern < 0 || ++retryText === tEnd) return false;
      p = retryPattern;
      t = retryText;
    }
  }
}

function skipStars(pattern: Uint8Array, at: number, end: number): number {
  let p = at;
  while (p < end && pattern[p] === STAR) p++;
  return p;
}

/** Matches one byte against the element at `at` (not a `*`): the offset behind the element, or -1. */
function matchOne(pattern: Uint8Array, at: number, end: number, byte: number, nocase: boolean): number {
  let wanted = pattern[at];
  if (wanted === QUESTION) return at + 1;
  if (wanted === OPEN) return matchClass(pattern, at + 1, end, byte, nocase) ? classEnd : -1;
  let next = at + 1;
  if (wanted === BACKSLASH && next < end) wanted = pattern[next++];
  return wanted === byte || (nocase && toLower(wanted) === toLower(byte)) ? next : -1;
}

/** Matches one byte against the class whose `[` ends at `at`; leaves the offset behind the class in `classEnd`. */
function matchClass(pattern: Uint8Array, at: number, end: number, byte: number, nocase: boolean): boolean {
  let p = at;
  let found = false;
  const negated = p < end && pattern[p] === CARET;
  if (negated) p++;
  for (; p < end; p++) {
    const member = pattern[p];
    if (member === BACKSLASH && p + 1 < end) {
      // An escaped member is compared as it stands, even without regard to case.
      if (pattern[++p] === byte) found = true;
    } else if (member === CLOSE) {
      break;
    } else if (p + 2 < end && pattern[p + 1] === DASH) {
      p += 2;
      if (inRange(member, pattern[p], byte, nocase)) found = true;
    } else if (member === byte || (nocase && toLower(member) === toLower(byte))) {
      found = true;
    }
  }
  classEnd = p < end ? p + 1 : end;
  return found !== negated;
}

/** Signed comparison, ends swapped if need be; the swap comes before the folding, so [Z-a] without case is empty. */
function inRange(first: number, second: number, byte: number, nocase: boolean): boolean {
  const a = (first << 24) >> 24;
  const b = (second << 24) >> 24;
  const c = (byte << 24) >> 24;
  const low = a < b ? a : b;
  const high = a < b ? b : a;
  return nocase ? foldSigned(c) >= foldSigned(low) && foldSigned(c) <= foldSigned(high) : c >= low && c <= high;
}

/** C's tolower of a signed byte in the C locale: -128..-2 come back as 128..254, -1 as itself. */
function foldSigned(value: number): number {
  return value < -1 ? value + 256 : toLower(value);
}

function toLower(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

/** True for the pattern `*`, which KEYS and SCAN take as "everything". */
export function isMatchAll(pattern: Uint8Array, start: number, end: number): boolean {
  return end - start === 1 && pattern[start] === STAR;
}

/** True if the pattern has no special byte, so that it matches exactly its own bytes and nothing else. */
export function isLiteralPattern(pattern: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = pattern[at];
    if (byte === STAR || byte === QUESTION || byte === OPEN || byte === BACKSLASH) return false;
  }
  return true;
}
