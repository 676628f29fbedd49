import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replyElements } from '../../src/execution/packed-reply.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import type { OutputSink } from '../../src/memory/output.ts';
import { CHUNK_BYTES, OutputBuffer } from '../../src/memory/output.ts';
import { ReplyWriter } from '../../src/resp/reply-writer.ts';
import { EncodedRun } from '../../src/structures/listpack.ts';

/** What is written comes together in `text`. */
class Collected implements OutputSink {
  text = '';
  held = 0;

  take(bytes: Bytes, start: number, end: number): void {
    this.text += bytes.latin1(start, end);
    this.held += end - start;
  }

  borrow(bytes: Bytes, start: number, end: number): void {
    this.take(bytes, start, end);
  }

  cutTo(): void {
    throw new Error('nothing is taken back here');
  }
}

/** Elements as they stand in a listpack, behind some bytes that are none of it, and ending with the memory. */
function elementsOf(texts: readonly string[], before: number): { bytes: Bytes; from: number; end: number } {
  const run = new EncodedRun();
  for (const text of texts) run.add(Bytes.fromString(text, 'latin1'), 0, text.length);
  const bytes = Bytes.uninitialised(before + run.length);
  run.copyTo(bytes, before);
  return { bytes, from: before, end: before + run.length };
}

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

/** The reply that says `texts`, written after `written` bytes of another; and how many it says that there are. */
function reply(texts: readonly string[], most: number, before = 3, written = 0): { count: number; text: string } {
  const out = new OutputBuffer();
  const writer = new ReplyWriter(out);
  const sink = new Collected();
  out.open(sink);
  for (let left = written; left > 0; left -= 1000) writer.raw('.'.repeat(Math.min(left, 1000)));
  const { bytes, from, end } = elementsOf(texts, before);
  const count = replyElements(writer, bytes, from, end, most);
  out.close();
  return { count, text: sink.text.slice(written) };
}

const element = fc.oneof(
  fc.constantFrom('', '0', '127', '128', '-1', '1.5', '9223372036854775807', '-9223372036854775808'),
  fc.string({ unit: 'binary-ascii', maxLength: 70 }),
  fc.integer().map(String),
  fc.nat(200).map((length) => 'x'.repeat(length)),
);

describe('replyElements', () => {
  test('says elements as bulk strings, whatever their form, up to the end or to as many as are wanted', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 40 }), fc.nat(50), fc.nat(9), (texts, most, before) => {
        const wanted = texts.slice(0, most);
        expect(reply(texts, most, before)).toEqual({ count: wanted.length, text: wanted.map(bulk).join('') });
      }),
    );
  });

  test.each([0, 1, 3, 4, 5, 7, 8, 9, 10, 11, 62, 63, 64, 65, 4095, 4096])('says a string of %i bytes', (length) => {
    const text = Array.from({ length }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
    expect(reply([text, 'next'], Infinity).text).toBe(bulk(text) + bulk('next'));
  });

  test('goes from one chunk of output to the next', () => {
    const texts = Array.from({ length: 200 }, (_, i) => `element:${i}`);
    for (const left of [0, 1, 60, 71, 72, 73, 500]) {
      const { text } = reply(texts, Infinity, 0, CHUNK_BYTES - left);
      expect(text).toBe(texts.map(bulk).join(''));
    }
  });
});
