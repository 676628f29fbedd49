import type { Database } from '../../keyspace/database.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import type { InfoSection } from '../info.ts';

/** Keys whose time to live the mean is taken over. */
const SAMPLE = 128;

export function keyspaceSection(keyspace: Keyspace): InfoSection {
  return {
    title: 'Keyspace',
    isDefault: true,
    *fields() {
      for (const database of keyspace.databases) {
        if (database.size === 0) continue;
        const { expires, timed } = database.entries;
        const ttl = meanTtl(database, keyspace.nowMs);
        const counts = `keys=${database.size},expires=${expires.size},avg_ttl=${ttl},subexpiry=${timed.size}`;
        yield [`db${database.index}`, counts];
      }
    },
  };
}

/** The mean of the times to live in milliseconds, from keys spread evenly over those that have one. */
function meanTtl({ entries }: Database, nowMs: number): number {
  const { expires } = entries;
  if (expires.size === 0) return 0;
  const count = Math.min(SAMPLE, expires.size);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const address = expires.addressAt(Math.floor((i * expires.size) / count));
    sum += Math.max(0, Number(entries.expiry(address)) - nowMs);
  }
  return Math.floor(sum / count);
}
