import type { Database } from '../keyspace/database.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import { equalBytes } from '../memory/bytes.ts';
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
 *   tags       ●───●───●─────●      a slot that matches: now the blocks' addresses are known
 *   blocks     ●───●───●─────●      the ends of each
 *   then each is executed
 * ```
 *
 * A request that names the same command or the same key as the one before it, as those of a queue do, takes over what
 * was found for that. It is only a hint: nothing is decided here, and once any key has moved or gone (`Dict.stamp`) the
 * rest are simply looked up anew.
 */
export const MOST_AHEAD = 16;

export class LookAhead {
  /** The command of each request; undefined for one that nobody knows. */
  readonly entries: (CommandEntry | undefined)[] = new Array<CommandEntry | undefined>(MOST_AHEAD).fill(undefined);
  private readonly hashes = new Int32Array(MOST_AHEAD);
  private readonly addresses = new Uint32Array(MOST_AHEAD);
  /** 1 for a request whose key is another than that of the one before it. */
  private readonly beginsRun = new Uint8Array(MOST_AHEAD);
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
    const { dict, arena } = database.entries;
    if (keys === 0 || dict.size === 0) return;
    const buckets = dict.fetchBuckets(this.hashes, keys);
    dict.likelyBlocks(this.hashes, keys, this.addresses);
    this.fetched = buckets ^ fetchBlocks(arena, this.addresses, keys);
    for (let i = 0, key = -1; i < count; i++) {
      const request = requests[i];
      if (request.hashedKey < 0) continue;
      if (this.beginsRun[i] === 1) key++;
      request.keyAddress = this.addresses[key];
      request.keyStamp = dict.stamp;
    }
  }

  /** Resolves and hashes; answers how many different keys `hashes` has, each counted once in a run of the same. */
  private resolve(requests: readonly ArgumentVector[], count: number): number {
    const { entries, hashes, beginsRun } = this;
    let keys = 0;
    let hashed: ArgumentVector | undefined = undefined;
    for (let i = 0; i < count; i++) {
      const request = requests[i];
      const entry = i > 0 ? this.resolveBehind(request, requests[i - 1], entries[i - 1]) : this.table.find(request);
      entries[i] = entry;
      if (entry === undefined || !entry.beginsWithKey || request.count < 2) continue;
      request.hashedKey = 1;
      request.keyAddress = 0;
      if (hashed !== undefined && haveSame(1, request, hashed)) {
        request.keyHash = hashed.keyHash;
        beginsRun[i] = 0;
        continue;
      }
      beginsRun[i] = 1;
      hashed = request;
      const hash = halfSipHash(request.bytes, request.starts[1], request.lengths[1], this.k0, this.k1);
      request.keyHash = hash;
      hashes[keys++] = hash;
    }
    return keys;
  }

  /** The command of a request that stands behind another one, whose command is `entry`. */
  private resolveBehind(
    request: ArgumentVector,
    previous: ArgumentVector,
    entry: CommandEntry | undefined,
  ): CommandEntry | undefined {
    if (entry !== undefined && entry.isOneWord && haveSame(0, request, previous)) return entry;
    return this.table.find(request);
  }
}

/** Whether two requests have the same argument at an index. */
function haveSame(index: number, a: ArgumentVector, b: ArgumentVector): boolean {
  const length = a.lengths[index];
  if (length !== b.lengths[index]) return false;
  const atA = a.starts[index];
  const atB = b.starts[index];
  // Keys that differ in a number differ at their end.
  if (length > 0 && a.bytes.u8[atA + length - 1] !== b.bytes.u8[atB + length - 1]) return false;
  return equalBytes(a.bytes, atA, b.bytes, atB, length);
}
