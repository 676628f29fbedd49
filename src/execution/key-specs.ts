/**
 * Where a command's arguments hold keys, as COMMAND shows it: a place to begin and a way to find the last. Cluster
 * routing, ACL and COMMAND GETKEYS read the same declarations.
 */
export type KeyAccess = 'RO' | 'RW' | 'OW' | 'RM';
export type KeyUse = 'access' | 'update' | 'insert' | 'delete' | 'not_key' | 'incomplete' | 'variable_flags';

/** Keys of which the arguments alone cannot tell, or in no such simple way. */
export type Unknown = { readonly unknown: true };

export type KeyBegin = { readonly index: number } | { readonly keyword: string; readonly startFrom: number } | Unknown;

export type KeyFind =
  | { readonly lastKey: number; readonly step: number; readonly limit: number }
  | { readonly keyNumIndex: number; readonly firstKey: number; readonly step: number }
  | Unknown;

export interface KeySpec {
  readonly begin: KeyBegin;
  readonly find: KeyFind;
  readonly flags: readonly (KeyAccess | KeyUse)[];
  readonly notes?: string;
}

/** One key at a fixed place. */
export function keyAt(index: number, ...flags: (KeyAccess | KeyUse)[]): KeySpec {
  return { begin: { index }, find: { lastKey: 0, step: 1, limit: 0 }, flags };
}

/** Keys from a fixed place up to the last argument (or -2: the one before it), every `step`-th. */
export function keysFrom(index: number, lastKey: number, step: number, ...flags: (KeyAccess | KeyUse)[]): KeySpec {
  return { begin: { index }, find: { lastKey, step, limit: 0 }, flags };
}

/** A number of keys at a fixed place, then that many keys. */
export function keysCounted(index: number, step: number, ...flags: (KeyAccess | KeyUse)[]): KeySpec {
  return { begin: { index }, find: { keyNumIndex: 0, firstKey: 1, step }, flags };
}

/** Keys that only the command itself finds (`findKeys`), if anybody does. */
export function keysUnknown(notes: string, ...flags: (KeyAccess | KeyUse)[]): KeySpec {
  return { begin: { unknown: true }, find: { unknown: true }, flags, notes };
}
