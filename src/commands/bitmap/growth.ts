import type { StringView } from '../../datatypes/string-value.ts';
import { FORM_STRING_RAW } from '../../datatypes/string-value.ts';
import type { Database } from '../../keyspace/database.ts';
import type { Key } from '../../structures/key.ts';

/** Makes a key's string, as it was looked up, writable and at least `length` bytes long, with zeros at its end. */
export function lookupBits(db: Database, key: Key, value: StringView | undefined, length: number): StringView {
  if (value !== undefined) {
    value.extend(length);
    return value;
  }
  const created = db.makeString(key, length, FORM_STRING_RAW);
  created.bytes.u8.fill(0, created.at, created.at + length);
  return created;
}
