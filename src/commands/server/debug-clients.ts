import type { Client } from '../../execution/client.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { ReplyError } from '../../resp/reply-errors.ts';

const DISABLED = new ReplyError('ERR maxmemory-clients is disabled.');
/** Clients are sorted by powers of two, from 32 KB to 4 GB. */
const SMALLEST_LOG = 15;
const BUCKETS = 19;

export interface ClientSizes {
  readonly clients: Iterable<Client>;
  readonly limitsClientMemory: () => boolean;
}

/** DEBUG CLIENT-EVICTION: how many clients there are of each size, and what they take together. */
export function replyClientSizes(reply: ReplyWriter, { clients, limitsClientMemory }: ClientSizes): void {
  if (!limitsClientMemory()) throw DISABLED;
  const memory = new Array<number>(BUCKETS).fill(0);
  const count = new Array<number>(BUCKETS).fill(0);
  for (const client of clients) {
    if (client.noEvict) continue;
    const bucket = bucketOf(client.memory);
    memory[bucket] += client.memory;
    count[bucket]++;
  }
  let text = '';
  for (let i = 0; i < BUCKETS; i++) {
    text += `${rangeOf(i)}tot-mem: ${String(memory[i]).padStart(10)}, clients: ${count[i]}\n`;
  }
  reply.verbatim(text);
}

function bucketOf(bytes: number): number {
  const log = Math.floor(Math.log2(Math.max(1, bytes)));
  return Math.min(BUCKETS - 1, Math.max(0, log - SMALLEST_LOG + 1));
}

function rangeOf(bucket: number): string {
  const from = bucket === 0 ? 0 : 2 ** (bucket - 1 + SMALLEST_LOG);
  const head = `bucket ${String(from).padStart(10)}`;
  if (bucket === BUCKETS - 1) return `${head}+            : `;
  return `${head} - ${String(2 ** (bucket + SMALLEST_LOG) - 1).padStart(10)}: `;
}
