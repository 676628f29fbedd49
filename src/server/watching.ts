import type { Config } from '../config/config.ts';
import type { CommandTimer } from '../execution/command-timer.ts';
import type { ErrorStats } from '../execution/error-stats.ts';
import type { LazyFree } from '../keyspace/flush.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { CommandWatch } from '../observability/command-watch.ts';
import type { LatencyStatsOptions } from '../observability/sections/command-stats.ts';
import type { Logger } from '../util/logger.ts';
import type { MemoryLimit } from './memory-limit.ts';

export interface WatchedParts {
  readonly timer: CommandTimer;
  readonly latencyStats: LatencyStatsOptions;
  readonly memoryLimit: MemoryLimit;
}

/** Ties the timer of the commands to what watches them, and that to the configuration. */
export function bindWatching(config: Config, watch: CommandWatch, parts: WatchedParts): void {
  const { timer, latencyStats, memoryLimit } = parts;
  const { logs, thresholds, latency } = watch;
  timer.observer = watch;
  watch.onChange = (options) => timer.configure(options);
  const bind = (name: NumberDirective, apply: (value: number) => void): void => {
    config.bind(name, (value) => {
      apply(value);
      watch.refresh();
    });
  };
  bind('slowlog-log-slower-than', (us) => (thresholds.slow = us));
  bind('commandlog-request-larger-than', (bytes) => (thresholds.largeRequest = bytes));
  bind('commandlog-reply-larger-than', (bytes) => (thresholds.largeReply = bytes));
  bind('slowlog-max-len', (length) => (logs.slow.maxLength = length));
  bind('commandlog-large-request-max-len', (length) => (logs['large-request'].maxLength = length));
  bind('commandlog-large-reply-max-len', (length) => (logs['large-reply'].maxLength = length));
  bind('latency-monitor-threshold', (ms) => {
    latency.thresholdMs = ms;
    memoryLimit.watchSlices(ms === 0 ? undefined : (us) => latency.note('eviction-cycle', us));
  });
  config.bind('latency-tracking', (tracks) => {
    latencyStats.tracks = tracks;
    timer.configure({ tracks });
  });
  config.bind('latency-tracking-info-percentiles', (percentiles) => {
    latencyStats.percentiles = percentiles;
  });
}

type NumberDirective =
  | 'slowlog-log-slower-than'
  | 'slowlog-max-len'
  | 'commandlog-request-larger-than'
  | 'commandlog-large-request-max-len'
  | 'commandlog-reply-larger-than'
  | 'commandlog-large-reply-max-len'
  | 'latency-monitor-threshold';

/** Says so when somebody makes up error codes; all of them go at once, as other things do that are freed lazily. */
export function watchErrors(errors: ErrorStats, lazyFree: LazyFree, log: Logger): void {
  errors.onOverflow = (codes) => {
    log.warning(
      'Errorstats stopped adding new errors because the number of errors reached the limit, may be misuse of lua ' +
        'error_reply, please check INFO ERRORSTATS, this can be re-enabled via CONFIG RESETSTAT.',
    );
    log.warning(`Current errors code list: ${codes.join(', ')}`);
    lazyFree.freed += codes.length;
  };
}

/** The memory that data lives in, for people. */
export function allocatorStats({ arena, large }: Keyspace): string {
  return [
    'arena:',
    `  blocks:   ${arena.blocks}`,
    `  used:     ${arena.used} bytes in blocks`,
    `  reserved: ${arena.reserved} bytes in ${arena.segments.length} segments`,
    `  tables:   ${arena.tableBytes} bytes`,
    'large values, each in memory of its own:',
    `  used:     ${large.used} bytes`,
    '',
  ].join('\n');
}
