import type { Entries } from '../../datatypes/entries.ts';
import { HashValue } from '../../datatypes/hash-value.ts';
import { ListValue } from '../../datatypes/list-value.ts';
import { SetValue } from '../../datatypes/set-value.ts';
import { StreamValue } from '../../datatypes/stream-value.ts';
import { StringValue } from '../../datatypes/string-value.ts';
import type { ValueType, ValueView } from '../../datatypes/value.ts';
import { ZSetValue } from '../../datatypes/zset-value.ts';
import type { Bytes } from '../../memory/bytes.ts';
import { ElementText, nextValue } from '../../structures/listpack.ts';
import { EntryCursor } from '../../structures/stream-cursor.ts';
import { formatShortDouble } from '../../util/double.ts';
import { bigEndian, Digest } from './digest.ts';

interface Range {
  readonly bytes: Bytes;
  readonly at: number;
  readonly length: number;
}

/** How a value of one type goes into a digest: what has an order is mixed in, what has none is added. */
interface DigestedType {
  readonly code: number;
  mix(digest: Digest, entries: Entries, address: number, hash: number): void;
}

const element = new ElementText();
const KEY_EXPIRES = Buffer.from('!!expire!!');
const FIELD_EXPIRES = Buffer.from('!!hexpire!!');

const DIGESTED_TYPES: readonly DigestedType[] = [
  digested(StringValue, (digest, value) => digest.mix(bytesOf(value))),
  digested(ListValue, (digest, list) => list.forEachRange(0, list.size - 1, (text) => digest.mix(bytesOf(text)))),
  digested(SetValue, (digest, set) => set.forEach((member) => digest.add(bytesOf(member)))),
  digested(ZSetValue, (digest, zset) =>
    zset.forEach((member, score) => digest.addDigest(digestOf(bytesOf(member), Buffer.from(formatShortDouble(score))))),
  ),
  digested(HashValue, (digest, hash) => {
    for (const place of hash.places()) {
      const field = digestOf(bytesOf(hash.fieldAt(place)), bytesOf(hash.valueAt(place)));
      if (hash.expiryAt(place) >= 0) field.add(FIELD_EXPIRES);
      digest.addDigest(field);
    }
  }),
  digested(StreamValue, (digest, { stream }) => {
    const cursor = new EntryCursor();
    cursor.seekEdge(stream.nodes, false);
    for (let left = stream.size; left > 0 && cursor.next(); left--) mixEntry(digest, cursor);
  }),
];

/** Mixes type, value and expiry of an entry, found under `hash`, into a digest, in whatever encoding it is kept. */
export function mixValue(digest: Digest, entries: Entries, address: number, hash: number): void {
  const code = entries.typeOf(address);
  digest.mix(bigEndian(code));
  const type = DIGESTED_TYPES.find((candidate) => candidate.code === code);
  if (type === undefined) throw new Error(`a value of type ${code} has no digest`);
  type.mix(digest, entries, address, hash);
  if (entries.expiry(address) >= 0) digest.add(KEY_EXPIRES);
}

/** Its ID, then each field and value. */
function mixEntry(digest: Digest, cursor: EntryCursor): void {
  const { fieldCount, node, hasMasterFields } = cursor;
  const { bytes } = node;
  digest.mix(Buffer.from(cursor.id.toString().replace('-', '.')));
  let at = cursor.valuesAt;
  let fieldAt = node.fieldsAt;
  const mixElement = (p: number): number => {
    digest.mix(bytesOf(element.read(bytes, p)));
    return nextValue(bytes, p);
  };
  for (let i = 0; i < fieldCount; i++) {
    if (hasMasterFields) fieldAt = mixElement(fieldAt);
    else at = mixElement(at);
    at = mixElement(at);
  }
}

function digested<V extends ValueView>(
  { code, view }: ValueType<V>,
  mix: (digest: Digest, view: V) => void,
): DigestedType {
  return {
    code,
    mix(digest, entries, address, hash) {
      view.bind(entries, address, hash);
      mix(digest, view);
    },
  };
}

function digestOf(first: Uint8Array, second: Uint8Array): Digest {
  const digest = new Digest();
  digest.mix(first);
  digest.mix(second);
  return digest;
}

function bytesOf({ bytes, at, length }: Range): Uint8Array {
  return bytes.u8.subarray(at, at + length);
}
