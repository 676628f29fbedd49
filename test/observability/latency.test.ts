import { describe, expect, it } from 'vitest';
import { command } from '../../src/execution/command.ts';
import { latencyReport } from '../../src/observability/latency-doctor.ts';
import { latencyGraph } from '../../src/observability/latency-graph.ts';
import { LatencyMonitor, LatencySeries } from '../../src/observability/latency-monitor.ts';
import type { Observed } from './observed.ts';
import { observed } from './observed.ts';

const COMMON = { group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: 2 } as const;

function watched(thresholdMs = 5): Observed {
  const engine: Observed = observed(
    command({
      ...COMMON,
      name: 'TAKE',
      flags: [],
      handler: ({ args, reply }) => take(args.integer(), () => reply.ok()),
    }),
    command({
      ...{ ...COMMON, name: 'DASH', flags: ['fast'] },
      handler: ({ args, reply }) => take(args.integer(), () => reply.ok()),
    }),
  );
  const take = (ms: number, then: () => void): void => {
    engine.clock.advance(ms);
    then();
  };
  engine.commandWatch.latency.thresholdMs = thresholdMs;
  engine.commandWatch.refresh();
  return engine;
}

describe('LatencyMonitor', () => {
  it('keeps the longest delay of each second, for 160 seconds with any', () => {
    let nowMs = 1_000_000;
    const monitor = new LatencyMonitor(() => nowMs);
    monitor.thresholdMs = 10;
    for (const us of [9999, 10_000, 12_500, 11_000]) monitor.note('expire-cycle', us);
    expect(monitor.events.get('expire-cycle')?.samples).toEqual([{ unixSeconds: 1000, ms: 12 }]);
    for (let i = 1; i <= 200; i++) {
      nowMs += 1000;
      monitor.note('expire-cycle', 10_000 + i);
    }
    const { samples, longestMs } = monitor.events.get('expire-cycle')!;
    expect([samples.length, samples[0].unixSeconds, longestMs]).toEqual([160, 1041, 12]);
  });

  it('notes nothing while it is off', () => {
    const monitor = new LatencyMonitor(() => 0);
    monitor.note('command', 1e9);
    expect(monitor.events.size).toBe(0);
  });
});

describe('LATENCY', () => {
  it('LATEST and HISTORY tell what took too long', () => {
    const { run } = watched().connect();
    for (const ms of ['4', '7', '300']) run('TAKE', ms);
    run('DASH', '700');
    run('DASH', '20');
    expect(run('LATENCY', 'HISTORY', 'command')).toBe('*1\r\n*2\r\n:1700000000\r\n:300\r\n');
    expect(run('LATENCY', 'HISTORY', 'fast-command')).toBe('*1\r\n*2\r\n:1700000001\r\n:700\r\n');
    expect(run('LATENCY', 'HISTORY', 'COMMAND')).toBe('*0\r\n');
    expect(run('LATENCY', 'LATEST')).toBe(
      '*2\r\n*4\r\n$7\r\ncommand\r\n:1700000000\r\n:300\r\n:300\r\n' +
        '*4\r\n$12\r\nfast-command\r\n:1700000001\r\n:700\r\n:700\r\n',
    );
  });

  it('RESET forgets all, or what it is told, in any case', () => {
    const { run } = watched().connect();
    run('TAKE', '7');
    run('DASH', '7');
    expect(run('LATENCY', 'RESET', 'COMMAND', 'bogus')).toBe(':1\r\n');
    expect(run('LATENCY', 'RESET')).toBe(':1\r\n');
    expect(run('LATENCY', 'LATEST')).toBe('*0\r\n');
  });

  it('GRAPH draws an event, and knows no other', () => {
    const { run, client } = watched().connect();
    run('TAKE', '7');
    client.protocol = 3;
    expect(run('LATENCY', 'GRAPH', 'command')).toMatch(
      /^=\d+\r\ntxt:command - high 7 ms, low 7 ms \(all time high 7 ms\)\n-{80}\n/,
    );
    expect(run('LATENCY', 'GRAPH', 'none')).toBe("-ERR No samples available for event 'none'\r\n");
  });

  it('HISTOGRAM shows how the times are distributed, of all commands or of some with their subcommands', () => {
    const { run, client } = watched().connect();
    for (const ms of ['1', '1', '4']) run('TAKE', ms);
    run('LATENCY', 'LATEST');
    const take = '$4\r\nTAKE\r\n'.toLowerCase();
    const levels = '$14\r\nhistogram_usec\r\n*4\r\n:1056\r\n:2\r\n:4227\r\n:3\r\n';
    expect(run('LATENCY', 'HISTOGRAM', 'take', 'none')).toBe(`*2\r\n${take}*4\r\n$5\r\ncalls\r\n:3\r\n${levels}`);
    expect(run('LATENCY', 'HISTOGRAM', 'latency')).toMatch(/^\*4\r\n\$14\r\nlatency\|latest\r\n.*latency\|histogram/s);
    expect(run('LATENCY', 'HISTOGRAM', 'LATENCY|LATEST')).toMatch(/^\*2\r\n\$14\r\nlatency\|latest/);
    client.protocol = 3;
    expect(run('LATENCY', 'HISTOGRAM', 'take')).toMatch(/^%1\r\n\$4\r\ntake\r\n%2\r\n/);
    expect(run('LATENCY', 'HISTOGRAM')).toMatch(/^%3\r\n/);
  });

  it('INFO latencystats has the percentiles, unless tracking is off', () => {
    const { connect, latencyStats } = watched();
    const { run } = connect();
    for (const ms of ['1', '1', '4']) run('TAKE', ms);
    expect(run('INFO', 'latencystats')).toContain('latency_percentiles_usec_take:p50=1003.519,p99.9=4014.079\r\n');
    latencyStats.tracks = false;
    expect(run('INFO', 'latencystats')).toBe('$16\r\n# Latencystats\r\n\r\n');
  });

  it('refuses what it does not know', () => {
    const { run } = watched().connect();
    expect(run('LATENCY', 'bogus')).toBe("-ERR unknown subcommand 'bogus'. Try LATENCY HELP.\r\n");
    expect(run('LATENCY', 'HELP')).toMatch(/^\*17\r\n\+LATENCY <subcommand>/);
  });
});

describe('the graph', () => {
  it('is what redis-server draws', () => {
    const series = new LatencySeries();
    for (const [i, ms] of [10, 50, 30, 100, 90, 10].entries()) series.add(100 + i, ms);
    const text = latencyGraph('command', series, 108);
    expect(text).toBe(
      `command - high 100 ms, low 10 ms (all time high 100 ms)\n${'-'.repeat(80)}\n` +
        '   #o \n   || \n # || \n_|#||_\n      \n876543\nssssss\n',
    );
  });

  it('breaks after 80 columns, and tells seconds, minutes, hours and days', () => {
    const series = new LatencySeries();
    for (let i = 0; i < 82; i++) series.add(1000 + i, 5);
    series.add(1000 + 3 * 24 * 3600, 5);
    const lines = latencyGraph('x', series, 1000 + 3 * 24 * 3600 + 7200).split('\n');
    expect(lines[5]).toBe('_'.repeat(80));
    expect(lines.slice(-5, -1)).toEqual(['___', '   ', '332', 'ddh']);
  });
});

describe('the doctor', () => {
  const facts = { slowlogFromUs: 10_000, slowlogLength: 128, hz: 10 };

  it('says that the monitor is off, or that there was nothing', () => {
    const monitor = new LatencyMonitor(() => 0);
    expect(latencyReport(monitor, facts)).toContain('CONFIG SET latency-monitor-threshold');
    monitor.thresholdMs = 5;
    expect(latencyReport(monitor, facts)).toBe(
      'Nothing took longer than the threshold of the latency monitor so far.\n',
    );
  });

  it('tells of each event, and gives advice that fits, once', () => {
    let nowMs = 100_000;
    const monitor = new LatencyMonitor(() => nowMs);
    monitor.thresholdMs = 5;
    monitor.note('command', 10_000);
    nowMs += 10_000;
    monitor.note('command', 20_000);
    monitor.note('expire-cycle', 30_000);
    const report = latencyReport(monitor, facts);
    expect(report).toContain(
      '1. command: 2 latency spikes (average 15ms, mean deviation 5ms, period 5.00 sec). Worst all time event 20ms.\n',
    );
    expect(report).toContain('slowlog-log-slower-than 5000.');
    expect(report).toContain('raise hz');
    expect(report.match(/UNLINK/g)).toHaveLength(1);
    expect(latencyReport(monitor, { ...facts, slowlogFromUs: -1, hz: 100 })).toContain('The slow log is off');
    expect(latencyReport(monitor, { ...facts, hz: 100 })).not.toContain('raise hz');
  });

  it('answers through LATENCY DOCTOR', () => {
    const { run } = watched(0).connect();
    expect(run('LATENCY', 'DOCTOR')).toMatch(/^\$\d+\r\nThe latency monitor is off\./);
  });
});
