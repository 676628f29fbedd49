import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { checkSystem } from '../config/system-check.ts';
import { CINNABAR_VERSION, REDIS_VERSION } from '../config/version.ts';
import type { Logger } from '../util/logger.ts';

/** The first lines of the log: what is starting, with which configuration, and what on this machine is in its way. */
export function greet(config: Config, log: Logger): void {
  log.notice('oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
  log.notice(`Redis version=${REDIS_VERSION}, bits=64, cinnabar=${CINNABAR_VERSION}, pid=${process.pid}, just started`);
  if (config.file === undefined) {
    log.warning(
      'Warning: no config file specified, using the default config. In order to specify a config file use ' +
        'cinnabar /path/to/redis.conf',
    );
  } else {
    log.notice('Configuration loaded');
  }
}

/** The logo where a person is looking or asks for it, else one line. */
export function showMode(config: Config, log: Logger): void {
  const mode = config.get('cluster-enabled') ? 'cluster' : 'standalone';
  const port = config.get('port') === 0 ? config.get('tls-port') : config.get('port');
  const isWatched = config.get('logfile') === '' && process.stdout.isTTY;
  if (isWatched || config.get('always-show-logo')) log.raw(logo(mode, port));
  else log.notice(`Running mode=${mode}, port=${port}.`);
}

function logo(mode: string, port: number): string {
  return [
    '',
    '        .-"""-.',
    "      .' .---. '.      cinnabar " + `${CINNABAR_VERSION} (Redis ${REDIS_VERSION}), 64 bit`,
    '     /  /  _  \\  \\',
    `    |  |  (_)  |  |    Running in ${mode} mode`,
    `     \\  \\     /  /     Port: ${port}`,
    `      '. '---' .'      PID: ${process.pid}`,
    "        '-...-'",
    '',
  ].join('\n');
}

/** What the configuration asks for and this runtime or machine cannot give: said once, never ignored in silence. */
export function warnOfLimits(config: Config, log: Logger): void {
  const threads = config.get('io-threads');
  if (threads > 1) {
    log.notice(`io-threads ${threads} is kept, without effect: one thread reads, executes and writes.`);
  }
  if (config.get('syslog-enabled')) {
    log.warning(
      'syslog-enabled is kept, without effect: Node.js cannot write to syslog. Use logfile or standard output.',
    );
  }
  if (config.get('aclfile') !== '') {
    log.warning('aclfile is kept, without effect: this release has no users but the default one.');
  }
  const { report } = checkSystem();
  if (config.get('disable-thp') && report.includes('[THP]...WARNING')) {
    log.warning(
      'WARNING Transparent huge pages are always on for this machine, and disable-thp cannot turn them off: Node.js ' +
        'has no access to prctl. Use: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled',
    );
  }
  warnOfBacklog(config.get('tcp-backlog'), log);
}

const LONGEST_QUEUE = '/proc/sys/net/core/somaxconn';

function warnOfBacklog(backlog: number, log: Logger): void {
  let limit: number;
  try {
    limit = Number.parseInt(readFileSync(LONGEST_QUEUE, 'utf8'), 10);
  } catch {
    // Other systems have no such file.
    return;
  }
  if (limit > 0 && limit < backlog) {
    log.warning(
      `WARNING: The TCP backlog setting of ${backlog} cannot be enforced because ${LONGEST_QUEUE} is set to the ` +
        `lower value of ${limit}.`,
    );
  }
}
