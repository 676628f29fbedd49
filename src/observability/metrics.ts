import type { Counter, Gauge, Registry } from 'prom-client';
import type * as Prometheus from 'prom-client';
import type { Info } from './info.ts';
import { COUNTERS, GAUGES } from './metric-names.ts';

/**
 * What INFO tells, in Prometheus form. Nothing is gathered but when it is asked for; the registry is this server's own,
 * so that several live in one process.
 */
export class Metrics {
  readonly contentType: string;
  private readonly info: Info;
  private readonly registry: Registry;
  private readonly plain = new Map<string, (value: number) => void>();
  private readonly database: Readonly<Record<'keys' | 'expires' | 'averageTtl', Gauge>>;
  private readonly command: Readonly<Record<'calls' | 'seconds' | 'rejected' | 'failed', Counter>>;
  private readonly errors: Counter;
  private readonly instance: Gauge;

  /** @param prometheus the module, which is loaded only where somebody wants metrics */
  constructor(prometheus: typeof Prometheus, info: Info) {
    const { Registry: RegistryClass, Counter: CounterClass, Gauge: GaugeClass } = prometheus;
    const registry = new RegistryClass();
    const common = (name: string, help: string) => ({ name: `redis_${name}`, help, registers: [registry] });
    const gauge = (name: string, help: string, ...labelNames: string[]): Gauge =>
      new GaugeClass({ ...common(name, help), labelNames });
    const counter = (name: string, help: string, ...labelNames: string[]): Counter =>
      new CounterClass({ ...common(name, help), labelNames });
    this.info = info;
    this.registry = registry;
    this.contentType = registry.contentType;
    gauge('up', 'Whether the server answers.').set(1);
    for (const [field, name] of Object.entries(GAUGES)) {
      const metric = gauge(name, helpFor(field));
      this.plain.set(field, (value) => metric.set(value));
    }
    for (const [field, name] of Object.entries(COUNTERS)) {
      const metric = counter(name, helpFor(field));
      this.plain.set(field, (value) => setCounter(metric, {}, value));
    }
    this.instance = gauge('instance_info', 'Who the server is; always 1.', ...INSTANCE_LABELS);
    this.database = {
      keys: gauge('db_keys', 'Keys of a database.', 'db'),
      expires: gauge('db_keys_expiring', 'Keys of a database that expire.', 'db'),
      averageTtl: gauge('db_avg_ttl_seconds', 'Seconds until such a key expires, on average.', 'db'),
    };
    this.command = {
      calls: counter('commands_total', 'Calls of a command.', 'cmd'),
      seconds: counter('commands_duration_seconds_total', 'Seconds that they took together.', 'cmd'),
      rejected: counter('commands_rejected_calls_total', 'Calls that were refused before they ran.', 'cmd'),
      failed: counter('commands_failed_calls_total', 'Calls that ran and failed.', 'cmd'),
    };
    this.errors = counter('errors_total', 'Error replies by their code.', 'err');
  }

  /** All of them, as they are now. */
  async text(): Promise<string> {
    this.gatherPlain();
    this.gatherInstance();
    this.gatherDatabases();
    this.gatherCommands();
    this.gatherErrors();
    return this.registry.metrics();
  }

  private gatherPlain(): void {
    for (const [field, value] of this.info.fieldsOf(PLAIN_SECTIONS)) this.plain.get(field)?.(Number(value));
  }

  private gatherInstance(): void {
    const fields = new Map(this.info.fieldsOf(['Server', 'Memory', 'Replication']));
    this.instance.reset();
    this.instance.set(Object.fromEntries(INSTANCE_LABELS.map((label) => [label, String(fields.get(label))])), 1);
  }

  private gatherDatabases(): void {
    const { keys, expires, averageTtl } = this.database;
    for (const metric of [keys, expires, averageTtl]) metric.reset();
    for (const [db, facts] of this.info.fieldsOf(['Keyspace'])) {
      const numbers = numbersIn(facts);
      keys.set({ db }, numbers('keys'));
      expires.set({ db }, numbers('expires'));
      averageTtl.set({ db }, numbers('avg_ttl') / 1000);
    }
  }

  private gatherCommands(): void {
    const { calls, seconds, rejected, failed } = this.command;
    for (const metric of [calls, seconds, rejected, failed]) metric.reset();
    for (const [field, facts] of this.info.fieldsOf(['Commandstats'])) {
      const cmd = field.slice('cmdstat_'.length);
      const numbers = numbersIn(facts);
      calls.inc({ cmd }, numbers('calls'));
      seconds.inc({ cmd }, numbers('usec') / 1e6);
      rejected.inc({ cmd }, numbers('rejected_calls'));
      failed.inc({ cmd }, numbers('failed_calls'));
    }
  }

  private gatherErrors(): void {
    this.errors.reset();
    for (const [field, facts] of this.info.fieldsOf(['Errorstats'])) {
      this.errors.inc({ err: field.slice('errorstat_'.length) }, numbersIn(facts)('count'));
    }
  }
}

/** Sections of INFO that hold one number to a field. */
const PLAIN_SECTIONS: readonly string[] = [
  ...['Server', 'Clients', 'Memory', 'Persistence', 'Stats', 'Replication', 'CPU', 'Cluster'],
];

const INSTANCE_LABELS = ['redis_version', 'redis_mode', 'role', 'os', 'run_id', 'process_id', 'maxmemory_policy'];

function helpFor(field: string): string {
  return `The field ${field} of INFO.`;
}

/** A counter that is read elsewhere: it takes over the value. */
function setCounter(counter: Counter, labels: Record<string, string>, value: number): void {
  counter.reset();
  counter.inc(labels, value);
}

/** Reads `keys=1,expires=0`. */
function numbersIn(facts: string | number): (name: string) => number {
  const pairs = new Map(
    String(facts)
      .split(',')
      .map((pair) => pair.split('=') as [string, string]),
  );
  return (name) => Number(pairs.get(name) ?? 0);
}
