import type { ChangeRecorder, Notice } from '../../src/keyspace/changes.ts';
import type { Database } from '../../src/keyspace/database.ts';
import type { Bytes } from '../../src/memory/bytes.ts';
import type { Key } from '../../src/structures/key.ts';

/** Writes down what databases report, as `<event> <database> <key>`. */
export class Recorder implements ChangeRecorder {
  observed = true;
  notices = false;
  dirty = 0;
  readonly log: string[] = [];

  changed(database: Database, key: Key, event: string): void {
    this.log.push(`${event} ${database.index} ${key.latin1()}`);
  }

  noticed(database: Database, key: Key, notice: Notice): void {
    this.log.push(`${notice} ${database.index} ${key.latin1()}`);
  }

  removed(database: Database, key: Key, event: 'expired' | 'evicted'): void {
    this.log.push(`${event} ${database.index} ${key.latin1()}`);
  }

  fieldExpired(database: Database, key: Key, field: { bytes: Bytes; at: number; length: number }): void {
    const name = field.bytes.latin1(field.at, field.at + field.length);
    this.log.push(`field ${name} ${database.index} ${key.latin1()}`);
  }

  flushed(database: Database, replacement?: Database): void {
    this.log.push(`flushed ${database.index}${replacement === undefined ? '' : ` by ${replacement.index}`}`);
  }
}
