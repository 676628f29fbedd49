const CR = 13;
const LF = 10;

/** A reply as JavaScript: bulk and verbatim strings are latin1 (one character a byte), so that no byte is lost. */
export type RespValue =
  string | number | bigint | boolean | null | RespError | RespValue[] | Map<RespValue, RespValue> | Set<RespValue>;

/** An error reply: `-ERR message`. */
export class RespError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/**
 * Where the frame that starts at `start` ends, or, when it is incomplete, a negative number: minus the length that
 * `bytes` must have before it is worth asking again. Throws on what is not RESP.
 */
export function frameEnd(bytes: Buffer, start: number): number {
  const line = bytes.indexOf(LF, start);
  if (line === -1) return -(bytes.length + 1);
  if (bytes[line - 1] !== CR) throw new Error(`not a RESP line: ${quote(bytes.subarray(start, line))}`);
  const after = line + 1;
  const type = String.fromCharCode(bytes[start]);
  if ('+-:_,#('.includes(type)) return after;
  if ('$!='.includes(type)) return bulkEnd(bytes, after, lengthOf(bytes, start, line));
  if ('*~>'.includes(type)) return elementsEnd(bytes, after, lengthOf(bytes, start, line));
  if (type === '%') return elementsEnd(bytes, after, 2 * lengthOf(bytes, start, line));
  if (type === '|') return elementsEnd(bytes, after, 2 * lengthOf(bytes, start, line) + 1);
  throw new Error(`unknown RESP type in ${quote(bytes.subarray(start, line))}`);
}

/** The frames of an aggregate's elements (keys and values in turn for a map), as their exact bytes. */
export function elementFrames(frame: Buffer): Buffer[] {
  const elements: Buffer[] = [];
  let at = frame.indexOf(LF) + 1;
  while (at < frame.length) {
    const end = frameEnd(frame, at);
    if (end < 0) throw new Error(`truncated frame ${quote(frame)}`);
    elements.push(frame.subarray(at, end));
    at = end;
  }
  return elements;
}

/** One complete frame as JavaScript. */
export function decode(frame: Buffer): RespValue {
  const line = frame.toString('latin1', 1, frame.indexOf(CR));
  switch (String.fromCharCode(frame[0])) {
    case '+':
      return line;
    case '-':
      return new RespError(line);
    case ':':
      return Number.isSafeInteger(Number(line)) ? Number(line) : BigInt(line);
    case '(':
      return BigInt(line);
    case '_':
      return null;
    case '#':
      return line === 't';
    case ',':
      return decodeDouble(line);
    case '$':
      return line === '-1' ? null : bulkText(frame);
    case '!':
      return new RespError(bulkText(frame));
    case '=':
      return bulkText(frame).slice(4);
    case '*':
    case '>':
      return line === '-1' ? null : elementFrames(frame).map(decode);
    case '~':
      return new Set(elementFrames(frame).map(decode));
    case '%':
      return decodeMap(elementFrames(frame).map(decode));
    default:
      throw new Error(`cannot decode ${quote(frame)}`);
  }
}

/** Bytes as printable text for messages; long ones are cut. */
export function quote(bytes: Buffer, limit = 300): string {
  const text = JSON.stringify(bytes.toString('latin1', 0, limit));
  return bytes.length > limit ? `${text} (${bytes.length} bytes)` : text;
}

function lengthOf(bytes: Buffer, start: number, line: number): number {
  const length = Number(bytes.toString('latin1', start + 1, line - 1));
  if (!Number.isSafeInteger(length) || length < -1)
    throw new Error(`bad length in ${quote(bytes.subarray(start, line))}`);
  return length;
}

function bulkEnd(bytes: Buffer, after: number, length: number): number {
  if (length === -1) return after;
  const end = after + length + 2;
  if (bytes.length < end) return -end;
  if (bytes[end - 2] !== CR || bytes[end - 1] !== LF) throw new Error('a bulk string does not end in CRLF');
  return end;
}

function elementsEnd(bytes: Buffer, after: number, count: number): number {
  let at = after;
  for (let i = 0; i < count; i++) {
    at = frameEnd(bytes, at);
    if (at < 0) return at;
  }
  return at;
}

function bulkText(frame: Buffer): string {
  return frame.toString('latin1', frame.indexOf(LF) + 1, frame.length - 2);
}

function decodeDouble(line: string): number {
  if (line === 'inf') return Infinity;
  if (line === '-inf') return -Infinity;
  return Number(line);
}

function decodeMap(flat: RespValue[]): Map<RespValue, RespValue> {
  const map = new Map<RespValue, RespValue>();
  for (let i = 0; i < flat.length; i += 2) map.set(flat[i], flat[i + 1]);
  return map;
}
