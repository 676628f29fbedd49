import type { Entries } from '../../datatypes/entries.ts';
import { HashValue } from '../../datatypes/hash-value.ts';
import { ListValue } from '../../datatypes/list-value.ts';
import { SetValue } from '../../datatypes/set-value.ts';
import { StreamValue } from '../../datatypes/stream-value.ts';
import { StringValue } from '../../datatypes/string-value.ts';
import {
  FORM_HASH_TABLE,
  FORM_QUICKLIST,
  FORM_SET_TABLE,
  FORM_SKIPLIST,
  FORM_STREAM,
  TYPE_LIST,
  TYPE_STRING,
} from '../../datatypes/value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import type { Bytes } from '../../memory/bytes.ts';
import { ElementText, LISTPACK_EMPTY } from '../../structures/listpack.ts';
import type { QuicklistNodes } from '../../structures/quicklist-nodes.ts';
import type { ConsumerGroup } from '../../structures/stream-group.ts';
import type { StreamId } from '../../structures/stream-id.ts';
import { StreamNode } from '../../structures/stream-node.ts';
import { parseSafeInteger } from '../../util/numbers.ts';

/**
 * Bytes that a value takes in a snapshot, for DEBUG OBJECT: Redis's format without its compression.
 *
 * ```
 *   string      length, bytes; integers of up to 32 bits shorter
 *   packed      the listpack or intset as one string
 *   quicklist   count, then each node: how it holds its elements, and its listpack or its one element as a string
 *   tables      count, then each element; scores 8 bytes, expiries of fields as lengths from the least of them
 *   stream      count, then each node: its ID and its listpack as strings; then sizes, IDs and groups
 * ```
 *
 * As in Redis, the least of a hash's expiries, which stands before all else, does not count.
 */
export function savedLength(entries: Entries, address: number, hash: number): number {
  const form = entries.form(address);
  switch (form) {
    case FORM_QUICKLIST:
      return quicklistLength(entries, address, hash);
    case FORM_SET_TABLE:
      return setLength(entries, address, hash);
    case FORM_SKIPLIST:
      return zsetLength(entries, address, hash);
    case FORM_HASH_TABLE:
      return hashLength(entries, address, hash);
    case FORM_STREAM:
      return streamLength(entries, address);
    default:
      return inlineLength(entries, address, hash);
  }
}

/** What a node of a quicklist holds, as a listpack or as one long element. */
export function savedNodeLength(nodes: QuicklistNodes, node: number): number {
  if (!nodes.isPlain(node)) return nodes.bytesOf(node) + LISTPACK_EMPTY;
  nodes.load(node);
  return element.read(nodes.bytes, nodes.start).length;
}

interface Range {
  readonly bytes: Bytes;
  readonly at: number;
  readonly length: number;
}

const element = new ElementText();
const node = new StreamNode();
const SCORE_BYTES = 8;
const TIME_BYTES = 8;
const ID_BYTES = 16;
/** A number of entries that is not known. */
const GREATEST_LENGTH = 2 ** 64;

function inlineLength(entries: Entries, address: number, hash: number): number {
  const type = entries.typeOf(address);
  if (type === TYPE_STRING) {
    StringValue.view.bind(entries, address, hash);
    return stringLength(StringValue.view);
  }
  entries.value(address);
  const bytes = blobLength(entries.valueLength);
  return type === TYPE_LIST ? bytes + lengthBytes(1) + 1 : bytes;
}

function quicklistLength(entries: Entries, address: number, hash: number): number {
  const { view } = ListValue;
  view.bind(entries, address, hash);
  if (view.quicklist === undefined) return 0;
  const { nodes } = view.quicklist;
  let bytes = lengthBytes(nodes.length);
  for (let node = 0; node < nodes.length; node++) bytes += 1 + blobLength(savedNodeLength(nodes, node));
  return bytes;
}

function setLength(entries: Entries, address: number, hash: number): number {
  const { view } = SetValue;
  view.bind(entries, address, hash);
  let bytes = lengthBytes(view.size);
  view.forEach((member) => (bytes += stringLength(member)));
  return bytes;
}

function zsetLength(entries: Entries, address: number, hash: number): number {
  const { view } = ZSetValue;
  view.bind(entries, address, hash);
  let bytes = lengthBytes(view.size);
  view.forEach((member) => (bytes += stringLength(member) + SCORE_BYTES));
  return bytes;
}

function hashLength(entries: Entries, address: number, hash: number): number {
  const { view } = HashValue;
  view.bind(entries, address, hash);
  const places = view.places();
  const first = places.reduce((least, place) => {
    const expiry = view.expiryAt(place);
    return expiry < 0 ? least : Math.min(least, expiry);
  }, Infinity);
  let bytes = lengthBytes(view.size);
  for (const place of places) {
    bytes += stringLength(view.fieldAt(place));
    bytes += stringLength(view.valueAt(place));
    const expiry = view.expiryAt(place);
    if (first !== Infinity) bytes += lengthBytes(expiry < 0 ? 0 : expiry - first + 1);
  }
  return bytes;
}

function streamLength(entries: Entries, address: number): number {
  StreamValue.view.bind(entries, address);
  const { stream } = StreamValue.view;
  const { index } = stream;
  let bytes = lengthBytes(index.length);
  for (let at = index.first; at >= 0; at = index.next(at)) {
    bytes += blobLength(ID_BYTES) + blobLength(node.open(stream.arena, index.addressAt(at)).listpackLength);
  }
  bytes += lengthBytes(stream.size) + lengthBytes(stream.entriesAdded) + lengthBytes(stream.groups.length);
  for (const id of [stream.lastId, stream.firstId, stream.maxDeletedId]) bytes += idLength(id);
  for (const group of stream.groups) bytes += groupLength(group);
  return bytes;
}

/** An ID that was delivered has its time and the number of deliveries in the group's list, in a consumer's nothing. */
function groupLength({ name, lastId, entriesRead, pending, consumers }: ConsumerGroup): number {
  const read = entriesRead < 0 ? GREATEST_LENGTH : entriesRead;
  let bytes = blobLength(name.length) + idLength(lastId) + lengthBytes(read) + lengthBytes(consumers.length);
  bytes += lengthBytes(pending.size) + pending.size * (ID_BYTES + TIME_BYTES + 1);
  for (const consumer of consumers) {
    bytes += blobLength(consumer.name.length) + 2 * TIME_BYTES;
    bytes += lengthBytes(consumer.pending.size) + consumer.pending.size * ID_BYTES;
  }
  return bytes;
}

function idLength(id: StreamId): number {
  return lengthBytes(id.msHi * 2 ** 32 + id.msLo) + lengthBytes(id.seqHi * 2 ** 32 + id.seqLo);
}

function stringLength({ bytes, at, length }: Range): number {
  const integer = length > 0 && length <= LONGEST_INT32 ? parseSafeInteger(bytes.u8, at, at + length) : NaN;
  if (integer >= -0x80 && integer < 0x80) return 2;
  if (integer >= -0x8000 && integer < 0x8000) return 3;
  if (integer >= -0x80000000 && integer < 0x80000000) return 5;
  return blobLength(length);
}

function blobLength(length: number): number {
  return lengthBytes(length) + length;
}

function lengthBytes(length: number | bigint): number {
  if (length < 64) return 1;
  if (length < 16384) return 2;
  return length < 2 ** 32 ? 5 : 9;
}

const LONGEST_INT32 = 11;
