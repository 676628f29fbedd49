import { boolean, enumeration, flags } from '../types/words.ts';
import { directory } from '../types/directory.ts';
import { integer } from '../types/numeric.ts';
import { oomScores } from '../types/lists.ts';
import { optionalText, text } from '../types/text.ts';
import { checkProcTitleTemplate } from '../proc-title.ts';
import { INT32_MAX, INT64_MAX } from './bounds.ts';

const SAVE_CONFLICT = {
  flags: ['save', 'nosave'],
  error: "shutdown options SAVE and NOSAVE can't be used simultaneously",
} as const;

/**
 * The process: how it starts and ends, what it is called, how it shares the machine.
 * `main.ts` and `server/` apply these.
 */
export const PROCESS = {
  daemonize: boolean({ default: false, immutable: true, about: 'Go to the background after the start.' }),
  supervised: enumeration({
    default: 'no',
    names: ['upstart', 'systemd', 'auto', 'no'],
    immutable: true,
    about: 'Tell a supervisor when the server is ready; auto looks at the environment for which one there is.',
  }),
  pidfile: optionalText({
    immutable: true,
    about: 'File for the process id, removed at the end. Not set: only with daemonize, /var/run/redis.pid.',
  }),
  dir: directory({
    default: '.',
    protected: true,
    denyLoading: true,
    about: 'Working directory: snapshots, append-only files and every relative path are in it.',
  }),
  databases: integer({
    default: 16,
    min: 1,
    max: INT32_MAX,
    immutable: true,
    about: 'Number of databases for SELECT. A cluster has one.',
  }),
  hz: integer({
    default: 10,
    min: 0,
    max: INT32_MAX,
    clamp: [1, 500],
    about: 'How often a second background work such as expiry is done, from 1 to 500.',
  }),
  'dynamic-hz': boolean({
    default: true,
    about:
      'Do background work more often when many clients are connected. Kept, without effect here: that work does not grow with them.',
  }),
  'shutdown-timeout': integer({
    default: 10,
    min: 0,
    max: INT32_MAX,
    about: 'Seconds that a shutdown waits for replicas to catch up. 0: none.',
  }),
  'shutdown-on-sigint': flags({
    default: [],
    none: 'default',
    names: ['save', 'nosave', 'now', 'force'],
    conflict: SAVE_CONFLICT,
    about: 'How SIGINT ends the server: options of the SHUTDOWN command, or default.',
  }),
  'shutdown-on-sigterm': flags({
    default: [],
    none: 'default',
    names: ['save', 'nosave', 'now', 'force'],
    conflict: SAVE_CONFLICT,
    about: 'The same for SIGTERM.',
  }),
  'set-proc-title': boolean({
    default: true,
    immutable: true,
    about: 'Show the address and the mode in the title of the process.',
  }),
  'proc-title-template': text({
    default: '{title} {listen-addr} {server-mode}',
    check: checkProcTitleTemplate,
    about:
      'Form of the title, from {title}, {listen-addr}, {server-mode}, {port}, {tls-port}, {unixsocket} and ' +
      '{config-file}.',
  }),
  'always-show-logo': boolean({
    default: false,
    immutable: true,
    about: 'Show the logo at the start even when the log does not go to a terminal.',
  }),
  'locale-collate': text({
    default: '',
    about: 'Locale by which text is compared and sorted. Empty: the one of the environment.',
  }),
  'busy-reply-threshold': integer({
    default: 5000,
    min: 0,
    max: INT64_MAX,
    alias: 'lua-time-limit',
    about: 'Milliseconds after which a running script or function lets other clients be told BUSY.',
  }),
  'lua-enable-deprecated-api': boolean({
    default: false,
    immutable: true,
    hidden: true,
    about: 'Let scripts use what Lua and Redis have long advised against, such as newproxy.',
  }),
  'propagation-error-behavior': enumeration({
    default: 'ignore',
    names: ['ignore', 'panic', 'panic-on-replicas'],
    about: 'What to do when a command from the primary or the append-only file fails.',
  }),
  'disable-thp': boolean({
    default: true,
    immutable: true,
    about: 'Ask the kernel not to use transparent huge pages for this process. Here the log says how to do it by hand.',
  }),
  'oom-score-adj': enumeration({
    default: 'no',
    names: ['no', 'yes', 'relative', 'absolute'],
    synonyms: { relative: 'yes' },
    about:
      "Adjust how soon the kernel's out-of-memory killer takes this process: no, relative (or yes) to the score at " +
      'the start, or absolute.',
  }),
  'oom-score-adj-values': oomScores({
    default: [0, 200, 800],
    about: 'The scores for a primary, a replica and a background child, each from -2000 to 2000.',
  }),
  'server-cpulist': cpuList(
    'server_cpulist',
    'Processors for the server, such as 0-3,5 or 0-7:2. Kept, without effect here: use taskset.',
  ),
  'bio-cpulist': cpuList('bio_cpulist', 'Processors for background work. Kept, without effect here.'),
  'aof-rewrite-cpulist': cpuList(
    'aof_rewrite_cpulist',
    'Processors for rewriting the append-only file. Kept, without effect here.',
  ),
  'bgsave-cpulist': cpuList('bgsave_cpulist', 'Processors for snapshots. Kept, without effect here.'),
  'jemalloc-bg-thread': boolean({
    default: true,
    about: 'For a server with jemalloc: give memory back in the background. Kept, without effect here.',
  }),
  'ignore-warnings': text({
    default: '',
    about: 'Names of start-up warnings that must not keep the server from starting, such as ARM64-COW-BUG.',
  }),
  'watchdog-period': integer({
    default: 0,
    min: 0,
    max: INT32_MAX,
    hidden: true,
    about: 'Milliseconds after which a turn of the event loop is reported as stuck. Kept, without effect here.',
  }),
  'use-exit-on-panic': boolean({
    default: false,
    hidden: true,
    about: 'On a bug, exit instead of aborting. Here that is always so.',
  }),
} as const;

function cpuList(alias: string, about: string): ReturnType<typeof optionalText> {
  return optionalText({ alias, about, immutable: true });
}
