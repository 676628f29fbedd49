import * as prometheus from 'prom-client';
import { describe, expect, test } from 'vitest';
import type { InfoField } from '../../src/observability/info.ts';
import { Info } from '../../src/observability/info.ts';
import { COUNTERS, GAUGES } from '../../src/observability/metric-names.ts';
import { Metrics } from '../../src/observability/metrics.ts';

const sections: Record<string, InfoField[]> = {
  Server: [
    ['redis_version', '8.0.2'],
    ['uptime_in_seconds', 7],
  ],
  Memory: [['used_memory', 1000]],
  Stats: [
    ['keyspace_hits', 3],
    ['expired_stale_perc', '1.50'],
  ],
  Keyspace: [['db3', 'keys=5,expires=2,avg_ttl=2500,subexpiry=0']],
  Commandstats: [['cmdstat_config|set', 'calls=4,usec=8,usec_per_call=2.00,rejected_calls=1,failed_calls=2']],
  Errorstats: [['errorstat_ERR', 'count=6']],
};

function metricsOf(current: Record<string, InfoField[]>): Metrics {
  const parts = Object.keys(current).map((title) => ({ title, isDefault: true, fields: () => current[title] }));
  return new Metrics(prometheus, new Info(parts));
}

async function linesOf(metrics: Metrics): Promise<string[]> {
  return (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('metrics', () => {
  test('are the fields of INFO under their names', async () => {
    const lines = await linesOf(metricsOf(sections));
    expect(lines).toEqual(
      expect.arrayContaining([
        'redis_up 1',
        'redis_uptime_in_seconds 7',
        'redis_memory_used_bytes 1000',
        'redis_keyspace_hits_total 3',
        'redis_expired_stale_percentage 1.5',
        'redis_db_keys{db="db3"} 5',
        'redis_db_keys_expiring{db="db3"} 2',
        'redis_db_avg_ttl_seconds{db="db3"} 2.5',
        'redis_commands_total{cmd="config|set"} 4',
        'redis_commands_duration_seconds_total{cmd="config|set"} 0.000008',
        'redis_commands_rejected_calls_total{cmd="config|set"} 1',
        'redis_commands_failed_calls_total{cmd="config|set"} 2',
        'redis_errors_total{err="ERR"} 6',
      ]),
    );
    expect(lines.find((line) => line.startsWith('redis_instance_info{redis_version="8.0.2",'))).toMatch(/ 1$/);
  });

  test('are as they are at each scrape: nothing is added up, and what is gone is gone', async () => {
    const current = structuredClone(sections);
    const metrics = metricsOf(current);
    await metrics.text();
    expect(await linesOf(metrics)).toContain('redis_keyspace_hits_total 3');
    current.Stats = [['keyspace_hits', 1]];
    current.Keyspace = [];
    current.Commandstats = [];
    const lines = await linesOf(metrics);
    expect(lines).toContain('redis_keyspace_hits_total 1');
    expect(lines.filter((line) => /redis_(db_keys|commands_total)\{/.test(line))).toEqual([]);
  });

  test('of two servers are two', async () => {
    const [one, other] = [metricsOf(sections), metricsOf({ Stats: [['keyspace_hits', 9]] })];
    expect(await linesOf(one)).toContain('redis_keyspace_hits_total 3');
    expect(await linesOf(other)).toContain('redis_keyspace_hits_total 9');
    expect(prometheus.register.getMetricsAsArray()).toEqual([]);
  });

  test('of no name appear twice', () => {
    const names = [...Object.values(GAUGES), ...Object.values(COUNTERS)];
    expect(new Set(names).size).toBe(names.length);
  });
});
