import type { StringView } from '../../datatypes/string-value.ts';
import { FORM_STRING_RAW } from '../../datatypes/string-value.ts';
import type { Database } from '../../keyspace/database.ts';
import type { Key } from '../../structures/key.ts';

/** Makes a key's string, as it was looked up, writable and at least `length` bytes long, with zeros at its end. */
export function lookupBits(db: Database, key: Key, value: StringView | undefined, length: number): StringView {
  const bits = value ?? db.makeString(key, 0, FORM_STRING_RAW);
  bits.extend(length);
  return bits;
}
