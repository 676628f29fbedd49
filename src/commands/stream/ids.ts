import type { Args } from '../../execution/args.ts';
import { Bytes } from '../../memory/bytes.ts';
import { INVALID_END_ID, INVALID_START_ID, INVALID_STREAM_ID } from '../../resp/reply-errors.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import type { IdRules } from '../../structures/stream-id.ts';
import { ID_INVALID, MAX_ID_LENGTH, parseStreamId, StreamId } from '../../structures/stream-id.ts';

/** IDs among the arguments, and in replies. */
const EXACT: IdRules = { bounds: false, openSequence: false, lastOfTime: false };
const EXACT_END: IdRules = { ...EXACT, lastOfTime: true };
const START: IdRules = { ...EXACT, bounds: true };
const END: IdRules = { ...START, lastOfTime: true };
const TO_ADD: IdRules = { ...EXACT, openSequence: true };
const OPENING = 40;

/** Reads the argument of this index as an ID, the sequence 0 where it is missing. Throws INVALID_STREAM_ID. */
export function readId(args: Args, index: number, into: StreamId): StreamId {
  read(args, index, 0, EXACT, into);
  return into;
}

/** The same, but answers false where it is none. */
export function tryId(args: Args, index: number, into: StreamId): boolean {
  const start = args.at(index);
  return parseStreamId(args.bytes.u8, start, start + args.length(index), EXACT, into) !== ID_INVALID;
}

/** Reads an ID that may also be `-` or `+`. */
export function readIdOrBound(args: Args, index: number, into: StreamId): StreamId {
  read(args, index, 0, START, into);
  return into;
}

/** Reads the ID of a new entry. Answers ID_GIVEN, or ID_WITHOUT_SEQUENCE for `ms-*`. */
export function readNewId(args: Args, index: number, into: StreamId): number {
  return read(args, index, 0, TO_ADD, into);
}

/** Reads where an interval begins: `-`, an ID, or an ID behind `(`, which is not included. */
export function readStart(args: Args, index: number, into: StreamId): StreamId {
  const excludes = isExclusive(args, index);
  read(args, index, excludes ? 1 : 0, excludes ? EXACT : START, into);
  if (excludes && !into.increment()) throw INVALID_START_ID;
  return into;
}

/** Reads where it ends. */
export function readEnd(args: Args, index: number, into: StreamId): StreamId {
  const excludes = isExclusive(args, index);
  read(args, index, excludes ? 1 : 0, excludes ? EXACT_END : END, into);
  if (excludes && !into.decrement()) throw INVALID_END_ID;
  return into;
}

function isExclusive(args: Args, index: number): boolean {
  return args.length(index) > 1 && args.bytes.u8[args.at(index)] === OPENING;
}

function read(args: Args, index: number, skip: number, rules: IdRules, into: StreamId): number {
  const start = args.at(index);
  const found = parseStreamId(args.bytes.u8, start + skip, start + args.length(index), rules, into);
  if (found === ID_INVALID) throw INVALID_STREAM_ID;
  return found;
}

/** IDs read from a list of arguments: made once, used again. */
export class IdList {
  readonly ids: StreamId[] = [];

  /** Reads `count` IDs from this index on, all of them before any is used. */
  read(args: Args, first: number, count: number): readonly StreamId[] {
    this.reserve(count);
    for (let i = 0; i < count; i++) readId(args, first + i, this.ids[i]);
    return this.ids;
  }

  reserve(count: number): void {
    while (this.ids.length < count) this.ids.push(new StreamId());
    if (this.ids.length > KEPT_IDS && count <= KEPT_IDS) this.ids.length = KEPT_IDS;
  }
}

const KEPT_IDS = 1024;
const text = new Bytes(new Uint8Array(MAX_ID_LENGTH));

export function replyId(reply: ReplyWriter, id: StreamId): void {
  reply.bulk(text, 0, id.format(text.u8, 0));
}
