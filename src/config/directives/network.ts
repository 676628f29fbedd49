import { addresses } from '../types/lists.ts';
import { boolean } from '../types/words.ts';
import { integer, memory, memoryShare, octal } from '../types/numeric.ts';
import { optionalText } from '../types/text.ts';
import { outputBufferLimits } from '../types/output-buffer-limits.ts';
import { INT32_MAX, INT64_MAX, MAX_PORT, UINT32_MAX } from './bounds.ts';

const MB = 1024 ** 2;
const GB = 1024 ** 3;

/** Sockets and what a client may use of them. The listeners and the connections of `net/` apply these. */
export const NETWORK = {
  bind: addresses({
    default: ['*', '-::*'],
    about:
      'Addresses to listen on, separated by spaces. A "-" in front of one allows that this machine does not have it; ' +
      '"*" is every IPv4 address and "::*" every IPv6 one.',
  }),
  'bind-source-addr': optionalText({ about: 'Local address from which connections to other servers are made.' }),
  'protected-mode': boolean({
    default: true,
    about:
      'Without a password for the default user, answer clients from this machine only, whatever addresses are ' +
      'listened on.',
  }),
  port: integer({ default: 6379, min: 0, max: MAX_PORT, about: 'TCP port to listen on. 0: no TCP socket at all.' }),
  'tcp-backlog': integer({
    default: 511,
    min: 0,
    max: INT32_MAX,
    immutable: true,
    about: 'Connections that may wait to be accepted. The kernel caps it (on Linux at net.core.somaxconn).',
  }),
  unixsocket: optionalText({
    immutable: true,
    about: 'Path of a Unix socket to listen on beside TCP. Not set: none.',
  }),
  unixsocketperm: octal({
    default: 0,
    min: 0,
    max: 0o777,
    unsigned: true,
    immutable: true,
    about: 'File mode of the Unix socket, in octal. 0: as the umask leaves it.',
  }),
  timeout: integer({
    default: 0,
    min: 0,
    max: INT32_MAX,
    about: 'Seconds after which an idle client is disconnected. 0: never.',
  }),
  'tcp-keepalive': integer({
    default: 300,
    min: 0,
    max: INT32_MAX,
    about: 'Seconds of silence after which the kernel asks whether a peer is still there. 0: it never asks.',
  }),
  'request-coalescing': boolean({
    default: true,
    hidden: true,
    about:
      'While many clients send a request or a few at a time, wait some 60 microseconds before asking the sockets again: ' +
      'a tenth less processor time for each. On Linux only, and not in an embedded server. (cinnabar only.)',
  }),
  'socket-mark-id': integer({
    default: 0,
    min: 0,
    max: UINT32_MAX,
    unsigned: true,
    immutable: true,
    about: 'Mark on the packets of listening sockets for routing rules. 0: none.',
  }),
  maxclients: integer({
    default: 10000,
    min: 1,
    max: UINT32_MAX,
    unsigned: true,
    about: 'Clients that may be connected at once. Further ones get an error and are disconnected.',
  }),
  'max-new-connections-per-cycle': integer({
    default: 10,
    min: 1,
    max: 1000,
    unsigned: true,
    about: 'Connections accepted in one turn of the event loop, so that a storm of them does not hold up clients.',
  }),
  'max-new-tls-connections-per-cycle': integer({
    default: 1,
    min: 1,
    max: 1000,
    unsigned: true,
    about: 'The same for TLS, whose handshakes cost more.',
  }),
  'io-threads': integer({
    default: 1,
    min: 1,
    max: 128,
    immutable: true,
    about: 'Threads that read and write sockets. Kept, without effect here: one thread does it all.',
  }),
  'client-query-buffer-limit': memory({
    default: GB,
    min: MB,
    max: INT64_MAX,
    unsigned: true,
    about: 'Bytes of input that one client may pile up before it is disconnected.',
  }),
  'proto-max-bulk-len': memory({
    default: 512 * MB,
    min: MB,
    max: INT64_MAX,
    about: 'Largest single argument of a command.',
  }),
  'client-output-buffer-limit': outputBufferLimits({
    default: {
      normal: { hardBytes: 0, softBytes: 0, softSeconds: 0 },
      replica: { hardBytes: 256 * MB, softBytes: 64 * MB, softSeconds: 60 },
      pubsub: { hardBytes: 32 * MB, softBytes: 8 * MB, softSeconds: 60 },
    },
    about:
      'Unsent replies that a client of a class (normal, replica, pubsub) may pile up before it is disconnected: a ' +
      'hard limit at once, a soft limit after so many seconds. 0: no limit.',
  }),
  'maxmemory-clients': memoryShare({
    default: 0,
    min: -100,
    max: INT64_MAX,
    about:
      'Memory that all clients together may use, in bytes or in percent of maxmemory. Beyond it the largest are ' +
      'disconnected first. 0: no limit.',
  }),
} as const;
