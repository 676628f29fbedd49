import { boolean, enumeration } from '../types/words.ts';
import { integer } from '../types/numeric.ts';
import { keyspaceEvents } from '../types/keyspace-events.ts';
import { percentiles } from '../types/lists.ts';
import { text } from '../types/text.ts';
import { INT64_MAX, MAX_PORT } from './bounds.ts';

/** The log, statistics and events. `util/logger.ts`, `observability/` and `pubsub/` apply these. */
export const OBSERVABILITY = {
  loglevel: enumeration({
    default: 'notice',
    names: ['debug', 'verbose', 'notice', 'warning', 'nothing'],
    about: 'How much is logged, from debug (most) to nothing.',
  }),
  logfile: text({ default: '', immutable: true, about: 'File for the log. Empty: standard output.' }),
  'log-format': enumeration({
    default: 'redis',
    names: ['redis', 'json'],
    immutable: true,
    hidden: true,
    about: "Form of a line of the log: redis-server's own, or a JSON object. (cinnabar only.)",
  }),
  'syslog-enabled': boolean({
    default: false,
    immutable: true,
    about: 'Log to the system log too. Kept, without effect here: Node.js has no syslog.',
  }),
  'syslog-ident': text({
    default: 'redis',
    immutable: true,
    about: 'Name of this server in the system log. Kept, without effect here.',
  }),
  'syslog-facility': enumeration({
    default: 'local0',
    names: ['user', 'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'],
    immutable: true,
    about: 'Facility of the system log.',
  }),
  'hide-user-data-from-log': boolean({ default: false, about: 'Keep keys and values out of the log.' }),
  'crash-log-enabled': boolean({ default: true, about: 'Write a report to the log when the server crashes.' }),
  'crash-memcheck-enabled': boolean({
    default: true,
    about: 'Test the memory as part of that report. Kept, without effect here.',
  }),
  'slowlog-log-slower-than': integer({
    default: 10000,
    alias: 'commandlog-execution-slower-than',
    min: -1,
    max: INT64_MAX,
    about: 'Microseconds from which on a command enters the slow log. 0: every command. -1: none.',
  }),
  'slowlog-max-len': integer({
    default: 128,
    alias: 'commandlog-slow-execution-max-len',
    min: 0,
    max: INT64_MAX,
    about: 'Commands that the slow log remembers.',
  }),
  'commandlog-request-larger-than': integer({
    default: 1024 * 1024,
    min: -1,
    max: INT64_MAX,
    about: 'Bytes of a request from which on its command enters the log of large requests. -1: none. (As in Valkey.)',
  }),
  'commandlog-large-request-max-len': integer({
    default: 128,
    min: 0,
    max: INT64_MAX,
    about: 'Commands that the log of large requests remembers. (As in Valkey.)',
  }),
  'commandlog-reply-larger-than': integer({
    default: 1024 * 1024,
    min: -1,
    max: INT64_MAX,
    about: 'Bytes of a reply from which on its command enters the log of large replies. -1: none. (As in Valkey.)',
  }),
  'commandlog-large-reply-max-len': integer({
    default: 128,
    min: 0,
    max: INT64_MAX,
    about: 'Commands that the log of large replies remembers. (As in Valkey.)',
  }),
  'latency-monitor-threshold': integer({
    default: 0,
    min: 0,
    max: INT64_MAX,
    about: 'Milliseconds from which on an event enters the latency monitor. 0: off.',
  }),
  'latency-tracking': boolean({ default: true, about: 'Keep a histogram of the time that each command takes.' }),
  'latency-tracking-info-percentiles': percentiles({
    default: [50, 99, 99.9],
    about: 'Percentiles of those times that INFO latencystats shows.',
  }),
  'notify-keyspace-events': keyspaceEvents({
    default: '',
    about:
      'Events published when keys change: K and E choose the channels (__keyspace@<db>__, __keyevent@<db>__), the ' +
      'rest the events: g generic, $ strings, l lists, s sets, h hashes, z sorted sets, t streams, d modules, ' +
      'x expired, e evicted, A all of these; n new key, m key miss, o overwritten, c type changed. Empty: none.',
  }),
  'metrics-port': integer({
    default: 0,
    min: 0,
    max: MAX_PORT,
    immutable: true,
    hidden: true,
    about: 'Port on which GET /metrics answers in Prometheus form. 0: none. (cinnabar only.)',
  }),
} as const;
