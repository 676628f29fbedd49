import type { Database } from '../keyspace/database.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';
import { fetchBlocks } from '../structures/keyed-block.ts';
import { halfSipHash } from '../util/half-siphash.ts';
import type { CommandEntry } from './command-entry.ts';
import type { CommandTable } from './command-table.ts';

/**
 * Fetches what a run of pipelined commands is about to need.
 *
 * In a large data set finding a key costs two trips to main memory, one after the other: its bucket, then its block. A
 * command alone must wait for both. For several requests at once the trips are made side by side, stage by stage, and
 * the processor overlaps them:
 *
 * ```
 *   requests   1   2   3  …  16
 *   resolve    ●───●───●─────●      command, and hash of the first key (kept for the handler)
 *   buckets    ●───●───●─────●      one word of each
 *   tags       ●───●───●─────●      the first slot that matches: now the blocks' addresses are known
 *   blocks     ●───●───●─────●      the ends of each
 *   then each is executed
 * ```
 *
 * It is only a hint: nothing is decided here, and a key that moves or goes in between is simply looked up anew.
 */
export const MOST_AHEAD = 16;

export class LookAhead {
  /** The command of each request; undefined for one that nobody knows. */
  readonly entries: (CommandEntry | undefined)[] = new Array<CommandEntry | undefined>(MOST_AHEAD).fill(undefined);
  private readonly hashes = new Int32Array(MOST_AHEAD);
  private readonly addresses = new Uint32Array(MOST_AHEAD);
  private readonly table: CommandTable;
  private readonly k0: number;
  private readonly k1: number;
  /** Takes what the loads have read, so that the compiler cannot leave them out. */
  fetched = 0;

  constructor(table: CommandTable, keyspace: Keyspace) {
    this.table = table;
    this.k0 = keyspace.hashKey0;
    this.k1 = keyspace.hashKey1;
  }

  /** Resolves the first `count` requests, and fetches their keys' entries from `database` when there are several. */
  prepare(database: Database, requests: readonly ArgumentVector[], count: number): void {
    if (count === 1) {
      this.entries[0] = this.table.find(requests[0]);
      return;
    }
    const keys = this.resolve(requests, count);
    const { dict } = database.entries;
    if (keys < 2 || dict.size === 0) return;
    const buckets = dict.fetchBuckets(this.hashes, keys);
    const blocks = dict.likelyBlocks(this.hashes, keys, this.addresses);
    this.fetched = buckets ^ fetchBlocks(database.entries.arena, this.addresses, blocks);
  }

  private resolve(requests: readonly ArgumentVector[], count: number): number {
    let keys = 0;
    for (let i = 0; i < count; i++) {
      const request = requests[i];
      const entry = this.table.find(request);
      this.entries[i] = entry;
      if (entry === undefined || !entry.beginsWithKey || request.count < 2) continue;
      const hash = halfSipHash(request.bytes, request.starts[1], request.lengths[1], this.k0, this.k1);
      request.keyHash = hash;
      request.hashedKey = 1;
      this.hashes[keys++] = hash;
    }
    return keys;
  }
}
