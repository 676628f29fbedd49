import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import type { Lender, OutputSink } from '../../src/memory/output.ts';
import { CHUNK_BYTES, OutputBuffer } from '../../src/memory/output.ts';

interface Range {
  readonly bytes: Bytes;
  readonly start: number;
  end: number;
  readonly lender: Lender | undefined;
}

/** Keeps the ranges that it is given, as a socket that nobody reads. */
class Sink implements OutputSink {
  held = 0;
  ranges: Range[] = [];

  take(bytes: Bytes, start: number, end: number): void {
    this.ranges.push({ bytes, start, end, lender: undefined });
    this.held += end - start;
  }

  borrow(bytes: Bytes, start: number, end: number, lender: Lender): void {
    this.ranges.push({ bytes, start, end, lender });
    this.held += end - start;
  }

  cutTo(held: number): void {
    while (this.held > held) {
      const last = this.ranges[this.ranges.length - 1];
      const cut = Math.min(this.held - held, last.end - last.start);
      last.end -= cut;
      this.held -= cut;
      if (last.end === last.start) this.ranges.pop()?.lender?.unpin(last.bytes);
    }
  }

  get content(): string {
    return this.ranges.map(({ bytes, start, end }) => bytes.latin1(start, end)).join('');
  }
}

class Ledger implements Lender {
  pinned = 0;

  pin(): void {
    this.pinned++;
  }

  unpin(): void {
    this.pinned--;
  }
}

let nextByte = 0;

/** Bytes that no neighbour repeats, so that a range out of place shows. */
function fresh(length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode(33 + (nextByte++ % 90));
  return text;
}

function write(output: OutputBuffer, text: string): void {
  output.reserve(text.length);
  output.bytes.u8.set(Buffer.from(text, 'latin1'), output.at);
  output.at += text.length;
}

const lengths = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 200 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: CHUNK_BYTES }) },
  { weight: 1, arbitrary: fc.integer({ min: CHUNK_BYTES, max: CHUNK_BYTES + 100_000 }) },
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ write: lengths }) },
  { weight: 2, arbitrary: fc.record({ chain: fc.integer({ min: 1, max: 300 }) }) },
  { weight: 2, arbitrary: fc.constant('mark' as const) },
  { weight: 2, arbitrary: fc.constant('revert' as const) },
  { weight: 2, arbitrary: fc.record({ open: fc.integer({ min: 0, max: 2 }) }) },
);

describe('OutputBuffer', () => {
  test('over any sequence every sink gets what was written for it, and nothing taken back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (sequence) => {
        const output = new OutputBuffer();
        const ledger = new Ledger();
        const sinks = [new Sink(), new Sink(), new Sink()];
        const expected = ['', '', ''];
        let current = 0;
        let markLength = 0;
        output.open(sinks[0]);
        output.mark();
        for (const action of sequence) {
          if (action === 'mark') {
            output.mark();
            markLength = expected[current].length;
          } else if (action === 'revert') {
            output.revert();
            expected[current] = expected[current].slice(0, markLength);
          } else if ('write' in action) {
            const text = fresh(action.write);
            write(output, text);
            expected[current] += text;
          } else if ('chain' in action) {
            const text = fresh(action.chain);
            output.chain(Bytes.fromString(`<<${text}>>`, 'latin1'), 2, 2 + text.length, ledger);
            expected[current] += text;
          } else {
            current = action.open;
            output.open(sinks[current]);
            output.mark();
            markLength = expected[current].length;
          }
        }
        output.close();
        expect(sinks.map((sink) => sink.content === expected[sinks.indexOf(sink)])).toEqual([true, true, true]);
        expect(sinks.map(({ held }) => held)).toEqual(expected.map(({ length }) => length));
        const lent = sinks.flatMap(({ ranges }) => ranges).filter(({ lender }) => lender !== undefined);
        expect(ledger.pinned).toBe(lent.length);
      }),
    );
  });

  test('takes back a lent range that begins right at the mark', () => {
    const output = new OutputBuffer();
    const ledger = new Ledger();
    const sink = new Sink();
    output.open(sink);
    write(output, 'kept');
    output.mark();
    output.chain(Bytes.fromString('lent'), 0, 4, ledger);
    output.revert();
    output.close();
    expect(sink.content).toBe('kept');
    expect(ledger.pinned).toBe(0);
  });

  test('replies of one client that follow each other are one range', () => {
    const output = new OutputBuffer();
    const sink = new Sink();
    for (const text of ['a', 'b', 'c']) {
      output.open(sink);
      write(output, text);
    }
    output.close();
    expect(sink.ranges.length).toBe(1);
    expect(sink.content).toBe('abc');
  });

  test('a range passed on comes behind what was written, and stays when a reply is taken back', () => {
    const output = new OutputBuffer();
    const [sink, other] = [new Sink(), new Sink()];
    const bytes = Bytes.fromString('push');
    output.open(sink);
    write(output, 'before ');
    output.mark();
    output.pass(sink, bytes, 0, 4);
    output.pass(other, bytes, 0, 4);
    write(output, 'gone');
    output.revert();
    write(output, ' after');
    expect([output.isOpenFor(sink), output.isOpenFor(other)]).toEqual([true, false]);
    output.close();
    expect(output.isOpenFor(sink)).toBe(false);
    expect([sink.content, other.content]).toEqual(['before push after', 'push']);
  });

  test('saved marks survive those set in between', () => {
    const output = new OutputBuffer();
    const sink = new Sink();
    output.open(sink);
    write(output, 'a');
    output.mark();
    const outer = output.saveMark();
    write(output, 'b');
    output.mark();
    write(output, fresh(CHUNK_BYTES));
    output.restoreMark(outer);
    output.revert();
    output.close();
    expect(sink.content).toBe('a');
  });

  test('once its replies have left, a chunk is written again, but an oversized one is let go', () => {
    const output = new OutputBuffer();
    const sink = new Sink();
    const chunk = output.bytes;
    output.open(sink);
    write(output, 'a');
    output.close();
    output.settled();
    expect(output.bytes).toBe(chunk);
    expect(output.at).toBe(0);

    output.open(sink);
    write(output, fresh(CHUNK_BYTES + 1));
    output.close();
    expect(output.bytes.length).toBe(CHUNK_BYTES + 1);
    output.settled();
    expect(output.bytes.length).toBe(CHUNK_BYTES);
  });

  test('chunks filled in one turn serve the next ones, if all has left', () => {
    const output = new OutputBuffer();
    const sink = new Sink();
    const seen = new Set<Bytes>();
    const fill = (chunks: number): void => {
      output.open(sink);
      for (let n = 0; n < chunks; n++) {
        output.reserve(CHUNK_BYTES);
        output.at += CHUNK_BYTES;
        seen.add(output.bytes);
      }
      output.close();
    };
    expect(output.isCrowded).toBe(false);
    fill(3);
    expect(output.isCrowded).toBe(true);
    output.settled();
    expect([output.isCrowded, seen.size]).toEqual([false, 3]);
    fill(3);
    output.settled();
    expect(seen.size).toBe(3);
    // A chunk that somebody still reads is kept out of use, and comes back when it is free.
    const [busy] = seen;
    busy.users = 1;
    fill(3);
    output.settled();
    fill(3);
    output.settled();
    expect(seen.size).toBe(4);
    busy.users = 0;
    fill(4);
    output.settled();
    fill(4);
    expect(seen.size).toBe(5);
  });

  test('a chunk of which a part still waits goes on behind it, and is never written from its front', () => {
    const output = new OutputBuffer();
    const sink = new Sink();
    output.open(sink);
    write(output, 'waits');
    output.close();
    const chunk = output.bytes;
    chunk.users = 1;
    output.settled();
    for (let turn = 0; turn < 3; turn++) {
      output.open(sink);
      expect([output.bytes === chunk, output.at]).toEqual([true, 5 + turn]);
      write(output, 'x');
      output.close();
      output.settled();
    }
    output.open(sink);
    for (let turn = 0; turn < 40; turn++) {
      write(output, fresh(CHUNK_BYTES));
      expect(output.bytes).not.toBe(chunk);
      output.close();
      output.settled();
      output.open(sink);
    }
    output.close();
    expect(sink.content.startsWith('waitsxxx')).toBe(true);
  });

  test('nothing can be written while no client is served', () => {
    const output = new OutputBuffer();
    const sink = new Sink();
    output.open(sink);
    output.close();
    write(output, 'a');
    expect(() => output.close()).toThrow('no client');
    expect(() => output.chain(Bytes.fromString('b'), 0, 1, new Ledger())).toThrow('no client');
  });

  test('tells that nobody reads a reply, once its sink drops what it gets', () => {
    const out = new OutputBuffer();
    const sink = Object.assign(new Sink(), { isDead: false });
    expect(out.isUnread).toBe(false);
    out.open(sink);
    expect(out.isUnread).toBe(false);
    sink.isDead = true;
    expect(out.isUnread).toBe(true);
    out.close();
    expect(out.isUnread).toBe(false);
  });
});
