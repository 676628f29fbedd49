import { TYPE_MASK } from './entry-layout.ts';
import type { Entries } from './entries.ts';
import { HashValue } from './hash-value.ts';
import { ListValue } from './list-value.ts';
import { SetValue } from './set-value.ts';
import { StreamValue } from './stream-value.ts';
import { StringValue } from './string-value.ts';
import type { ValueType, ValueView } from './value.ts';
import { ZSetValue } from './zset-value.ts';

/** A view that knows how its value is kept. */
interface EncodedView extends ValueView {
  readonly encoding: string;
}

/** The types whose encoding OBJECT ENCODING can tell. */
const ENCODED_TYPES: readonly ValueType<EncodedView>[] = [
  StringValue,
  HashValue,
  ListValue,
  SetValue,
  ZSetValue,
  StreamValue,
];

/** How the value of an entry, found under `hash`, is kept: `int`, `embstr`, `raw`, `listpack` … */
export function encodingOf(entries: Entries, address: number, hash: number): string {
  const code = entries.form(address) & TYPE_MASK;
  const type = ENCODED_TYPES.find((candidate) => candidate.code === code);
  if (type === undefined) throw new Error(`a value of type ${code} has no encoding`);
  type.view.bind(entries, address, hash);
  return type.view.encoding;
}
