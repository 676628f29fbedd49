import type { Bytes } from '../memory/bytes.ts';
import type { Key } from '../structures/key.ts';
import type { Database } from './database.ts';

/** What happened to a key beside a change, or without one, by the names of Redis's keyspace events. */
export type Notice = 'new' | 'keymiss' | 'overwritten' | 'type_changed';

/**
 * What a database reports while commands run. Recording is all that happens at once; the effects (WATCH, notifications,
 * propagation …) follow when the command settles.
 */
export interface ChangeRecorder {
  /** Someone wants to know which keys change; while false, only `dirty` is counted. */
  observed: boolean;
  /** Changes since the server began, as `rdb_changes_since_last_save` counts them. */
  dirty: number;
  /** Someone wants notices; while false, none are given. */
  notices: boolean;
  /** Changes nothing: neither counted nor propagated. */
  noticed(database: Database, key: Key, notice: Notice): void;
  /** @param touches false where the value is as it was: who watches the key does not mind */
  changed(database: Database, key: Key, event: string, touches?: boolean): void;
  /** A key went because its time had come, or to make room. */
  removed(database: Database, key: Key, event: 'expired' | 'evicted'): void;
  /** A field of a hash went because its time had come; what the key's event says of it is reported apart. */
  fieldExpired(database: Database, key: Key, field: { bytes: Bytes; at: number; length: number }): void;
  /** A database is about to lose all its keys, or to change places with `replacement`. */
  flushed(database: Database, replacement?: Database): void;
}
