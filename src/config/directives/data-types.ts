import { enumeration } from '../types/words.ts';
import { integer, memory } from '../types/numeric.ts';
import type { NumericSpec } from '../types/numeric.ts';
import { INT32_MAX, INT32_MIN, INT64_MAX } from './bounds.ts';

const size = (spec: Omit<NumericSpec, 'min' | 'max'>): NumericSpec => ({
  ...spec,
  min: 0,
  max: INT64_MAX,
  unsigned: true,
});

/** Up to which size a collection is kept in its packed form. `datatypes/` applies these. */
export const DATA_TYPES = {
  'hash-max-listpack-entries': integer(
    size({ default: 512, alias: 'hash-max-ziplist-entries', about: 'Fields of a packed hash.' }),
  ),
  'hash-max-listpack-value': memory(
    size({ default: 64, alias: 'hash-max-ziplist-value', about: 'Bytes of a field or value in a packed hash.' }),
  ),
  'list-max-listpack-size': integer({
    default: -2,
    min: INT32_MIN,
    max: INT32_MAX,
    alias: 'list-max-ziplist-size',
    about: 'Size of a node of a list: elements, or -1 to -5 for 4, 8, 16, 32 or 64 KiB.',
  }),
  'list-compress-depth': integer({
    default: 0,
    min: 0,
    max: INT32_MAX,
    about: 'Nodes at either end of a list that are never compressed. 0: none is compressed.',
  }),
  'set-max-intset-entries': integer(size({ default: 512, about: 'Members of a packed set of integers.' })),
  'set-max-listpack-entries': integer(size({ default: 128, about: 'Members of a packed set.' })),
  'set-max-listpack-value': integer(size({ default: 64, about: 'Bytes of a member of a packed set.' })),
  'zset-max-listpack-entries': integer(
    size({ default: 128, alias: 'zset-max-ziplist-entries', about: 'Members of a packed sorted set.' }),
  ),
  'zset-max-listpack-value': memory(
    size({ default: 64, alias: 'zset-max-ziplist-value', about: 'Bytes of a member of a packed sorted set.' }),
  ),
  'hll-sparse-max-bytes': memory(
    size({ default: 3000, about: 'Bytes up to which a HyperLogLog is kept in its sparse form.' }),
  ),
  'stream-node-max-bytes': memory(size({ default: 4096, about: 'Bytes of a node of a stream. 0: no limit.' })),
  'stream-node-max-entries': integer({
    default: 100,
    min: 0,
    max: INT64_MAX,
    about: 'Entries of a node of a stream. 0: no limit.',
  }),
  'tracking-table-max-keys': integer(
    size({
      default: 1000000,
      about: 'Keys remembered for client-side caching. Beyond it some are invalidated early. 0: no limit.',
    }),
  ),
  'sanitize-dump-payload': enumeration({
    default: 'no',
    names: ['no', 'yes', 'clients'],
    about: 'Check values from RESTORE and snapshots in full: never, always, or those of clients only.',
  }),
} as const;
