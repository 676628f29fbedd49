import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import type { Lender, OutputSink } from '../../src/memory/output.ts';
import { CHUNK_BYTES, OutputBuffer } from '../../src/memory/output.ts';
import { ReplyWriter } from '../../src/resp/reply-writer.ts';

const nobody: Lender = { pin: () => undefined, unpin: () => undefined };

/** What a reply looks like on the wire; `before` bytes stand in the chunk already. */
function written(write: (reply: ReplyWriter) => void, protocol = 2, before = 0): string {
  const output = new OutputBuffer();
  let text = '';
  const sink: OutputSink = {
    held: 0,
    take: (bytes, start, end) => void (text += bytes.latin1(start, end)),
    borrow: (bytes, start, end) => void (text += bytes.latin1(start, end)),
    cutTo: () => undefined,
  };
  const reply = new ReplyWriter(output);
  reply.protocol = protocol;
  output.open(sink);
  output.at += before;
  write(reply);
  output.close();
  return text.slice(before);
}

describe('ReplyWriter', () => {
  test.each<[name: string, write: (reply: ReplyWriter) => void, resp2: string, resp3: string]>([
    ['ok', (reply) => reply.ok(), '+OK\r\n', '+OK\r\n'],
    ['simple', (reply) => reply.simple('PONG'), '+PONG\r\n', '+PONG\r\n'],
    ['error', (reply) => reply.error('ERR no such key'), '-ERR no such key\r\n', '-ERR no such key\r\n'],
    ['error over lines', (reply) => reply.error('ERR a\r\nb\n'), '-ERR a  b \r\n', '-ERR a  b \r\n'],
    ['integer', (reply) => reply.integer(-42), ':-42\r\n', ':-42\r\n'],
    ['integer 0', (reply) => reply.integer(0), ':0\r\n', ':0\r\n'],
    [
      'integer in text',
      (reply) => reply.integerText(Bytes.fromString('a-1234567b'), 1, 8),
      ':-1234567\r\n',
      ':-1234567\r\n',
    ],
    ['bigint', (reply) => reply.integer(-(2n ** 63n)), ':-9223372036854775808\r\n', ':-9223372036854775808\r\n'],
    ['bulk', (reply) => reply.bulk(Bytes.fromString('xabcx'), 1, 3), '$3\r\nabc\r\n', '$3\r\nabc\r\n'],
    ['empty bulk', (reply) => reply.bulk(Bytes.fromString('x'), 1, 0), '$0\r\n\r\n', '$0\r\n\r\n'],
    [
      'bulk in place',
      (reply) => reply.bulkInPlace(Bytes.fromString('xab'), 1, 2, nobody),
      '$2\r\nab\r\n',
      '$2\r\nab\r\n',
    ],
    ['bulk text', (reply) => reply.bulkText('é'), '$2\r\n\xc3\xa9\r\n', '$2\r\n\xc3\xa9\r\n'],
    ['bulk byte string', (reply) => reply.bulkLatin1('\xe9\0'), '$2\r\n\xe9\0\r\n', '$2\r\n\xe9\0\r\n'],
    [
      'bulk integer',
      (reply) => reply.bulkInteger(-1234567890123),
      '$14\r\n-1234567890123\r\n',
      '$14\r\n-1234567890123\r\n',
    ],
    ['null', (reply) => reply.null(), '$-1\r\n', '_\r\n'],
    ['null array', (reply) => reply.nullArray(), '*-1\r\n', '_\r\n'],
    ['true', (reply) => reply.boolean(true), ':1\r\n', '#t\r\n'],
    ['false', (reply) => reply.boolean(false), ':0\r\n', '#f\r\n'],
    ['double', (reply) => reply.double(3.25), '$4\r\n3.25\r\n', ',3.25\r\n'],
    ['infinity', (reply) => reply.double(-Infinity), '$4\r\n-inf\r\n', ',-inf\r\n'],
    ['big number', (reply) => reply.bigNumber('-123'), '$4\r\n-123\r\n', '(-123\r\n'],
    ['verbatim', (reply) => reply.verbatim('é'), '$2\r\n\xc3\xa9\r\n', '=6\r\ntxt:\xc3\xa9\r\n'],
    ['array', (reply) => reply.array(12), '*12\r\n', '*12\r\n'],
    ['set', (reply) => reply.set(2), '*2\r\n', '~2\r\n'],
    ['map', (reply) => reply.map(2), '*4\r\n', '%2\r\n'],
    ['push', (reply) => reply.push(3), '*3\r\n', '>3\r\n'],
    ['attribute', (reply) => reply.attribute(1), '|1\r\n', '|1\r\n'],
    ['raw', (reply) => reply.raw('+é\r\n', 'latin1'), '+\xe9\r\n', '+\xe9\r\n'],
  ])('%s', (_name, write, resp2, resp3) => {
    expect(written(write, 2)).toBe(resp2);
    expect(written(write, 3)).toBe(resp3);
    // The same wherever the end of the chunk falls.
    for (let room = 0; room < 30; room++) expect(written(write, 2, CHUNK_BYTES - room)).toBe(resp2);
  });

  test('bulk strings of any length, anywhere in the chunk', () => {
    const length = fc.oneof(
      fc.nat({ max: 300 }),
      fc.constantFrom(111, 112, 113, CHUNK_BYTES - 12, CHUNK_BYTES, CHUNK_BYTES + 1, 1_000_000),
    );
    fc.assert(
      fc.property(length, fc.nat({ max: CHUNK_BYTES }), (size, before) => {
        const bytes = new Bytes(new Uint8Array(size + 2).map((_, i) => i * 7));
        const expected = `$${size}\r\n${bytes.latin1(1, size + 1)}\r\n`;
        expect(written((reply) => reply.bulk(bytes, 1, size), 2, before) === expected).toBe(true);
        expect(written((reply) => reply.bulkInPlace(bytes, 1, size, nobody), 2, before) === expected).toBe(true);
        expect(written((reply) => reply.bulkLatin1(bytes.latin1(1, size + 1)), 2, before) === expected).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('integers as JavaScript shows them', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(written((reply) => reply.integer(value))).toBe(`:${value}\r\n`);
        expect(written((reply) => reply.bulkInteger(value))).toBe(`$${String(value).length}\r\n${value}\r\n`);
      }),
    );
  });
});
