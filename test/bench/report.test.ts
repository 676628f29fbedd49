import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../bench/load/redis-benchmark.ts';
import { medianStall } from '../../bench/load/probe.ts';
import { median, percentile, roundToWorse } from '../../bench/load/statistics.ts';
import type { ThroughputResult } from '../../bench/load/throughput.ts';
import { parseOptions } from '../../bench/options.ts';
import { chart } from '../../bench/report/chart.ts';
import { judge } from '../../bench/report/targets.ts';

const MEASURED = { p50: 1, p99: 2, cpuPerRequest: 7 };

function result(
  test: 'SET' | 'PING',
  pipeline: number,
  valueSize: number,
  ours: number,
  theirs: number,
): ThroughputResult {
  const servers = { cinnabar: { ...MEASURED, throughput: ours }, 'redis-server': { ...MEASURED, throughput: theirs } };
  return { test, pipeline, valueSize, requests: 1, keys: 1, servers };
}

describe('the figures of the bench', () => {
  it('are medians, of an odd and an even number of rounds', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 2, 4])).toBe(3);
    expect(() => median([])).toThrow('nothing');
  });

  it('have percentiles that are values of theirs', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile(hundred, 1)]).toEqual([50, 99, 100]);
  });

  it('are shown as no better than they are', () => {
    expect([roundToWorse(1.2499, true), roundToWorse(1.15, true), roundToWorse(1.1, true)]).toEqual([1.24, 1.15, 1.1]);
    expect([roundToWorse(1.1001, false), roundToWorse(1.15, false), roundToWorse(1.1, false)]).toEqual([
      1.11, 1.15, 1.1,
    ]);
  });

  it('tell of stalls the run in the middle, and the longest of every run', () => {
    const runs = [9, 30, 4].map((longest) => ({ longest, p999: 1, seen: longest, idle: 0, replies: 100 + longest }));
    expect(medianStall(runs)).toEqual({ ...runs[0], runs: [9, 30, 4] });
    expect(medianStall(runs.slice(1)).longest).toBe(4);
  });

  it('come from the columns of redis-benchmark by name', () => {
    const csv =
      '"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"\n' +
      '"SET","52356.02","0.531","0.152","0.519","0.671","0.743","1.031"\n';
    expect(parseCsv(csv)).toEqual({ throughput: 52_356.02, p50: 0.519, p99: 0.743 });
    expect(() => parseCsv('Could not connect')).toThrow('redis-benchmark printed no rps');
  });
});

describe('the targets of the bench', () => {
  it('are reached at their limit and missed below it', () => {
    const throughput = [result('SET', 16, 16, 1250, 1000), result('SET', 100, 16, 1599, 1000)];
    expect(judge({ throughput })).toEqual([
      { what: 'SET 16 B P16 throughput', target: '≥ 1.25x', measured: '1.25x', reached: true },
      { what: 'SET 16 B P100 throughput', target: '≥ 1.60x', measured: '1.59x', reached: false },
    ]);
  });

  it('ask for throughput and processor time where commands come one by one', () => {
    expect(judge({ throughput: [result('PING', 1, 0, 990, 1000)] }).map(({ reached }) => reached)).toEqual([
      false,
      true,
    ]);
  });

  it('compare PUBLISH with redis-server, with and without subscribers', () => {
    const pubsub = {
      cinnabar: { unheard: 990, messages: 900 },
      'redis-server': { unheard: 1000, messages: 1000 },
    };
    expect(judge({ pubsub }).map(({ measured, reached }) => [measured, reached])).toEqual([
      ['0.99x', false],
      ['0.90x', true],
    ]);
    expect(judge({ pubsub: { cinnabar: pubsub.cinnabar } })).toEqual([]);
  });

  it('limit what watching costs: of the throughput, and of the processor time', () => {
    const [on, off] = [
      { throughput: 970, cpuPerRequest: 0.7 },
      { throughput: 1000, cpuPerRequest: 0.68 },
    ];
    expect(judge({ watching: [{ test: 'GET', on, off, kept: 0.97, timerNs: 20 }] })).toEqual([
      { what: 'GET P16, everything watched', target: '≥ 0.97x unwatched', measured: '0.97x', reached: true },
      { what: 'GET P16, counting and timing', target: '≤ 3 % of the CPU', measured: '2.9 %', reached: true },
    ]);
    const judged = judge({ watching: [{ test: 'SET', on, off, kept: 0.969, timerNs: 22 }] });
    expect(judged.map(({ reached }) => reached)).toEqual([false, false]);
  });

  it('limit memory, stalls, start and connections', () => {
    const stall = { longest: 10.5, p999: 1, seen: 12, idle: 2, replies: 9, runs: [10.5] };
    const judged = judge({
      memory: { cinnabar: { keys: 5e6, resident: 360 * 2 ** 20, perKey: 70, heapUsed: 61 * 2 ** 20, heapTotal: 0 } },
      stall: { cinnabar: { load: stall, expiry: { ...stall, longest: 2 }, flush: stall } },
      startup: { cinnabar: 150 },
      idle: { cinnabar: { connections: 10_000, perConnection: 11_000 } },
    });
    expect(judged.map(({ reached }) => reached)).toEqual([true, false, false, true, false, true, false]);
  });
});

describe('the picture of the bench', () => {
  it('shows ours by its ratio, with names made safe', () => {
    const where = { date: '2026-01-01', node: 'v20', cpu: 'A & B', cores: 2, servers: [] };
    const svg = chart({ measured: { throughput: where }, medians: { throughput: [result('SET', 16, 16, 3, 2)] } });
    expect(svg).toContain('1.50x');
    expect(svg).toContain('A &amp; B');
  });

  it('is not drawn from nothing', () => {
    expect(chart({ measured: {}, medians: {} })).toBeUndefined();
  });
});

describe('the command line of the bench', () => {
  it('chooses sections, commands and pipelines', () => {
    const options = parseOptions(
      ['--only', 'memory,idle', '--tests', 'get,set', '--pipelines', '16', '--quick'],
      'dist/main.js',
    );
    expect(options).toMatchObject({
      sections: ['memory', 'idle'],
      tests: ['SET', 'GET'],
      pipelines: [16],
      write: false,
    });
  });

  it.each([
    ['--only', 'speed', "'speed' is none of"],
    ['--pipelines', '0', "'0' is not a positive whole number"],
    ['--peer', '/usr/bin/redis-server', 'is not name=/path/to/server'],
  ])('refuses %s %s', (flag, value, message) => {
    expect(() => parseOptions([flag, value], 'dist/main.js')).toThrow(message);
  });
});
