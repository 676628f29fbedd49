import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import { ArgumentVector } from '../../src/resp/argument-vector.ts';
import { COMPLETE, EMPTY, INCOMPLETE, PROTOCOL_ERROR, RequestParser } from '../../src/resp/request-parser.ts';

const LIMITS = { maxBulkLength: 512 * 1024 * 1024 };

interface Outcome {
  readonly commands: string[][];
  readonly error: string;
  /** Bytes that no finished request used. */
  readonly rest: number;
}

function wordsOf(vector: ArgumentVector): string[] {
  return Array.from({ length: vector.count }, (_, i) =>
    vector.bytes.latin1(vector.starts[i], vector.starts[i] + vector.lengths[i]),
  );
}

/**
 * Reads what arrives piece by piece, as a connection does: after each piece from the start of the request under way,
 * or (`resumes`) behind its last whole argument. The bytes stand in another place each time.
 */
function readPieces(pieces: readonly Buffer[], resumes: boolean, authenticated = true): Outcome {
  const parser = new RequestParser(LIMITS);
  const commands: string[][] = [];
  let kept = Buffer.alloc(0);
  let partial: { vector: ArgumentVector; announced: number; at: number; base: number } | undefined;
  for (const [n, piece] of pieces.entries()) {
    const base = n % 5;
    const bytes = new Bytes(Buffer.concat([Buffer.alloc(base, '*'), kept, piece, Buffer.from('$9\r\n')]));
    const end = base + kept.length + piece.length;
    let at = base;
    while (at < end) {
      let vector = new ArgumentVector();
      let status: number;
      if (partial === undefined) {
        status = parser.parse(bytes, at, end, vector, authenticated);
      } else {
        ({ vector } = partial);
        for (let i = 0; i < vector.count; i++) vector.starts[i] += at - partial.base;
        status = parser.resume(bytes, at + partial.at, end, partial.announced, vector, authenticated);
        partial = undefined;
      }
      if (status === INCOMPLETE) {
        if (resumes && vector.count > 0) {
          partial = { vector, announced: parser.announced, at: parser.position - at, base: at };
        }
        break;
      }
      if (status === PROTOCOL_ERROR) return { commands, error: parser.error, rest: 0 };
      if (status === COMPLETE) commands.push(wordsOf(vector));
      at = parser.position;
    }
    kept = Buffer.from(bytes.u8.subarray(at, end));
    // What a vector that waits points to is overwritten before more comes.
    bytes.u8.fill(0x2a);
  }
  return { commands, error: '', rest: kept.length };
}

const read = (text: string, authenticated = true): Outcome =>
  readPieces([Buffer.from(text, 'latin1')], false, authenticated);

function request(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
}

const byteString = fc.uint8Array({ maxLength: 120, size: 'max' }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const commands = fc.array(fc.array(byteString, { minLength: 1, maxLength: 14, size: 'max' }), {
  maxLength: 8,
  size: 'max',
});

describe('RequestParser', () => {
  test('any split of a pipeline gives the same commands', () => {
    fc.assert(
      fc.property(
        commands,
        fc.array(fc.nat(), { maxLength: 12, size: 'max' }),
        fc.boolean(),
        (expected, cuts, resumes) => {
          const bytes = Buffer.from(expected.map(request).join(''), 'latin1');
          const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
          const pieces = places.slice(1).map((place, i) => bytes.subarray(places[i], place));
          expect(readPieces(pieces, resumes)).toEqual({ commands: expected, error: '', rest: 0 });
        },
      ),
    );
  });

  test.each([false, true])('a pipeline that comes byte by byte is read too (resuming: %s)', (resumes) => {
    const expected = [
      ['SET', 'key', 'value'],
      ['PING'],
      Array.from({ length: 12 }, (_, i) => 'x'.repeat(i)),
      ['', ''],
      ['GET', 'y'.repeat(150)],
    ];
    const bytes = Buffer.from(`${expected.map(request).join('')}\r\n*0\r\nPING inline\r\n`);
    const pieces = [...bytes].map((byte) => Buffer.from([byte]));
    expect(readPieces(pieces, resumes)).toEqual({ commands: [...expected, ['PING', 'inline']], error: '', rest: 0 });
  });

  test('random bytes, and requests with bytes changed, never crash it or make it read beyond its range', () => {
    const noise = fc.uint8Array({ maxLength: 80, size: 'max' });
    const alphabet = fc
      .array(fc.constantFrom(...'*$:+-0123456789\r\n\0"\' aZ\xff'), { maxLength: 60, size: 'max' })
      .map((a) => a.join(''));
    const broken = fc.tuple(commands, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([list, at, byte]) => {
      const bytes = Buffer.from(list.map(request).join(''), 'latin1');
      if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return bytes;
    });
    const input = fc.oneof(
      noise.map((bytes) => Buffer.from(bytes)),
      alphabet.map((text) => Buffer.from(text, 'latin1')),
      broken,
    );
    fc.assert(
      fc.property(input, fc.nat(), fc.boolean(), (bytes, cut, authenticated) => {
        const place = cut % (bytes.length + 1);
        const whole = readPieces([bytes], false, authenticated);
        const inTwo = readPieces([bytes.subarray(0, place), bytes.subarray(place)], true, authenticated);
        expect(inTwo).toEqual(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what it has read before changes nothing', () => {
    const heads = fc.constantFrom(
      '*2\r\n$3\r\n',
      '*3\r\n$3\r\n',
      '*2\r\n$4\r\n',
      '*2\n\n$3\n\n',
      '*2\r\n$3\rx',
      '*1\r\n$4\r\n',
    );
    const tails = fc.constantFrom('GET\r\n$1\r\nk\r\n', 'SET\r\n$1\r\nk\r\n$1\r\nv\r\n', 'PING\r\n', 'GET', '\r\n', '');
    const bytes = fc
      .array(fc.tuple(heads, tails), { minLength: 1, maxLength: 8 })
      .map((parts) => new Bytes(Buffer.from(parts.map((part) => part.join('')).join(''), 'latin1')));
    fc.assert(
      fc.property(bytes, fc.boolean(), (input, authenticated) => {
        const experienced = new RequestParser(LIMITS);
        for (let at = 0, status = COMPLETE; at < input.length && (status === COMPLETE || status === EMPTY);) {
          const fresh = new RequestParser(LIMITS);
          const [vector, other] = [new ArgumentVector(), new ArgumentVector()];
          status = experienced.parse(input, at, input.length, vector, authenticated);
          expect(status).toBe(fresh.parse(input, at, input.length, other, authenticated));
          expect(wordsOf(vector)).toEqual(wordsOf(other));
          expect([experienced.error, experienced.known, experienced.needed]).toEqual([
            fresh.error,
            status === INCOMPLETE ? fresh.known : experienced.known,
            status === INCOMPLETE ? fresh.needed : experienced.needed,
          ]);
          if (status === COMPLETE || status === EMPTY) expect(experienced.position).toBe(fresh.position);
          at = experienced.position;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('an empty array, a negative count and an empty line are nothing to execute', () => {
    const parser = new RequestParser(LIMITS);
    for (const text of ['*0\r\n', '*-1\r\n', '*-9223372036854775808\r\n', '\r\n', '\n', '   \r\n']) {
      const bytes = Bytes.fromString(text);
      expect(parser.parse(bytes, 0, bytes.length, new ArgumentVector(), true)).toBe(EMPTY);
      expect(parser.position).toBe(bytes.length);
    }
    expect(read('*0\r\n\r\n*-5\r\nPING\r\n').commands).toEqual([['PING']]);
  });

  test.each([
    ['*a\r\n', 'invalid multibulk length'],
    ['*\r\n', 'invalid multibulk length'],
    ['*+1\r\n', 'invalid multibulk length'],
    ['*01\r\n', 'invalid multibulk length'],
    ['*2147483648\r\n', 'invalid multibulk length'],
    ['*9223372036854775808\r\n', 'invalid multibulk length'],
    ['*-9223372036854775809\r\n', 'invalid multibulk length'],
    ['*1\r\nPING\r\n', "expected '$', got 'P'"],
    ['*1\r\n:5\r\n', "expected '$', got ':'"],
    ['*1\r\n\xe9\r\n', "expected '$', got '\xe9'"],
    ['*1\r\n\r\nPING\r\n', "expected '$', got ' '"],
    ['*1\r\n\nPING\r\n', "expected '$', got ' '"],
    ['*1\r$4\r\nPING\r\n', "expected '$', got '4'"],
    ['*1\r\n$\r\n', 'invalid bulk length'],
    ['*1\r\n$-1\r\n', 'invalid bulk length'],
    ['*1\r\n$04\r\n', 'invalid bulk length'],
    ['*1\r\n$4x\r\n', 'invalid bulk length'],
    ['*1\r\n$536870913\r\n', 'invalid bulk length'],
    ['*1\r\n$9223372036854775807\r\n', 'invalid bulk length'],
    ['"PING\r\n', 'unbalanced quotes in request'],
    ['PING "a"b\r\n', 'unbalanced quotes in request'],
    [`*${'1'.repeat(65_536)}`, 'too big mbulk count string'],
    [`*1\r\n$${'1'.repeat(65_536)}`, 'too big bulk count string'],
    [`*1\r\n$\0${'\r\n'.repeat(33_000)}`, 'too big bulk count string'],
    ['x'.repeat(65_537), 'too big inline request'],
    [`${'x'.repeat(82_000)}\r\n`, 'too big inline request'],
  ])('no. %# is refused', (text, error) => {
    expect(read(text)).toMatchObject({ commands: [], error });
    expect(read(`${request(['PING'])}${text}`)).toMatchObject({ commands: [['PING']], error });
  });

  test.each([
    '*',
    '*1',
    '*1\r',
    '*0\r',
    '*a\r',
    '*1\r\n$a\r',
    '*1\r\n',
    '*1\r\n$',
    '*1\r\n$4\r\nPING',
    '*1\r\n$4\r\nPING\r',
    '*2147483647\r\n',
    '*1\r\n$536870912\r\n',
    `*${'1'.repeat(65_535)}`,
    `*1\r\n$${'1'.repeat(65_535)}`,
    '*1\r\n$4\0\r\nPING\r\n',
    'PING',
    'x'.repeat(65_536),
  ])('no. %# waits for more', (text) => {
    expect(read(text)).toEqual({ commands: [], error: '', rest: text.length });
  });

  test('before authentication: ten arguments of 16 KiB at the most', () => {
    const ten = Array.from({ length: 10 }, () => 'x');
    expect(read(request(ten), false).commands).toEqual([ten]);
    expect(read(request([...ten, 'x']), false).error).toBe('unauthenticated multibulk length');
    expect(read(request(['x'.repeat(16_384)]), false).commands.length).toBe(1);
    expect(read(request(['x'.repeat(16_385)]), false).error).toBe('unauthenticated bulk length');
    expect(read(request(['x'.repeat(16_385), ...ten]), true).error).toBe('');
  });

  test('the longest argument is a limit that may change', () => {
    const limits = { maxBulkLength: 1024 * 1024 };
    const parser = new RequestParser(limits);
    const bytes = Bytes.fromString(`*1\r\n$${1024 * 1024 + 1}\r\n`);
    expect(parser.parse(bytes, 0, bytes.length, new ArgumentVector(), true)).toBe(PROTOCOL_ERROR);
    limits.maxBulkLength++;
    expect(parser.parse(bytes, 0, bytes.length, new ArgumentVector(), true)).toBe(INCOMPLETE);
  });

  test('inline: words, quotes and escapes, ended by a line feed alone too', () => {
    expect(read('PING\n').commands).toEqual([['PING']]);
    expect(read('  SET  "a b"\t\'c d\' "\\x41\\n"  \r\n').commands).toEqual([['SET', 'a b', 'c d', 'A\n']]);
    expect(read("GET ''\r\n").commands).toEqual([['GET', '']]);
    expect(read('GET \xff\r\n').commands).toEqual([['GET', '\xff']]);
    expect(read(`${'x'.repeat(81_000)}\r\n`).commands[0][0].length).toBe(81_000);
  });

  test('a line end inside a frame is skipped, not looked at, as Redis does', () => {
    expect(read('*1\rX$4\rYPING--PING\r\n').commands).toEqual([['PING'], ['PING']]);
  });

  test('many arguments and long headers', () => {
    const words = Array.from({ length: 20_000 }, (_, i) => `argument:${i}`);
    expect(read(request(words)).commands).toEqual([words]);
    const long = ['x'.repeat(100), 'y'.repeat(1_000), 'z'.repeat(100_000)];
    expect(read(request(long)).commands).toEqual([long]);
  });
});
