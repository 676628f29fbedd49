import { Bytes } from '../memory/bytes.ts';
import type { Database } from '../keyspace/database.ts';
import type { Key } from '../structures/key.ts';
import type { Client, WatchedKey } from './client.ts';

/** Which clients watch which keys; a change breaks the transactions of them all. */
export class WatchTable {
  /** Called when the first client begins to watch and when the last has stopped. */
  onWatching: () => void = () => undefined;
  private readonly watchers = new Map<Database, Map<string, Set<Client>>>();
  private keys = 0;

  /** Keys watched, each once. */
  get size(): number {
    return this.keys;
  }

  add(client: Client, key: Key): void {
    const database = client.db;
    const name = key.latin1();
    client.watched ??= [];
    if (client.watched.some((watched) => watched.database === database && watched.name === name)) return;
    client.watched.push({ database, name, wasExpired: isDue(database, name) });
    this.clientsOf(database, name).add(client);
    if (this.keys === 1) this.onWatching();
  }

  /** UNWATCH, and the end of every transaction. */
  removeAll(client: Client): void {
    client.watchBroken = false;
    this.forgetAll(client);
  }

  touch(database: Database, key: Key): void {
    const byKey = this.watchers.get(database);
    if (byKey === undefined) return;
    const name = key.latin1();
    const clients = byKey.get(name);
    if (clients === undefined) return;
    const gone = !exists(database, name);
    for (const client of clients) {
      const watched = watchedBy(client, database, name);
      if (watched?.wasExpired === true && gone) watched.wasExpired = false;
      else this.breakOff(client);
    }
  }

  /** Before a database loses its keys, or changes places with `replacement`: touches what exists in either. */
  touchAll(database: Database, replacement: Database | undefined): void {
    const byKey = this.watchers.get(database);
    if (byKey === undefined) return;
    for (const [name, clients] of byKey) {
      const goes = exists(database, name);
      const comes = replacement !== undefined && exists(replacement, name);
      if (!goes && !comes) continue;
      const comesDue = comes && isDue(replacement, name);
      for (const client of clients) {
        const watched = watchedBy(client, database, name);
        // From due to gone or due, or from nothing to due: to the client the key is not there before and after.
        if (watched !== undefined && (watched.wasExpired || !goes) && (!comes || comesDue)) watched.wasExpired = comes;
        else this.breakOff(client);
      }
    }
  }

  /** Whether a key that lived when it was watched is due by now. */
  hasExpired(client: Client): boolean {
    return (client.watched ?? []).some(({ database, name, wasExpired }) => !wasExpired && isDue(database, name));
  }

  /** The client's transaction cannot be saved any more: nothing that it watches matters to it. */
  private breakOff(client: Client): void {
    client.watchBroken = true;
    this.forgetAll(client);
  }

  private forgetAll(client: Client): void {
    const { watched } = client;
    if (watched === undefined) return;
    client.watched = undefined;
    for (const { database, name } of watched) this.forget(database, name, client);
    if (this.keys === 0) this.onWatching();
  }

  private clientsOf(database: Database, name: string): Set<Client> {
    let byKey = this.watchers.get(database);
    if (byKey === undefined) this.watchers.set(database, (byKey = new Map<string, Set<Client>>()));
    let clients = byKey.get(name);
    if (clients === undefined) {
      byKey.set(name, (clients = new Set<Client>()));
      this.keys++;
    }
    return clients;
  }

  private forget(database: Database, name: string, client: Client): void {
    const byKey = this.watchers.get(database);
    const clients = byKey?.get(name);
    if (byKey === undefined || clients === undefined) return;
    clients.delete(client);
    if (clients.size > 0) return;
    byKey.delete(name);
    this.keys--;
    if (byKey.size === 0) this.watchers.delete(database);
  }
}

function exists(database: Database, name: string): boolean {
  return database.entries.find(keyNamed(database, name)) !== 0;
}

function isDue(database: Database, name: string): boolean {
  const address = database.entries.find(keyNamed(database, name));
  return address !== 0 && database.isDueAt(address);
}

function watchedBy(client: Client, database: Database, name: string): WatchedKey | undefined {
  return client.watched?.find((watched) => watched.database === database && watched.name === name);
}

function keyNamed(database: Database, name: string): Key {
  const bytes = Bytes.fromString(name, 'latin1');
  return database.keyOver(bytes, 0, bytes.length);
}
