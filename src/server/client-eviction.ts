import type { MemoryShare } from '../config/types/numeric.ts';
import { clientInfo } from '../commands/connection/client-info.ts';
import type { Client } from '../execution/client.ts';
import type { Clients } from '../execution/clients.ts';
import type { Logger } from '../util/logger.ts';

/** Below this nobody could talk to the server any more. */
const LEAST_LIMIT = 128 * 1024;

/**
 * `maxmemory-clients`: what all clients may take together. Above it the largest are disconnected, until it is kept.
 *
 * ```
 *   end of a batch, replies handed over ─▶ account: total += what the client takes − what was noted for it
 *   end of the turn, cron ──────────────▶ enforce: total within the limit? (one comparison)
 *                                            │ no
 *                                            ▼
 *                     recount (what the system has taken meanwhile is in no account) ─▶ evict, largest first
 * ```
 *
 * A client with CLIENT NO-EVICT counts but stays. The total is a part of used memory; without a limit on either it is
 * only counted anew from time to time.
 */
export class ClientEviction {
  /** In bytes; 0: none. */
  limit = 0;
  /** `maxmemory` is set: the total must be right at any time. */
  serves = false;
  private readonly clients: Clients;
  private readonly log: Logger;
  private readonly memory: { clientBytes: number };
  /** Nobody was left who may go. */
  private hasFailed = false;

  /** @param memory where the total is kept, beside what else takes memory */
  constructor(clients: Clients, log: Logger, memory: { clientBytes: number }) {
    this.clients = clients;
    this.log = log;
    this.memory = memory;
  }

  get isOn(): boolean {
    return this.limit > 0 || this.serves;
  }

  private get isAbove(): boolean {
    return this.limit > 0 && this.memory.clientBytes >= this.limit;
  }

  /** @param maxMemory bytes of which a percentage is taken; 0 leaves that without effect */
  setLimit({ unit, amount }: MemoryShare, maxMemory: number): void {
    const bytes = unit === 'bytes' ? amount : Math.floor((maxMemory * amount) / 100);
    this.limit = bytes === 0 ? 0 : Math.max(bytes, LEAST_LIMIT);
    if (this.isOn) this.recount();
  }

  account(client: Client): void {
    const memory = client.closing ? 0 : client.memory;
    this.memory.clientBytes += memory - client.accounted;
    client.accounted = memory;
  }

  /** At the end of a turn. Where that has failed before, it would again: then it is left to the cron. */
  enforceNow(nowMs: number): void {
    if (!this.hasFailed) this.enforce(nowMs);
  }

  /** Disconnects clients while all together are above the limit. */
  enforce(nowMs: number): void {
    if (this.isAbove) this.disconnect(nowMs);
    else this.hasFailed = false;
  }

  private disconnect(nowMs: number): void {
    this.recount();
    if (!this.isAbove) return;
    const candidates = [...this.clients].filter(({ noEvict, closing }) => !noEvict && !closing);
    candidates.sort((a, b) => b.accounted - a.accounted);
    for (const client of candidates) {
      this.evict(client, nowMs);
      if (!this.isAbove) break;
    }
    this.tellOfFailure();
  }

  private recount(): void {
    this.memory.clientBytes = 0;
    for (const client of this.clients) {
      client.accounted = 0;
      this.account(client);
    }
  }

  private evict(client: Client, nowMs: number): void {
    this.log.notice(`Evicting client: ${clientInfo(client, nowMs)}`);
    this.clients.evicted++;
    client.connection.destroy();
    this.account(client);
  }

  private tellOfFailure(): void {
    const fails = this.isAbove;
    if (fails && !this.hasFailed) this.log.warning('Over client maxmemory after evicting all evictable clients');
    this.hasFailed = fails;
  }
}
