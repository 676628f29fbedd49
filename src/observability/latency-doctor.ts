import type { LatencyMonitor, LatencySeries } from './latency-monitor.ts';

/** What the advice depends on. */
export interface DoctorFacts {
  /** Microseconds; below 0: off. */
  readonly slowlogFromUs: number;
  readonly slowlogLength: number;
  readonly hz: number;
}

type Advice = 'enableSlowlog' | 'lowerSlowlog' | 'readSlowlog' | 'system' | 'expiry' | 'largeValues' | 'eviction';

const ADVICE: Readonly<Record<Advice, (monitor: LatencyMonitor) => string>> = {
  enableSlowlog: ({ thresholdMs }) =>
    `The slow log is off, so nobody can tell which commands were slow. Turn it on: CONFIG SET slowlog-log-slower-than ` +
    `${thresholdMs * 1000}, and a slowlog-max-len above 0.`,
  lowerSlowlog: ({ thresholdMs }) =>
    `The slow log begins later than the latency monitor and misses what this one sees. Make them alike: CONFIG SET ` +
    `slowlog-log-slower-than ${thresholdMs * 1000}.`,
  readSlowlog: () => 'See SLOWLOG GET for the commands themselves, with their arguments and clients.',
  system: () =>
    'Commands that do little were slow, so the process did not get the processor when it needed it. Look for other ' +
    'programs on this machine or on its host, for swapping, and for long garbage collections (node --trace-gc).',
  expiry: () =>
    'Many keys expire at the same moment. Spread their times to live, or raise hz so that less is due at once.',
  largeValues: () =>
    'Removing one very large value takes time. Split it over several keys, remove it with UNLINK, or see the ' +
    'lazyfree-* settings.',
  eviction: () =>
    'Memory was far above its limit at once: after maxmemory was lowered or a large value written. Leave more room ' +
    'below the limit.',
};

/** LATENCY DOCTOR: what was observed, and what might help. */
export function latencyReport(monitor: LatencyMonitor, facts: DoctorFacts): string {
  const { events, thresholdMs } = monitor;
  if (events.size === 0 && thresholdMs === 0) {
    return 'The latency monitor is off. Turn it on with CONFIG SET latency-monitor-threshold <milliseconds>.\n';
  }
  if (events.size === 0) return 'Nothing took longer than the threshold of the latency monitor so far.\n';
  const lines = ['Delays were observed in this server:', ''];
  let number = 0;
  for (const [event, series] of events) lines.push(describe(++number, event, series, monitor.nowSeconds));
  const advice = [...new Set([...events.keys()].flatMap((event) => adviceFor(event, monitor, facts)))];
  if (advice.length === 0) lines.push('', 'There is no simple advice for these.');
  else lines.push('', 'What may help:', '', ...advice.map((name) => `- ${ADVICE[name](monitor)}`));
  return lines.map((line) => `${line}\n`).join('');
}

function describe(number: number, event: string, { samples, longestMs }: LatencySeries, nowSeconds: number): string {
  const delays = samples.map(({ ms }) => ms);
  const mean = Math.floor(sum(delays) / delays.length);
  const deviation = Math.floor(sum(delays.map((ms) => Math.abs(ms - mean))) / delays.length);
  const period = Math.max(1, nowSeconds - samples[0].unixSeconds) / delays.length;
  return (
    `${number}. ${event}: ${delays.length} latency spikes (average ${mean}ms, mean deviation ${deviation}ms, ` +
    `period ${period.toFixed(2)} sec). Worst all time event ${longestMs}ms.`
  );
}

function adviceFor(event: string, { thresholdMs }: LatencyMonitor, facts: DoctorFacts): readonly Advice[] {
  switch (event) {
    case 'command':
      return [...slowlogAdvice(thresholdMs, facts), 'readSlowlog', 'largeValues'];
    case 'fast-command':
      return ['system'];
    case 'expire-cycle':
      return facts.hz < 100 ? ['expiry', 'largeValues'] : ['largeValues'];
    case 'eviction-cycle':
      return ['eviction', 'largeValues'];
    default:
      return [];
  }
}

function slowlogAdvice(thresholdMs: number, { slowlogFromUs, slowlogLength }: DoctorFacts): readonly Advice[] {
  if (slowlogFromUs < 0 || slowlogLength === 0) return ['enableSlowlog'];
  return slowlogFromUs > thresholdMs * 1000 ? ['lowerSlowlog'] : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
