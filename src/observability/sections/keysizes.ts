import { TYPE_HASH, TYPE_LIST, TYPE_SET, TYPE_STRING, TYPE_ZSET } from '../../datatypes/value.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import type { InfoSection } from '../info.ts';

const DISTRIBUTIONS = [
  [TYPE_STRING, 'strings_sizes'],
  [TYPE_LIST, 'lists_items'],
  [TYPE_SET, 'sets_items'],
  [TYPE_ZSET, 'zsets_items'],
  [TYPE_HASH, 'hashes_items'],
] as const;
const UNITS = ['', 'K', 'M', 'G'];

/** How many values there are of which size: each named by the power of two that it has reached. */
export function keySizesSection(keyspace: Keyspace): InfoSection {
  return {
    title: 'Keysizes',
    isDefault: true,
    *fields() {
      for (const database of keyspace.databases) {
        for (const [type, name] of DISTRIBUTIONS) {
          const shown = distribution(database.entries.sizes[type]);
          if (shown !== '') yield [`db${database.index}_distrib_${name}`, shown];
        }
      }
    },
  };
}

function distribution(counts: Uint32Array): string {
  const shown: string[] = [];
  for (const [bin, count] of counts.entries()) if (count > 0) shown.push(`${label(bin)}=${count}`);
  return shown.join(',');
}

/** The least size of a bin: 0, then the powers of two. */
function label(bin: number): string {
  if (bin === 0) return '0';
  const power = bin - 1;
  return `${1 << (power % 10)}${UNITS[Math.floor(power / 10)]}`;
}
