import type { Client } from '../execution/client.ts';
import type { CommandEntry } from '../execution/command-entry.ts';
import type { CommandObserver, TimerOptions } from '../execution/command-timer.ts';
import { FAST } from '../execution/traits.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';
import { CommandLog } from './command-log.ts';
import type { CommandLogs } from './commandlog-commands.ts';
import { LatencyMonitor } from './latency-monitor.ts';
import type { Monitors } from './monitors.ts';

/** From when on the logs note a command; below 0 they note none. */
export interface LogThresholds {
  /** Microseconds. */
  slow: number;
  /** Bytes. */
  largeRequest: number;
  largeReply: number;
}

/**
 * Where the command timer reports to: the logs of commands, the latency monitor, the monitors. In return it tells the
 * timer from when on there is anything to report, so that a command nobody is interested in costs nothing here.
 */
export class CommandWatch implements CommandObserver {
  readonly logs: CommandLogs = {
    ...{ slow: new CommandLog(), 'large-request': new CommandLog(), 'large-reply': new CommandLog() },
  };
  readonly latency: LatencyMonitor;
  readonly thresholds: LogThresholds = { slow: 10_000, largeRequest: 1024 * 1024, largeReply: 1024 * 1024 };
  /** Takes what the timer has to know. */
  onChange: (options: Partial<TimerOptions>) => void = () => undefined;
  private readonly monitors: Monitors;
  private readonly wallMs: () => number;

  constructor(monitors: Monitors, wallMs: () => number) {
    this.monitors = monitors;
    this.wallMs = wallMs;
    this.latency = new LatencyMonitor(wallMs);
    monitors.onChange = (isMonitored) => this.onChange({ isMonitored });
  }

  /** After a change of any threshold. */
  refresh(): void {
    const { thresholds, latency, logs } = this;
    const logged = enabled(thresholds.slow, logs.slow);
    const monitored = latency.thresholdMs === 0 ? Infinity : latency.thresholdMs * 1000;
    this.onChange({
      slowFromUs: Math.min(logged, monitored),
      requestFrom: enabled(thresholds.largeRequest, logs['large-request']),
      replyFrom: enabled(thresholds.largeReply, logs['large-reply']),
    });
  }

  slow(client: Client, entry: CommandEntry, vector: ArgumentVector, us: number): void {
    this.latency.note((entry.traits & FAST) === 0 ? 'command' : 'fast-command', us);
    const { slow } = this.thresholds;
    if (slow >= 0 && us >= slow) this.log(this.logs.slow, client, entry, vector, Math.round(us));
  }

  largeRequest(client: Client, entry: CommandEntry, vector: ArgumentVector, bytes: number): void {
    this.log(this.logs['large-request'], client, entry, vector, bytes);
  }

  largeReply(client: Client, entry: CommandEntry, vector: ArgumentVector, bytes: number): void {
    this.log(this.logs['large-reply'], client, entry, vector, bytes);
  }

  executed(client: Client, entry: CommandEntry, vector: ArgumentVector): void {
    const { flags } = entry.spec;
    if (!flags.includes('admin') && !flags.includes('skip_monitor')) this.monitors.feed(client, entry, vector);
  }

  private log(log: CommandLog, client: Client, entry: CommandEntry, vector: ArgumentVector, value: number): void {
    if (!entry.spec.flags.includes('skip_slowlog')) log.add(client, entry, vector, value, this.wallMs());
  }
}

function enabled(threshold: number, log: CommandLog): number {
  return threshold < 0 || log.maxLength === 0 ? Infinity : threshold;
}
