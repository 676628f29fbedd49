import type { Message } from '../execution/pushes.ts';
import { Bytes, EMPTY_BYTES } from '../memory/bytes.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';

/** What a message's heading and each of its parts take beside their bytes, at most. */
const FRAME = 32;

/** The first word of a message, as it is sent. */
export const WORDS = {
  message: word('message'),
  pmessage: word('pmessage'),
  smessage: word('smessage'),
  subscribe: word('subscribe'),
  unsubscribe: word('unsubscribe'),
  psubscribe: word('psubscribe'),
  punsubscribe: word('punsubscribe'),
  ssubscribe: word('ssubscribe'),
  sunsubscribe: word('sunsubscribe'),
} as const;

function word(text: string): Bytes {
  return Bytes.fromString(text, 'latin1');
}

/** Something published: `message channel text`, or `pmessage pattern channel text`. One object, used again and again. */
export class Publication implements Message {
  word: Bytes = WORDS.message;
  /** The pattern that the channel has matched. */
  pattern: Bytes | undefined = undefined;
  channel: Bytes = EMPTY_BYTES;
  channelAt = 0;
  channelLength = 0;
  text: Bytes = EMPTY_BYTES;
  textAt = 0;
  textLength = 0;

  get size(): number {
    const pattern = this.pattern === undefined ? 0 : this.pattern.length;
    return FRAME * 5 + pattern + this.channelLength + this.textLength;
  }

  encode(reply: ReplyWriter): void {
    const { pattern } = this;
    reply.push(pattern === undefined ? 3 : 4);
    reply.bulk(this.word, 0, this.word.length);
    if (pattern !== undefined) reply.bulk(pattern, 0, pattern.length);
    reply.bulk(this.channel, this.channelAt, this.channelLength);
    reply.bulk(this.text, this.textAt, this.textLength);
  }

  /** Lets go of memory that is somebody else's. */
  forget(): void {
    this.channel = EMPTY_BYTES;
    this.text = EMPTY_BYTES;
  }
}

/** The reply to SUBSCRIBE and its like, once for each name: `subscribe channel subscriptions`. */
export class Confirmation implements Message {
  readonly size: number;
  private readonly word: Bytes;
  private readonly name: string | undefined;
  private readonly subscriptions: number;

  /** @param name undefined where a client leaves everything and had nothing */
  constructor(what: Bytes, name: string | undefined, subscriptions: number) {
    this.word = what;
    this.name = name;
    this.subscriptions = subscriptions;
    this.size = FRAME * 4 + (name?.length ?? 0);
  }

  encode(reply: ReplyWriter): void {
    reply.push(3);
    reply.bulk(this.word, 0, this.word.length);
    if (this.name === undefined) reply.null();
    else reply.bulkLatin1(this.name);
    reply.integer(this.subscriptions);
  }
}
