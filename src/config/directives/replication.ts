import { boolean, enumeration } from '../types/words.ts';
import { integer, memory } from '../types/numeric.ts';
import { optionalText, secret } from '../types/text.ts';
import { primaryAddress } from '../types/primary-address.ts';
import { INT32_MAX, INT64_MAX, MAX_PORT } from './bounds.ts';

const MB = 1024 ** 2;

/** Primaries and replicas. `replication/` applies these. */
export const REPLICATION = {
  replicaof: primaryAddress({
    alias: 'slaveof',
    immutable: true,
    about: 'Host and port of the primary to copy. Not set, or "no one": this is a primary.',
  }),
  masterauth: secret({ about: 'Password for the primary.' }),
  masteruser: optionalText({ sensitive: true, about: 'User for the primary. Not set: its default user.' }),
  'replica-serve-stale-data': boolean({
    default: true,
    alias: 'slave-serve-stale-data',
    about: 'Answer clients with what there is while the link to the primary is down.',
  }),
  'replica-read-only': boolean({
    default: true,
    alias: 'slave-read-only',
    about: 'Refuse writes of clients on a replica.',
  }),
  'repl-diskless-sync': boolean({
    default: true,
    about: 'Send a full copy straight to the replicas, without a file.',
  }),
  'repl-diskless-sync-delay': integer({
    default: 5,
    min: 0,
    max: INT32_MAX,
    about: 'Seconds to wait for more replicas before that.',
  }),
  'repl-diskless-sync-max-replicas': integer({
    default: 0,
    min: 0,
    max: INT32_MAX,
    about: 'Number of replicas at which it begins at once. 0: always wait.',
  }),
  'repl-diskless-load': enumeration({
    default: 'disabled',
    names: ['disabled', 'on-empty-db', 'swapdb'],
    denyLoading: true,
    about:
      'Load a full copy straight from the socket: never (through a file), when there is no data yet, or beside the ' +
      'old data.',
  }),
  'repl-rdb-channel': boolean({
    default: true,
    hidden: true,
    about: 'Send a full copy over a connection of its own.',
  }),
  'repl-ping-replica-period': integer({
    default: 10,
    min: 1,
    max: INT32_MAX,
    alias: 'repl-ping-slave-period',
    about: 'Seconds between two PINGs to the replicas.',
  }),
  'repl-timeout': integer({
    default: 60,
    min: 1,
    max: INT32_MAX,
    about: 'Seconds of silence after which the link counts as broken.',
  }),
  'repl-disable-tcp-nodelay': boolean({
    default: false,
    about: 'Send fewer, larger packets to replicas, up to 40 ms later.',
  }),
  'repl-backlog-size': memory({
    default: MB,
    min: 1,
    max: INT64_MAX,
    clamp: [16 * 1024, INT64_MAX],
    about: 'Bytes of writes kept for replicas that come back.',
  }),
  'repl-backlog-ttl': integer({
    default: 3600,
    min: 0,
    max: INT64_MAX,
    about: 'Seconds for which they are kept without any replica. 0: for ever.',
  }),
  'replica-full-sync-buffer-limit': memory({
    default: 0,
    min: 0,
    max: INT64_MAX,
    about: 'Bytes of writes that a replica keeps while it loads a full copy. 0: the hard limit of its class.',
  }),
  'replica-priority': integer({
    default: 100,
    min: 0,
    max: INT32_MAX,
    alias: 'slave-priority',
    about: 'Sentinel prefers the lowest for promotion. 0: never promote this one.',
  }),
  'replica-announced': boolean({ default: true, about: 'Let Sentinel tell clients of this replica.' }),
  'replica-announce-ip': optionalText({
    alias: 'slave-announce-ip',
    about: 'Address under which the primary lists this replica. Not set: where it connects from.',
  }),
  'replica-announce-port': integer({
    default: 0,
    min: 0,
    max: MAX_PORT,
    alias: 'slave-announce-port',
    about: 'Port under which it does so. 0: the real one.',
  }),
  'min-replicas-to-write': integer({
    default: 0,
    min: 0,
    max: INT32_MAX,
    alias: 'min-slaves-to-write',
    about: 'Refuse writes with fewer replicas than these. 0: off.',
  }),
  'min-replicas-max-lag': integer({
    default: 10,
    min: 0,
    max: INT32_MAX,
    alias: 'min-slaves-max-lag',
    about: 'Seconds since its last word up to which a replica counts for that.',
  }),
  'replica-lazy-flush': boolean({
    default: false,
    alias: 'slave-lazy-flush',
    about: 'Free the old data in the background before a full copy is loaded.',
  }),
  'replica-ignore-maxmemory': boolean({
    default: true,
    alias: 'slave-ignore-maxmemory',
    about: 'Evict on the primary only.',
  }),
  'replica-ignore-disk-write-errors': boolean({
    default: false,
    about: 'Go on on a replica when a write cannot be logged; else stop.',
  }),
} as const;
