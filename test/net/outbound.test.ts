import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bytes } from '../../src/memory/bytes.ts';
import type { Lender } from '../../src/memory/output.ts';
import { OutputBuffer } from '../../src/memory/output.ts';
import type { OutboundOwner } from '../../src/net/outbound.ts';
import { Outbound } from '../../src/net/outbound.ts';

/** A socket whose system takes nothing until it is told to. */
class SlowSystem extends Writable {
  received = '';
  /** The pieces as they were handed over. */
  readonly pieces: Uint8Array[] = [];
  blocked = false;
  private waiting: (() => void)[] = [];

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.pieces.push(piece);
    const take = (): void => {
      this.received += piece.toString('latin1');
      done();
    };
    if (this.blocked) this.waiting.push(take);
    else take();
  }

  /** Takes all that waits, also what is handed over meanwhile. */
  release(): void {
    this.blocked = false;
    while (this.waiting.length > 0) this.waiting.shift()?.();
  }
}

class Owner implements OutboundOwner {
  waits = 0;
  overflows = 0;

  outputWaits(): void {
    this.waits++;
  }

  outputOverflows(): void {
    this.overflows++;
  }

  outputLeft(): void {}
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

function setUp(): { system: SlowSystem; owner: Owner; outbound: Outbound } {
  const system = new SlowSystem();
  const owner = new Owner();
  return { system, owner, outbound: new Outbound(system as unknown as Socket, owner) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ write: fc.integer({ min: 1, max: 50 }) }) },
  { weight: 2, arbitrary: fc.record({ lend: fc.integer({ min: 1, max: 50 }) }) },
  { weight: 2, arbitrary: fc.constant('mark' as const) },
  { weight: 2, arbitrary: fc.constant('revert' as const) },
  { weight: 2, arbitrary: fc.constant('flush' as const) },
  { weight: 1, arbitrary: fc.constant('block' as const) },
  { weight: 1, arbitrary: fc.constant('release' as const) },
  { weight: 1, arbitrary: fc.constant('other' as const) },
);

describe('Outbound', () => {
  test('over any sequence the socket gets exactly what was written, and every loan ends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (sequence) => {
        const { system, outbound } = setUp();
        const other = setUp();
        const output = new OutputBuffer();
        const ledger = new Ledger();
        let text = '';
        let sent = 0;
        let marked = 0;
        let next = 0;
        const fresh = (length: number): string => {
          const from = text.length;
          for (let i = 0; i < length; i++) text += String.fromCharCode(33 + (next++ % 90));
          return text.slice(from);
        };
        const put = (content: string): void => {
          output.reserve(content.length);
          output.bytes.u8.set(Buffer.from(content, 'latin1'), output.at);
          output.at += content.length;
        };
        output.open(outbound);
        output.mark();
        for (const action of sequence) {
          if (action === 'mark') {
            output.mark();
            marked = text.length;
          } else if (action === 'revert') {
            output.revert();
            text = text.slice(0, marked);
          } else if (action === 'flush') {
            output.close();
            sent = text.length;
            expect(outbound.held).toBe(text.length - outbound.written);
            outbound.flush();
            expect(outbound.held).toBe(0);
            expect(outbound.written).toBe(sent);
            output.open(outbound);
            output.mark();
            marked = sent;
          } else if (action === 'block') {
            system.blocked = true;
          } else if (action === 'release') {
            system.release();
          } else if (action === 'other') {
            output.open(other.outbound);
            put('--');
            output.open(outbound);
          } else if ('write' in action) {
            put(fresh(action.write));
          } else {
            const content = fresh(action.lend);
            output.chain(Bytes.fromString(content, 'latin1'), 0, content.length, ledger);
          }
        }
        output.close();
        outbound.flush();
        system.release();
        await turn();
        system.release();
        await turn();
        expect(system.received).toBe(text);
        expect(ledger.pinned).toBe(0);
        expect(outbound.waiting).toBe(0);
      }),
    );
  });

  test('what another client was written meanwhile does not hide a loan from revert', () => {
    const [one, other] = [setUp(), setUp()];
    const output = new OutputBuffer();
    const ledger = new Ledger();
    output.open(one.outbound);
    output.mark();
    output.open(other.outbound);
    output.reserve(2);
    output.at += 2;
    output.open(one.outbound);
    output.chain(Bytes.fromString('ab'), 0, 2, ledger);
    output.revert();
    output.close();
    expect(one.outbound.held).toBe(0);
    expect(other.outbound.held).toBe(2);
    expect(ledger.pinned).toBe(0);
  });

  test('cutTo lets go of whole ranges and trims the last', () => {
    const { system, outbound } = setUp();
    const chunk = Bytes.fromString('abcdefghij');
    const ledger = new Ledger();
    outbound.take(chunk, 0, 3);
    ledger.pin();
    outbound.borrow(chunk, 5, 8, ledger);
    outbound.take(chunk, 8, 10);
    outbound.cutTo(4);
    expect(outbound.held).toBe(4);
    expect(ledger.pinned).toBe(1);
    outbound.cutTo(2);
    expect(ledger.pinned).toBe(0);
    expect(outbound.pieces).toBe(1);
    outbound.flush();
    expect(system.received).toBe('ab');
    outbound.take(chunk, 2, 4);
    outbound.cutTo(0);
    expect([outbound.held, outbound.pieces]).toEqual([0, 0]);
  });

  test('a range that goes on where the last one ended makes one piece', () => {
    const { system, outbound } = setUp();
    const chunk = Bytes.fromString('abcdef');
    outbound.take(chunk, 0, 2);
    outbound.take(chunk, 2, 4);
    expect(outbound.pieces).toBe(1);
    outbound.take(chunk, 5, 6);
    expect(outbound.pieces).toBe(2);
    outbound.flush();
    expect(system.received).toBe('abcdf');
  });

  test('small ranges from here and there leave as one piece, large and lent ones as they stand', () => {
    const { system, outbound } = setUp();
    const [here, there] = [Bytes.fromString('abcdefgh'), Bytes.fromString('0123456789')];
    for (const [bytes, start] of [
      [here, 0],
      [there, 4],
      [here, 6],
    ] as const) {
      outbound.take(bytes, start, start + 2);
    }
    outbound.flush();
    expect(system.pieces.map((piece) => Buffer.from(piece).toString())).toEqual(['ab45gh']);
    const large = Bytes.fromString('x'.repeat(70_000));
    outbound.take(here, 0, 1);
    outbound.take(large, 0, large.length);
    outbound.flush();
    const ledger = new Ledger();
    outbound.take(here, 0, 1);
    ledger.pin();
    outbound.borrow(there, 0, 1, ledger);
    outbound.flush();
    expect(system.pieces.map((piece) => piece.length)).toEqual([6, 1, 70_000, 1, 1]);
  });

  test('what was gathered waits unharmed while the system is behind', () => {
    const { system, outbound } = setUp();
    const bytes = Bytes.fromString('abcdefgh');
    system.blocked = true;
    outbound.take(bytes, 0, 1);
    outbound.take(bytes, 2, 3);
    outbound.flush();
    outbound.take(bytes, 4, 5);
    outbound.take(bytes, 6, 7);
    outbound.flush();
    system.release();
    expect(system.received).toBe('aceg');
  });

  test('tells its owner once that output waits, and again after the flush', () => {
    const { owner, outbound } = setUp();
    const chunk = Bytes.fromString('abcdef');
    outbound.take(chunk, 0, 2);
    outbound.take(chunk, 3, 4);
    expect(owner.waits).toBe(1);
    outbound.flush();
    outbound.take(chunk, 4, 5);
    expect(owner.waits).toBe(2);
  });

  test('tells its owner when more waits than the limit, here and in the socket together', () => {
    const { system, owner, outbound } = setUp();
    const chunk = Bytes.zeroed(100);
    outbound.limit = 50;
    system.blocked = true;
    outbound.take(chunk, 0, 30);
    outbound.flush();
    outbound.take(chunk, 30, 50);
    expect(owner.overflows).toBe(0);
    outbound.take(chunk, 50, 51);
    expect(owner.overflows).toBe(1);
    expect(outbound.waiting).toBe(51);
  });

  test('while the system is behind, a copy waits and the chunk has no further user', () => {
    const { system, outbound } = setUp();
    const chunk = Bytes.fromString('abcdef');
    system.blocked = true;
    outbound.take(chunk, 0, 2);
    outbound.flush();
    expect(chunk.users).toBe(1);
    outbound.take(chunk, 2, 4);
    outbound.flush();
    expect(chunk.users).toBe(1);
    chunk.u8.fill(0x2d, 2, 4);
    outbound.take(chunk, 4, 5);
    const other = Bytes.fromString('z');
    outbound.take(other, 0, 1);
    outbound.flush();
    expect([chunk.users, other.users]).toEqual([1, 0]);
    chunk.u8.fill(0x2d, 4, 5);
    system.release();
    expect(system.received).toBe('abcdez');
  });

  test('one that is discarded for its limit keeps nothing of what took it there', () => {
    const { owner, outbound } = setUp();
    const chunk = Bytes.zeroed(100);
    const ledger = new Ledger();
    outbound.limit = 50;
    owner.outputOverflows = () => outbound.discard();
    ledger.pinned = 1;
    outbound.borrow(chunk, 0, 60, ledger);
    outbound.take(chunk, 60, 70);
    expect([outbound.held, outbound.pieces, ledger.pinned]).toEqual([0, 0, 0]);

    const other = setUp();
    other.outbound.limit = 50;
    other.owner.outputOverflows = () => other.outbound.discard();
    other.outbound.take(chunk, 0, 60);
    expect([other.outbound.held, other.outbound.pieces]).toEqual([0, 0]);
  });

  test('after discard nothing waits, nothing is taken, every loan has ended', () => {
    const { system, owner, outbound } = setUp();
    const chunk = Bytes.fromString('abcdef');
    const ledger = new Ledger();
    ledger.pinned = 3;
    outbound.borrow(chunk, 0, 2, ledger);
    outbound.borrow(chunk, 2, 4, ledger);
    expect(outbound.isDead).toBe(false);
    outbound.discard();
    expect(outbound.isDead).toBe(true);
    outbound.borrow(chunk, 4, 5, ledger);
    outbound.take(chunk, 0, 1);
    expect(ledger.pinned).toBe(0);
    expect([outbound.held, outbound.pieces, owner.waits]).toEqual([0, 0, 1]);
    outbound.flush();
    expect(system.received).toBe('');
  });

  test('a loan ends although the socket breaks', async () => {
    const { system, outbound } = setUp();
    const ledger = new Ledger();
    system.blocked = true;
    system.on('error', () => undefined);
    ledger.pinned = 2;
    outbound.borrow(Bytes.fromString('a'), 0, 1, ledger);
    outbound.borrow(Bytes.fromString('b'), 0, 1, ledger);
    outbound.flush();
    system.destroy(new Error('reset'));
    system.release();
    await turn();
    expect(ledger.pinned).toBe(0);
  });
});

describe('Outbound past the stream', () => {
  class Request {
    oncomplete: ((status: number) => void) | undefined = undefined;
    isBound = false;

    getAsyncId(): number {
      return this.isBound ? 7 : -1;
    }
  }

  /**
   * The handle below a socket: takes writes at once, or in the background: (`blocked`) when the system has room, or
   * (`late`) before the write returns, though their end is told later.
   */
  class Handle {
    received = '';
    blocked = false;
    late = false;
    broken = false;
    directWrites = 0;
    private readonly waiting: (() => void)[] = [];

    writeBuffer(request: Request, bytes: Uint8Array): number {
      if (this.broken) return -32;
      // Node ends the process then.
      if (request.isBound) throw new Error('the request is bound to another write');
      this.directWrites++;
      // What the system reads is what stands there when it reads it.
      const read = (): void => {
        this.received += Buffer.from(bytes).toString('latin1');
      };
      if (!this.blocked) read();
      if (!this.blocked && !this.late) return 0;
      const isRead = !this.blocked;
      request.isBound = true;
      this.waiting.push(() => {
        if (!isRead) read();
        request.isBound = false;
        request.oncomplete?.(0);
      });
      return 0;
    }

    release(): void {
      this.blocked = false;
      this.late = false;
      while (this.waiting.length > 0) this.waiting.shift()?.();
    }
  }

  /** A socket as Node's: its stream writes through the handle. */
  class HandledSocket extends SlowSystem {
    readonly _handle = new Handle();

    override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
      this._handle.writeBuffer(new Request(), piece);
      done();
    }
  }

  function connected(): { socket: HandledSocket; handle: Handle; outbound: Outbound } {
    const socket = new HandledSocket();
    return { socket, handle: socket._handle, outbound: new Outbound(socket as unknown as Socket, new Owner()) };
  }

  const chunk = Bytes.fromString('abcdefghij');

  test('the first write shows the way, the others go straight to the handle', () => {
    const { socket, handle, outbound } = connected();
    let streamed = 0;
    const write = socket._write.bind(socket);
    socket._write = (...args) => {
      streamed++;
      write(...args);
    };
    for (let at = 0; at < 5; at++) {
      outbound.take(chunk, at, at + 1);
      outbound.flush();
    }
    expect(handle.received).toBe('abcde');
    expect(streamed).toBe(1);
  });

  test('a request whose write ended late is not used again before its end is told', () => {
    const { handle, outbound } = connected();
    outbound.take(chunk, 0, 1);
    outbound.flush();
    handle.late = true;
    outbound.take(chunk, 1, 2);
    outbound.flush();
    expect([handle.received, outbound.waiting]).toEqual(['ab', 1]);
    const other = connected();
    other.outbound.take(chunk, 2, 3);
    other.outbound.flush();
    handle.release();
    expect(outbound.waiting).toBe(0);
    outbound.take(chunk, 3, 4);
    outbound.flush();
    expect([handle.received, other.handle.received]).toEqual(['abd', 'c']);
  });

  test('what the system does not take at once is counted until it has, and what follows waits as a copy', () => {
    const { handle, outbound } = connected();
    const bytes = Bytes.fromString('a'.repeat(300) + 'bcdef');
    handle.blocked = true;
    outbound.take(bytes, 0, 300);
    outbound.flush();
    expect(bytes.users).toBe(1);
    expect([outbound.waiting, outbound.pieces]).toEqual([300, 1]);
    outbound.take(bytes, 300, 302);
    outbound.flush();
    expect(bytes.users).toBe(1);
    bytes.u8.fill(0x2d, 300);
    handle.release();
    expect(handle.received).toBe(`${'a'.repeat(300)}bc`);
    expect([outbound.waiting, outbound.pieces, bytes.users]).toEqual([0, 0, 0]);
    outbound.take(bytes, 303, 304);
    outbound.flush();
    expect(handle.received.slice(300)).toBe('bc-');
  });

  test('a short reply that the system does not take at once holds no chunk, and no other overwrites it', () => {
    const [first, second, third] = [connected(), connected(), connected()];
    const bytes = Bytes.fromString('abcdef');
    for (const [i, { handle, outbound }] of [first, second, third].entries()) {
      handle.blocked = i < 2;
      outbound.take(bytes, 2 * i, 2 * i + 2);
      outbound.flush();
    }
    expect(bytes.users).toBe(0);
    bytes.u8.fill(0x2d);
    expect([first.outbound.waiting, second.outbound.waiting, third.outbound.waiting]).toEqual([2, 2, 0]);
    first.handle.release();
    second.handle.release();
    expect([first, second, third].map(({ handle }) => handle.received)).toEqual(['ab', 'cd', 'ef']);
    expect([first.outbound.waiting, second.outbound.waiting]).toEqual([0, 0]);
  });

  test('every length arrives as it was', () => {
    const { handle, outbound } = connected();
    const bytes = Bytes.uninitialised(400);
    bytes.u8.forEach((_, i) => (bytes.u8[i] = 33 + (i % 90)));
    let expected = '';
    for (let length = 1; length < 260; length++) {
      outbound.take(bytes, length % 7, (length % 7) + length);
      outbound.flush();
      expected += bytes.latin1(length % 7, (length % 7) + length);
    }
    expect(handle.received).toBe(expected);
  });

  test('two sockets that wait do not share a request', () => {
    const [first, second] = [connected(), connected()];
    for (const { handle, outbound } of [first, second]) {
      handle.blocked = true;
      outbound.take(chunk, 0, 3);
      outbound.flush();
    }
    first.handle.release();
    expect([first.outbound.waiting, second.outbound.waiting]).toEqual([0, 3]);
    second.handle.release();
    expect(second.outbound.waiting).toBe(0);
  });

  test('a broken connection is destroyed', () => {
    const { socket, handle, outbound } = connected();
    handle.broken = true;
    outbound.take(chunk, 0, 3);
    outbound.flush();
    expect(socket.destroyed).toBe(true);
  });
});
