import type { Entries } from './entries.ts';

/** The types of values, as an entry's head names them. */
export const TYPE_STRING = 0;
export const TYPE_LIST = 1;
export const TYPE_SET = 2;
export const TYPE_ZSET = 3;
export const TYPE_HASH = 4;
export const TYPE_STREAM = 6;

/** What TYPE answers, by type. */
export const TYPE_NAMES: readonly string[] = ['string', 'list', 'set', 'zset', 'hash', 'module', 'stream'];

/**
 * A view: the operations of one type, over whichever entry it is bound to. There is one per type, used again and again;
 * it holds for the command that asked for it, until the next entry of that type is looked up.
 */
export interface ValueView {
  bind(entries: Entries, address: number, hash: number): void;
}

/** What a handler names to say which type it expects. */
export interface ValueType<V extends ValueView> {
  readonly code: number;
  readonly view: V;
}
