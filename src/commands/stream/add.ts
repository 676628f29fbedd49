import { StreamValue } from '../../datatypes/stream-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import {
  ELEMENTS_TOO_LARGE,
  ID_NOT_GREATER,
  ID_TOO_SMALL,
  STREAM_EXHAUSTED,
  wrongArity,
} from '../../resp/reply-errors.ts';
import { ID_GIVEN, ID_WITHOUT_SEQUENCE, StreamId } from '../../structures/stream-id.ts';
import { MAX_NODE_BYTES } from '../../structures/stream-nodes.ts';
import type { Stream } from '../../structures/stream.ts';
import { readNewId, replyId } from './ids.ts';
import { argumentsOf } from './propagation.ts';
import { TrimOptions } from './trim-options.ts';

const NOMKSTREAM = keyword('NOMKSTREAM');
const STAR = 42;
/** The ID is for the stream to choose. */
const ID_OPEN = -1;
const FIRST_OPTION = 2;

const trimming = new TrimOptions();
const id = new StreamId();
const wanted = new StreamId();
/** What the arguments say beyond the trimming. */
const options = { createsKey: true, idAt: 0, idKind: ID_OPEN };

export const xadd: CommandSpec = command({
  name: 'XADD',
  group: 'stream',
  since: '5.0.0',
  summary: 'Adds an entry to a stream, which begins empty.',
  complexity: 'O(1), and O(N) for the N entries that are trimmed.',
  syntax:
    "key [NOMKSTREAM^6.2.0] references=[KEEPREF | DELREF | ACKED]^8.2.0 trim=[strategy=<MAXLEN | MINID^6.2.0> operator=[equal='=' | approximately='~'] threshold [LIMIT count:integer^6.2.0]] id-selector=<auto-id='*' | id> <field value>...",
  arity: -5,
  flags: ['write', 'denyoom', 'fast'],
  keys: [{ ...keyAt(1, 'RW', 'update'), notes: 'UPDATE instead of INSERT because of the optional trimming feature' }],
  hints: ['nondeterministic_output'],
  history: [
    ['6.2.0', '`NOMKSTREAM`, `MINID` and `LIMIT` were added.'],
    ['7.0.0', 'An ID may leave the sequence open: `<ms>-*`.'],
    ['8.2.0', '`KEEPREF`, `DELREF` and `ACKED` were added.'],
  ],
  handler(context) {
    const { args, db, reply } = context;
    const key = args.key();
    readOptions(context);
    const first = options.idAt + 1;
    const pairs = checkFields(context, first);
    const view = options.createsKey ? db.lookupOrCreate(key, StreamValue) : db.lookupWrite(key, StreamValue);
    if (view === undefined) {
      reply.null();
      return;
    }
    const { stream } = view;
    chooseId(stream, context.keyspace.nowMs);
    view.append(id, args.source, first, pairs);
    replyId(reply, id);
    db.changed(key, 'xadd');
    // It counts as one change, whatever it trims.
    if (trimming.given && view.trim(trimming) > 0) db.changed(key, 'xtrim', 0);
    propagate(context, stream);
  },
});

/** Reads what stands before the fields. */
function readOptions({ args, keyspace }: Context): void {
  trimming.clear();
  options.createsKey = true;
  options.idKind = ID_OPEN;
  args.seek(FIRST_OPTION);
  while (args.remaining > 0 && !isStar(args, args.count - args.remaining)) {
    if (trimming.take(args)) continue;
    if (!args.take(NOMKSTREAM)) {
      options.idKind = readNewId(args, args.count - args.remaining, wanted);
      break;
    }
    options.createsKey = false;
  }
  options.idAt = args.count - args.remaining;
  trimming.finish(keyspace.packing, false);
}

function isStar(args: Args, index: number): boolean {
  const { u8 } = args.bytes;
  const at = args.at(index);
  const length = args.length(index);
  return length > 0 && u8[at] === STAR && (length === 1 || u8[at + 1] === 0);
}

/** Sees that fields and values follow the ID. Answers how many pairs. */
function checkFields({ args }: Context, first: number): number {
  const rest = args.count - first;
  if (rest < 2 || rest % 2 === 1) throw wrongArity('xadd');
  if (options.idKind === ID_GIVEN && wanted.isLeast) throw ID_TOO_SMALL;
  let bytes = 0;
  for (let i = first; i < args.count; i++) bytes += args.length(i);
  if (bytes > MAX_NODE_BYTES) throw ELEMENTS_TOO_LARGE;
  return rest / 2;
}

/** Makes `id` that of the new entry. Throws where the stream has none for it. */
function chooseId(stream: Stream, now: number): void {
  const { lastId } = stream;
  if (lastId.isGreatest) throw STREAM_EXHAUSTED;
  if (options.idKind === ID_OPEN) {
    stream.nextId(now, id);
    return;
  }
  id.copy(wanted);
  if (options.idKind === ID_WITHOUT_SEQUENCE && id.sameTime(lastId)) {
    id.copy(lastId).increment();
    // The sequence was the last one of its time.
    if (!id.sameTime(lastId)) throw ID_NOT_GREATER;
  }
  if (id.compare(lastId) <= 0) throw ID_NOT_GREATER;
}

/** Tells others the ID that was chosen, and what an approximate trimming has left. */
function propagate(context: Context, stream: Stream): void {
  const isOpen = options.idKind !== ID_GIVEN;
  const isApproximate = trimming.given && trimming.approximate;
  if ((!isOpen && !isApproximate) || !context.keyspace.changes.observed) return;
  const [, ...rewritten] = argumentsOf(context);
  if (isOpen) rewritten[options.idAt - 1] = id.toString();
  if (isApproximate) trimming.replaceThreshold(rewritten, stream);
  context.propagateAs('XADD', ...rewritten);
}
