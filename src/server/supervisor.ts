import { spawnSync } from 'node:child_process';
import type { ConfigValues } from '../config/directives.ts';
import type { Logger } from '../util/logger.ts';

export type SupervisorKind = 'systemd' | 'upstart' | 'none';

/** Runs `systemd-notify` with these assignments; answers what went wrong, or undefined. */
export type Notify = (assignments: readonly string[]) => string | undefined;

const NOTIFY_TIMEOUT_MS = 5000;

/** Tells whoever supervises the process how it is: `supervised`. */
export class Supervisor {
  readonly kind: SupervisorKind;
  private readonly log: Logger;
  private readonly notify: Notify;

  constructor(kind: SupervisorKind, log: Logger, notify: Notify = systemdNotify) {
    this.kind = kind;
    this.log = log;
    this.notify = notify;
  }

  /** Before anything else: upstart wants a process to stop until it is told to go on. */
  started(): void {
    if (this.kind === 'upstart') {
      this.log.notice('supervised by upstart, will stop to signal readiness.');
      delete process.env.UPSTART_JOB;
      process.kill(process.pid, 'SIGSTOP');
    } else if (this.kind === 'systemd') {
      this.log.notice(
        'Supervised by systemd. Please make sure you set appropriate values for TimeoutStartSec and ' +
          'TimeoutStopSec in your service unit.',
      );
      this.tell('STATUS=Redis is loading...');
    }
  }

  ready(): void {
    if (this.kind === 'systemd') this.tell('STATUS=Ready to accept connections', 'READY=1');
  }

  stopping(): void {
    if (this.kind === 'systemd') this.tell('STOPPING=1');
  }

  private tell(...assignments: string[]): void {
    const failure = this.notify(assignments);
    if (failure !== undefined) this.log.warning(`systemd supervision error: ${failure}`);
  }
}

/** Which supervisor there is, by the directive and the environment; says in the log where the one asked for is not. */
export function supervisorKind(
  mode: ConfigValues['supervised'],
  environment: NodeJS.ProcessEnv,
  log: Logger,
): SupervisorKind {
  const { UPSTART_JOB: job, NOTIFY_SOCKET: socket } = environment;
  if (mode === 'auto') {
    if (job !== undefined) log.verbose('Upstart supervision detected.');
    else if (socket !== undefined) log.verbose('Systemd supervision detected.');
    return job !== undefined ? 'upstart' : socket !== undefined ? 'systemd' : 'none';
  }
  if (mode === 'upstart' && job === undefined) {
    log.warning('upstart supervision requested, but UPSTART_JOB not found!');
    return 'none';
  }
  if (mode === 'systemd' && socket === undefined) log.warning('systemd supervision error: NOTIFY_SOCKET not found!');
  return mode === 'no' || (mode === 'systemd' && socket === undefined) ? 'none' : mode;
}

/** Node.js has no datagram sockets of the Unix kind, so systemd's own tool has to carry the message. */
function systemdNotify(assignments: readonly string[]): string | undefined {
  const { error, status } = spawnSync('systemd-notify', [`--pid=${process.pid}`, ...assignments], {
    stdio: 'ignore',
    timeout: NOTIFY_TIMEOUT_MS,
  });
  if (error !== undefined) return `systemd-notify could not be run, so systemd is not told: ${error.message}`;
  return status === 0 ? undefined : `systemd-notify ended with ${status}`;
}
