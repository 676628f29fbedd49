import { boolean, enumeration } from '../types/words.ts';
import { integer, memory } from '../types/numeric.ts';
import { INT32_MAX, INT64_MAX, UINT64_MAX } from './bounds.ts';

/**
 * How much memory there is and what gives it back: eviction, expiry, freeing, compaction.
 * `keyspace/` and `memory/` apply these.
 */
export const MEMORY = {
  maxmemory: memory({
    default: 0,
    min: 0,
    max: UINT64_MAX,
    unsigned: true,
    about: 'Memory for the data set. When it is used up, keys are evicted or writes refused. 0: no limit.',
  }),
  'maxmemory-policy': enumeration({
    default: 'noeviction',
    names: [
      'volatile-lru',
      'volatile-lfu',
      'volatile-random',
      'volatile-ttl',
      'allkeys-lru',
      'allkeys-lfu',
      'allkeys-random',
      'noeviction',
    ],
    about:
      'Which keys are evicted: of those with a time to live (volatile-) or of all (allkeys-), the least recently ' +
      'used, the least often used, any, or the next to expire; or none, and writes get an error.',
  }),
  'maxmemory-samples': integer({
    default: 5,
    min: 1,
    max: 64,
    about: 'Keys looked at to find the one to evict. More is more exact and slower.',
  }),
  'maxmemory-eviction-tenacity': integer({
    default: 10,
    min: 0,
    max: 100,
    about: 'Effort for eviction at one time, from 0 (clients wait least) to 100 (until the limit is met).',
  }),
  'lfu-log-factor': integer({
    default: 10,
    min: 0,
    max: INT32_MAX,
    about: 'How slowly the counter of uses grows. The larger, the more uses it can tell apart.',
  }),
  'lfu-decay-time': integer({
    default: 1,
    min: 0,
    max: INT32_MAX,
    about: 'Minutes in which the counter of uses falls by one. 0: it never falls.',
  }),
  'active-expire-effort': integer({
    default: 1,
    min: 1,
    max: 10,
    about: 'Effort for removing expired keys in the background, from 1 to 10.',
  }),
  'lazyfree-lazy-eviction': boolean({ default: false, about: 'Free evicted values in the background.' }),
  'lazyfree-lazy-expire': boolean({ default: false, about: 'Free expired values in the background.' }),
  'lazyfree-lazy-server-del': boolean({
    default: false,
    about: 'Free values that another command overwrites (RENAME, SET) in the background.',
  }),
  'lazyfree-lazy-user-del': boolean({ default: false, about: 'Let DEL free in the background, as UNLINK does.' }),
  'lazyfree-lazy-user-flush': boolean({
    default: false,
    about: 'Let FLUSHDB, FLUSHALL and SCRIPT FLUSH work in the background when they do not say SYNC.',
  }),
  activerehashing: boolean({
    default: true,
    about: 'Resize hash tables a little at a time while there is nothing to do.',
  }),
  activedefrag: boolean({ default: false, about: 'Compact memory in the background.' }),
  'active-defrag-ignore-bytes': memory({
    default: 100 * 1024 ** 2,
    min: 1,
    max: INT64_MAX,
    unsigned: true,
    about: 'Wasted memory below which nothing is compacted.',
  }),
  'active-defrag-threshold-lower': integer({
    default: 10,
    min: 0,
    max: 1000,
    about: 'Percentage of waste from which on memory is compacted.',
  }),
  'active-defrag-threshold-upper': integer({
    default: 100,
    min: 0,
    max: 1000,
    about: 'Percentage of waste from which on it is compacted with the greatest effort.',
  }),
  'active-defrag-cycle-min': integer({
    default: 1,
    min: 1,
    max: 99,
    about: 'Least share of processor time for it, in percent.',
  }),
  'active-defrag-cycle-max': integer({
    default: 25,
    min: 1,
    max: 99,
    about: 'Greatest share of processor time for it, in percent.',
  }),
  'active-defrag-max-scan-fields': integer({
    default: 1000,
    min: 1,
    max: INT64_MAX,
    about: 'Elements of a collection from which on it is compacted in pieces.',
  }),
} as const;
