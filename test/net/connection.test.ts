import type { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import type { ConnectionOwner } from '../../src/net/connection.ts';
import { Connection, HEADROOM, PRIVATE_BYTES, READ_BYTES, ReadBuffer } from '../../src/net/connection.ts';
import { Outbound } from '../../src/net/outbound.ts';

/** A socket that notes what is done to it. */
class FakeSocket {
  readonly log: string[] = [];
  writableLength = 0;

  pause(): void {
    this.log.push('pause');
  }

  resume(): void {
    this.log.push('resume');
  }

  write(piece: Uint8Array): void {
    this.log.push(`write ${Buffer.from(piece).toString()}`);
  }

  end(): void {
    this.log.push('end');
  }

  destroySoon(): void {
    this.log.push('destroySoon');
  }

  destroy(): void {
    this.log.push('destroy');
  }
}

/** Uses records of a length (three bytes) and as many bytes; halts when it has used `share` of them. */
class RecordReader implements ConnectionOwner {
  readonly records: Buffer[] = [];
  share = Infinity;
  closes = 0;
  /** Says how long an unfinished record will be. */
  tells = false;

  received(connection: Connection, bytes: Bytes, start: number, end: number): number {
    let at = start;
    for (let budget = this.share; at + 3 <= end; budget--) {
      if (budget === 0) {
        connection.halt();
        return at;
      }
      const length = (bytes.u8[at] << 16) | (bytes.u8[at + 1] << 8) | bytes.u8[at + 2];
      if (at + 3 + length > end) {
        if (this.tells) connection.wanted = 3 + length;
        return at;
      }
      this.records.push(Buffer.from(bytes.u8.subarray(at + 3, at + 3 + length)));
      at += 3 + length;
    }
    return at;
  }

  closed(): void {
    this.closes++;
  }

  outputWaits(): void {}

  outputOverflows(): void {}

  outputLeft(): void {}
}

function setUp(): { socket: FakeSocket; input: ReadBuffer; owner: RecordReader; connection: Connection } {
  const socket = new FakeSocket();
  const input = new ReadBuffer();
  const owner = new RecordReader();
  return { socket, input, owner, connection: new Connection(socket as unknown as Socket, input, owner) };
}

/** As the system does: into the window, then the word that so much is there. */
function deliver(input: ReadBuffer, connection: Connection, piece: Uint8Array): void {
  for (let at = 0; at < piece.length; at += READ_BYTES) {
    const part = piece.subarray(at, at + READ_BYTES);
    input.window.set(part);
    connection.deliver(part.length);
    // The next client's bytes stand here from now on.
    input.bytes.u8.fill(0xee);
  }
}

function record(content: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([content.length >> 16, (content.length >> 8) & 255, content.length & 255]),
    content,
  ]);
}

const contents = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.nat({ max: 400 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(HEADROOM - 3, HEADROOM - 2, HEADROOM, READ_BYTES - 3, READ_BYTES, 700_000),
      },
    ),
    { maxLength: 30, size: 'max' },
  )
  .map((lengths) => lengths.map((length, i) => Buffer.alloc(length, `${i}:${length};`)));
const halts = fc.option(fc.integer({ min: 1, max: 5 }));
const pieceSizes = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 600 }) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: READ_BYTES }) },
  ),
  { minLength: 1, maxLength: 20, size: 'max' },
);

describe('Connection', () => {
  test('however the bytes come, and however often the owner halts, each record is used once and whole', () => {
    fc.assert(
      fc.property(contents, pieceSizes, halts, fc.boolean(), fc.nat(3), (expected, sizes, share, tells, trims) => {
        const { input, owner, connection } = setUp();
        owner.share = share ?? Infinity;
        owner.tells = tells;
        const bytes = Buffer.concat(expected.map(record));
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const piece = bytes.subarray(at, at + sizes[i % sizes.length]);
          deliver(input, connection, piece);
          at += piece.length;
          expect(connection.bytesRead).toBe(at);
          // A halted socket delivers nothing until it goes on.
          while (connection.isHalted) connection.proceed();
          if (trims > 0 && i % (trims * 50) === 0) connection.trim(i % 100 === 0);
        }
        expect(owner.records.length).toBe(expected.length);
        expect(expected.every((content, i) => content.equals(owner.records[i]))).toBe(true);
        expect(connection.kept).toBe(0);
        connection.trim(true);
        expect(connection.keptCapacity).toBeLessThanOrEqual(4096);
      }),
      { numRuns: 150 },
    );
  });

  test('what is not used is kept, in a buffer of its own that stays for the next rest', () => {
    const { input, owner, connection } = setUp();
    deliver(input, connection, Buffer.concat([record(Buffer.from('abc')), Buffer.from([0, 0, 9, 1])]));
    expect(owner.records.length).toBe(1);
    expect([connection.kept, connection.keptCapacity]).toEqual([4, PRIVATE_BYTES]);
    deliver(input, connection, Buffer.alloc(8));
    expect([owner.records.length, connection.kept, connection.keptCapacity]).toEqual([2, 0, PRIVATE_BYTES]);
    connection.trim(false);
    expect(connection.keptCapacity).toBe(PRIVATE_BYTES);
    connection.trim(true);
    expect(connection.keptCapacity).toBe(0);
  });

  test('room for what a request announces is there from its first bytes on', () => {
    const { input, owner, connection } = setUp();
    owner.tells = true;
    const whole = record(Buffer.alloc(1_000_000, 'x'));
    deliver(input, connection, whole.subarray(0, 50));
    expect([connection.kept, connection.keptCapacity]).toEqual([50, 1_000_003]);
    // While it is under way its room stays, unless nothing has come for long.
    connection.trim(false);
    expect(connection.keptCapacity).toBe(1_000_003);
    connection.trim(true);
    expect([connection.kept, connection.keptCapacity]).toEqual([50, 50]);
    deliver(input, connection, whole.subarray(50));
    expect(owner.records[0].equals(whole.subarray(3))).toBe(true);
  });

  test('what is longer than its first room gets more in a few great steps, and never beyond what it announces', () => {
    const { input, owner, connection } = setUp();
    const announced = 100 * 1024 * 1024;
    owner.received = (_connection, _bytes, start) => {
      connection.wanted = announced;
      return start;
    };
    const capacities = new Set<number>();
    for (let sent = 0; sent < announced; sent += READ_BYTES) {
      connection.deliver(Math.min(READ_BYTES, announced - sent));
      capacities.add(connection.keptCapacity);
    }
    expect(connection.kept).toBe(announced);
    expect(input.window.length).toBe(READ_BYTES);
    expect([...capacities].map((bytes) => bytes / 1024 / 1024)).toEqual([16, 32, 64, 100]);
  });

  test('after long requests a busy client keeps room for those of late', () => {
    const { input, owner, connection } = setUp();
    owner.tells = true;
    const whole = record(Buffer.alloc(400_000, 'x'));
    deliver(input, connection, whole.subarray(0, 300_000));
    deliver(input, connection, whole.subarray(300_000));
    connection.trim(false);
    expect([connection.kept, connection.keptCapacity]).toEqual([0, 400_003]);
    connection.trim(false);
    expect(connection.keptCapacity).toBe(PRIVATE_BYTES);
  });

  test('what is kept is offered again when the owner asks for it', () => {
    const { input, owner, connection } = setUp();
    const received = owner.received.bind(owner);
    owner.received = (_connection, _bytes, start) => start;
    deliver(input, connection, record(Buffer.from('abc')));
    connection.offerKept();
    expect([owner.records.length, connection.kept]).toEqual([0, 6]);
    owner.received = received;
    connection.offerKept();
    expect([owner.records.length, connection.kept]).toEqual([1, 0]);
    connection.offerKept();
    expect(owner.records.length).toBe(1);
  });

  test('while the owner looks at bytes, it is told how many', () => {
    const { input, owner, connection } = setUp();
    const seen: number[] = [];
    owner.received = (_connection, _bytes, _start, end) => {
      seen.push(connection.offered);
      return end;
    };
    deliver(input, connection, Buffer.alloc(26));
    expect([seen, connection.offered]).toEqual([[26], 0]);
  });

  test('halting pauses the socket until the owner has seen the rest', () => {
    const { socket, input, owner, connection } = setUp();
    owner.share = 2;
    const records = ['a', 'b', 'c', 'd', 'e'].map((text) => record(Buffer.from(text)));
    deliver(input, connection, Buffer.concat(records));
    connection.halt();
    expect([owner.records.length, connection.isHalted, socket.log]).toEqual([2, true, ['pause']]);
    connection.proceed();
    expect([owner.records.length, connection.isHalted, socket.log]).toEqual([4, true, ['pause', 'pause']]);
    connection.proceed();
    expect([owner.records.length, connection.isHalted, socket.log]).toEqual([5, false, ['pause', 'pause', 'resume']]);
    connection.proceed();
    expect(socket.log.length).toBe(3);
  });

  test('one that is closing ignores what comes, sends what waits and takes no more', () => {
    const { socket, input, owner, connection } = setUp();
    const reply = Bytes.fromString('bye');
    deliver(input, connection, Buffer.from([0, 0, 9]));
    connection.outbound.take(reply, 0, 3);
    connection.closeAfterReply();
    expect(socket.log).toEqual(['write bye', 'end', 'destroySoon']);
    expect(connection.kept).toBe(0);
    deliver(input, connection, record(Buffer.from('abc')));
    connection.outbound.take(reply, 0, 3);
    connection.outbound.flush();
    connection.halt();
    connection.proceed();
    expect(owner.records).toEqual([]);
    expect(connection.outbound.held).toBe(0);
    expect(socket.log.filter((entry) => entry.startsWith('write'))).toEqual(['write bye']);
  });

  test('one that is destroyed sends nothing more', () => {
    const { socket, connection } = setUp();
    connection.outbound.take(Bytes.fromString('bye'), 0, 3);
    connection.destroy();
    connection.outbound.flush();
    expect(socket.log).toEqual(['destroy']);
  });

  test('an owner that closes while it reads is not shown the rest', () => {
    const { input, owner, connection } = setUp();
    const received = owner.received.bind(owner);
    owner.received = (...args) => {
      connection.stopReading();
      return received(...args);
    };
    deliver(input, connection, Buffer.from([0, 0, 9, 1, 2]));
    expect(connection.kept).toBe(0);
  });

  test('its outbound is of its socket', () => {
    expect(setUp().connection.outbound).toBeInstanceOf(Outbound);
  });
});
