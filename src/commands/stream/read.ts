import { StreamValue } from '../../datatypes/stream-value.ts';
import { TYPE_STREAM } from '../../datatypes/value.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import type { KeySpec } from '../../execution/key-specs.ts';
import { NEW_WITHOUT_GROUP } from '../../resp/reply-errors.ts';
import { StreamId } from '../../structures/stream-id.ts';
import type { Stream } from '../../structures/stream.ts';
import { replyRange } from './entries.ts';
import { readId } from './ids.ts';
import { ReadOptions } from './read-options.ts';

/** XREAD: what came to streams behind the last entries that the client has seen. */
const DOLLAR = keyword('$');
const PLUS = keyword('+');
const NEW = keyword('>');

const options = new ReadOptions();
const end = new StreamId().setGreatest();

/** What is asked of one stream: entries behind `after`. */
interface Request {
  stream: Stream | undefined;
  readonly after: StreamId;
}

const requests: Request[] = [];

/** Behind STREAMS: so many keys, and as many IDs. */
export const streamKeys = (startFrom: number): KeySpec => ({
  begin: { keyword: 'STREAMS', startFrom },
  find: { lastKey: -1, step: 1, limit: 2 },
  flags: ['RO', 'access'],
});

export const xread: CommandSpec = command({
  name: 'XREAD',
  group: 'stream',
  since: '5.0.0',
  summary: 'Returns the entries of streams behind the IDs given; waits for some where it is asked to.',
  complexity: 'O(N) for the N entries that are returned.',
  syntax: '[COUNT count:integer] [BLOCK milliseconds:integer] STREAMS streams=<key... id...>',
  arity: -4,
  flags: ['blocking', 'readonly'],
  keys: [streamKeys(1)],
  handler(context) {
    const { args, db, reply } = context;
    options.read(context, false);
    let served = 0;
    for (let i = 0; i < options.streams; i++) readRequest(context, i);
    for (let i = 0; i < options.streams; i++) {
      const { stream, after } = requests[i];
      // Each is looked up twice, which counts: for its ID, and to be read.
      db.findRead(args.keyAt(options.firstKey + i));
      if (stream?.hasAfter(after) === true) served++;
      else requests[i].stream = undefined;
    }
    if (served > 0) replyStreams(context, served);
    else if (options.timeoutMs >= 0) wait(context);
    else reply.nullArray();
    release();
  },
});

/** Reads the key and the ID of one stream. */
function readRequest({ args, db }: Context, number: number): void {
  if (requests.length <= number) requests.push({ stream: undefined, after: new StreamId() });
  const request = requests[number];
  const idAt = options.firstKey + options.streams + number;
  const stream = db.lookupRead(args.keyAt(options.firstKey + number), StreamValue)?.stream;
  request.stream = stream;
  if (args.is(idAt, DOLLAR)) {
    if (stream === undefined) request.after.setLeast();
    else request.after.copy(stream.lastId);
  } else if (args.is(idAt, PLUS)) {
    if (stream?.lastEntryId(request.after) === true) request.after.decrement();
    else request.after.setLeast();
  } else if (args.is(idAt, NEW)) {
    throw NEW_WITHOUT_GROUP;
  } else {
    readId(args, idAt, request.after);
  }
}

function replyStreams({ args, reply }: Context, served: number): void {
  if (reply.protocol === 3) reply.map(served);
  else reply.array(served);
  for (let i = 0; i < options.streams; i++) {
    const { stream, after } = requests[i];
    if (stream === undefined) continue;
    const key = options.firstKey + i;
    if (reply.protocol === 2) reply.array(2);
    reply.bulk(args.bytes, args.at(key), args.length(key));
    after.increment();
    replyRange(reply, stream, after, end, options.count);
  }
}

/** `$` is the last ID now, whatever comes until the command runs again. */
function wait(context: Context): void {
  const { args } = context;
  const replaced = new Map<number, string>();
  for (let i = 0; i < options.streams; i++) {
    const idAt = options.firstKey + options.streams + i;
    if (args.is(idAt, DOLLAR)) replaced.set(idAt, requests[i].after.toString());
  }
  const { firstKey, streams, timeoutMs } = options;
  context.blockOn(firstKey, streams, { type: TYPE_STREAM, timeoutMs, replaced });
}

/** Nothing is kept of what the streams are. */
function release(): void {
  for (let i = 0; i < options.streams; i++) requests[i].stream = undefined;
  if (requests.length > KEPT_REQUESTS) requests.length = KEPT_REQUESTS;
}

const KEPT_REQUESTS = 64;
