import type { Key } from '../structures/key.ts';
import type { Entries } from './entries.ts';

/** The types of values, as an entry's head names them. */
export const TYPE_STRING = 0;
export const TYPE_LIST = 1;
export const TYPE_SET = 2;
export const TYPE_ZSET = 3;
export const TYPE_HASH = 4;
export const TYPE_STREAM = 6;

/**
 * Forms: the type in the low four bits, the encoding in the high four. Those of strings are in string-value.ts. Packed
 * forms stand in the entry; the others are objects (collections.ts).
 */
const encodedAs = (encoding: number, type: number): number => type | (encoding << 4);
export const FORM_LIST_PACKED = encodedAs(0, TYPE_LIST);
export const FORM_QUICKLIST = encodedAs(1, TYPE_LIST);
export const FORM_SET_PACKED = encodedAs(0, TYPE_SET);
export const FORM_SET_TABLE = encodedAs(1, TYPE_SET);
export const FORM_INTSET = encodedAs(2, TYPE_SET);
export const FORM_ZSET_PACKED = encodedAs(0, TYPE_ZSET);
export const FORM_SKIPLIST = encodedAs(1, TYPE_ZSET);
export const FORM_HASH_PACKED = encodedAs(0, TYPE_HASH);
export const FORM_HASH_TABLE = encodedAs(1, TYPE_HASH);
/** Triplets of field, value and expiry. */
export const FORM_HASH_PACKED_TIMED = encodedAs(2, TYPE_HASH);
export const FORM_STREAM = encodedAs(1, TYPE_STREAM);

/** What TYPE answers, by type. */
export const TYPE_NAMES: readonly string[] = ['string', 'list', 'set', 'zset', 'hash', 'module', 'stream'];

/**
 * A view: the operations of one type, over whichever entry it is bound to. There is one per type, used again and again;
 * it holds for the command that asked for it, until the next entry of that type is looked up.
 */
export interface ValueView {
  bind(entries: Entries, address: number, hash: number): void;
}

/** The view of a type that holds elements. */
export interface CollectionView extends ValueView {
  /** Its number of elements. */
  readonly size: number;
}

/** Such a type: it can begin empty, and is no more when it is empty again. */
export interface CollectionType<V extends CollectionView> extends ValueType<V> {
  /** Adds an entry with an empty collection for a key that has none. Answers its address. */
  create(entries: Entries, key: Key, access: number): number;
}

/** What a handler names to say which type it expects. */
export interface ValueType<V extends ValueView> {
  readonly code: number;
  readonly view: V;
}
