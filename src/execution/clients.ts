import type { Client } from './client.ts';
import { RecentPeak } from './recent-peak.ts';

/** All connected clients, by id, in the order in which they came. */
export class Clients {
  private readonly byId = new Map<number, Client>();
  private lastId = 0;
  /** Connections accepted and refused since the server began. */
  received = 0;
  rejected = 0;
  /** Clients disconnected because of `client-query-buffer-limit` and `client-output-buffer-limit`. */
  inputOverflows = 0;
  outputOverflows = 0;
  /** Clients disconnected because of `maxmemory-clients`. */
  evicted = 0;
  /** The largest buffers that a client has had of late, in bytes. */
  readonly recentInput = new RecentPeak();
  readonly recentOutput = new RecentPeak();
  private departedInput = 0;
  private departedOutput = 0;

  get size(): number {
    return this.byId.size;
  }

  nextId(): number {
    return ++this.lastId;
  }

  add(client: Client): void {
    this.byId.set(client.id, client);
  }

  remove(client: Client): void {
    if (!this.byId.delete(client.id)) return;
    this.departedInput += client.connection.totalReadBytes;
    this.departedOutput += client.connection.totalWrittenBytes;
  }

  get(id: number): Client | undefined {
    return this.byId.get(id);
  }

  /** Bytes received from all clients, those who have gone included. */
  get inputBytes(): number {
    let bytes = this.departedInput;
    for (const { connection } of this.byId.values()) bytes += connection.totalReadBytes;
    return bytes;
  }

  /** Bytes sent to all clients, those who have gone included. */
  get outputBytes(): number {
    let bytes = this.departedOutput;
    for (const { connection } of this.byId.values()) bytes += connection.totalWrittenBytes;
    return bytes;
  }

  /** Counts from nothing again (CONFIG RESETSTAT). */
  resetStats(): void {
    this.received = 0;
    this.rejected = 0;
    this.inputOverflows = 0;
    this.outputOverflows = 0;
    this.evicted = 0;
    // What the present clients have sent before is taken off again.
    this.departedInput -= this.inputBytes;
    this.departedOutput -= this.outputBytes;
  }

  [Symbol.iterator](): IterableIterator<Client> {
    return this.byId.values();
  }
}
