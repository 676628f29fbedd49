import type { Bytes } from '../memory/bytes.ts';
import type { OutputSink } from '../memory/output.ts';
import { OutputBuffer } from '../memory/output.ts';
import { ReplyWriter } from '../resp/reply-writer.ts';
import type { Client } from './client.ts';
import { REPLY_OFF, REPLY_SKIP } from './client.ts';

/**
 * Messages that answer no request, on their way to the clients that they are for.
 *
 * ```
 *   message ─▶ encoded once per protocol, in a chunk of its own ─┬▶ the same range to the outbound of each receiver
 *                                                                └▶ kept for whoever is being served: it comes behind
 *                                                                   the reply to the command under way
 * ```
 *
 * One message behind the other in one chunk: a receiver of several in a row holds a single range, which leaves in a
 * single write.
 */
export interface Message {
  /** Most bytes that the encoding may take. */
  readonly size: number;
  encode(reply: ReplyWriter): void;
}

/** Whom a message can be sent to. */
export interface Receiver {
  readonly client: Client;
}

/** The messages in one protocol: the chunk under way, and where the last one stands in it. */
class Encoder implements OutputSink {
  readonly held = 0;
  bytes!: Bytes;
  start = 0;
  end = 0;
  /** Something was written since the last flush. */
  used = false;
  private readonly out = new OutputBuffer();
  private readonly reply = new ReplyWriter(this.out);

  constructor(protocol: 2 | 3) {
    this.reply.protocol = protocol;
  }

  encode(message: Message): void {
    this.used = true;
    this.out.open(this);
    // In one piece, so that it is one range.
    this.out.reserve(message.size);
    message.encode(this.reply);
    this.out.close();
  }

  take(bytes: Bytes, start: number, end: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  borrow(): void {
    throw new Error('a push lends no memory');
  }

  cutTo(): void {
    throw new Error('a push is never taken back');
  }

  settled(): void {
    if (!this.used) return;
    this.used = false;
    this.out.settled();
  }
}

interface Kept {
  readonly sink: OutputSink;
  readonly bytes: Bytes;
  readonly start: number;
  readonly end: number;
}

export class Pushes {
  /** Messages are kept for the client being served: its reply is complete now, and they can follow (`sendKept`). */
  waiting = false;
  /** A command is under way, so that what is for its client must not go before the reply. */
  inCommand = true;
  private readonly replies: OutputBuffer;
  private readonly encoders = { resp2: new Encoder(2), resp3: new Encoder(3) };
  private kept: Kept[] = [];

  /** @param replies where the replies of the client being served are written */
  constructor(replies: OutputBuffer) {
    this.replies = replies;
  }

  /** Sends a message to all receivers, which may leave their list meanwhile. */
  sendAll(message: Message, receivers: readonly Receiver[]): void {
    const { resp2, resp3 } = this.encoders;
    let in2 = false;
    let in3 = false;
    for (let i = receivers.length - 1; i >= 0; i--) {
      const { client } = receivers[i];
      if (client.protocol === 3) {
        if (!in3) resp3.encode(message);
        in3 = true;
        this.pass(client, resp3);
      } else {
        if (!in2) resp2.encode(message);
        in2 = true;
        this.pass(client, resp2);
      }
    }
  }

  /** Replies to the command under way with a message, which CLIENT REPLY does not silence. */
  answer(client: Client, message: Message, reply: ReplyWriter): void {
    if (client.replyMode === REPLY_OFF || client.replyMode === REPLY_SKIP) {
      const encoder = client.protocol === 3 ? this.encoders.resp3 : this.encoders.resp2;
      encoder.encode(message);
      this.keep(client.connection.sink, encoder);
    } else {
      message.encode(reply);
    }
  }

  /** The reply to the command under way is written: what was kept for its client follows. */
  sendKept(): void {
    const { kept } = this;
    this.kept = [];
    this.waiting = false;
    for (const { sink, bytes, start, end } of kept) this.replies.pass(sink, bytes, start, end);
  }

  /** Everything written so far has been handed to the system. */
  settled(): void {
    this.encoders.resp2.settled();
    this.encoders.resp3.settled();
  }

  private pass(client: Client, encoder: Encoder): void {
    if (client.closing) return;
    const { sink } = client.connection;
    if (this.inCommand && this.replies.isOpenFor(sink)) this.keep(sink, encoder);
    else this.replies.pass(sink, encoder.bytes, encoder.start, encoder.end);
  }

  private keep(sink: OutputSink, { bytes, start, end }: Encoder): void {
    this.kept.push({ sink, bytes, start, end });
    this.waiting = true;
  }
}
