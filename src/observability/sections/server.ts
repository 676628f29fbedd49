import { machine, release, type } from 'node:os';
import type { Config } from '../../config/config.ts';
import { CINNABAR_VERSION, REDIS_VERSION } from '../../config/version.ts';
import type { Clock } from '../../util/clock.ts';
import type { InfoField, InfoSection } from '../info.ts';

/** A place where clients may connect. */
export interface ListenerFacts {
  readonly name: 'tcp' | 'unix';
  readonly addresses: readonly string[];
  readonly port: number | undefined;
}

/** What a server is, from its start to its end. */
export interface ServerFacts {
  readonly runId: string;
  readonly startedMs: number;
  /** The TCP port, once there is one. */
  port(): number;
  listeners(): readonly ListenerFacts[];
}

const DAY_SECONDS = 24 * 3600;
const POLLING: Partial<Record<NodeJS.Platform, string>> = { linux: 'epoll', darwin: 'kqueue', win32: 'iocp' };

export function serverSection(config: Config, clock: Clock, facts: ServerFacts): InfoSection {
  return {
    title: 'Server',
    isDefault: true,
    *fields() {
      const now = clock.wallMs();
      const uptime = Math.max(0, Math.floor(now / 1000) - Math.floor(facts.startedMs / 1000));
      yield* releaseFields();
      yield ['process_id', process.pid];
      yield ['process_supervised', 'no'];
      yield ['run_id', facts.runId];
      yield ['tcp_port', facts.port()];
      yield ['server_time_usec', clock.wallUs()];
      yield ['uptime_in_seconds', uptime];
      yield ['uptime_in_days', Math.floor(uptime / DAY_SECONDS)];
      yield ['hz', config.get('hz')];
      yield ['configured_hz', config.get('hz')];
      yield ['lru_clock', Math.floor(now / 1000) & 0xffffff];
      yield ['executable', process.argv[1] ?? process.execPath];
      yield ['config_file', config.file ?? ''];
      yield ['io_threads_active', 0];
      yield* listeners(facts);
    },
  };
}

function* releaseFields(): Generator<InfoField> {
  yield ['redis_version', REDIS_VERSION];
  yield ['server_name', 'cinnabar'];
  yield ['cinnabar_version', CINNABAR_VERSION];
  yield ['redis_git_sha1', '00000000'];
  yield ['redis_git_dirty', 0];
  yield ['redis_build_id', `cinnabar-${CINNABAR_VERSION}`];
  yield ['redis_mode', 'standalone'];
  yield ['os', `${type()} ${release()} ${machine()}`];
  yield ['arch_bits', 64];
  yield ['monotonic_clock', 'performance.now'];
  yield ['multiplexing_api', POLLING[process.platform] ?? 'libuv'];
  yield ['atomicvar_api', 'js-atomics'];
  yield ['gcc_version', '0.0.0'];
  yield ['node_version', process.versions.node];
}

function* listeners(facts: ServerFacts): Generator<InfoField> {
  for (const [index, { name, addresses, port }] of facts.listeners().entries()) {
    const binds = addresses.map((address) => `,bind=${address}`).join('');
    yield [`listener${index}`, `name=${name}${binds}${port === undefined ? '' : `,port=${port}`}`];
  }
}
