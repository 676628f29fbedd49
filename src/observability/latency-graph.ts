import type { LatencySeries } from './latency-monitor.ts';

/**
 * LATENCY GRAPH, in redis-server's form: a column for each sample, its height in twelfths of the range between the
 * least and the most; below each, how long ago it was, read downwards.
 *
 * ```
 *   event - high 500 ms, low 300 ms (all time high 500 ms)
 *   --------------------------------------------------------------------------------
 *     #          four rows; in each cell _ is the lowest third, o the middle, # the highest,
 *    o|          and | stands where a higher row has more of the column
 *    ||
 *   _||
 *
 *   111
 *   642
 *   sss
 * ```
 */
const COLUMNS = 80;
const ROWS = 4;
const CELL = ['_', 'o', '#'];
const STEPS = ROWS * CELL.length;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Column {
  readonly step: number;
  readonly label: string;
}

export function latencyGraph(event: string, { samples, longestMs }: LatencySeries, nowSeconds: number): string {
  const delays = samples.map(({ ms }) => ms);
  const high = Math.max(...delays);
  const low = Math.min(...delays);
  const range = high === low ? 1 : high - low;
  const columns = samples.map(({ unixSeconds, ms }) => ({
    step: Math.min(STEPS - 1, Math.floor(((ms - low) * STEPS) / range)),
    label: elapsed(nowSeconds - unixSeconds),
  }));
  let text = `${event} - high ${high} ms, low ${low} ms (all time high ${longestMs} ms)\n${'-'.repeat(COLUMNS)}\n`;
  for (let first = 0; first < columns.length; first += COLUMNS) {
    if (first > 0) text += '\n';
    text += block(columns.slice(first, first + COLUMNS));
  }
  return text;
}

function block(columns: readonly Column[]): string {
  const lines: string[] = [];
  for (let row = ROWS - 1; row >= 0; row--) lines.push(columns.map(({ step }) => cellOf(step, row)).join(''));
  lines.push(' '.repeat(columns.length));
  const longest = Math.max(...columns.map(({ label }) => label.length));
  for (let i = 0; i < longest; i++) lines.push(columns.map(({ label }) => label[i] ?? ' ').join(''));
  return lines.map((line) => `${line}\n`).join('');
}

/** `row` counts from the lowest. */
function cellOf(step: number, row: number): string {
  const within = step - row * CELL.length;
  if (within < 0) return ' ';
  return CELL[within] ?? '|';
}

function elapsed(seconds: number): string {
  if (seconds < MINUTE) return `${seconds}s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)}m`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)}h`;
  return `${Math.floor(seconds / DAY)}d`;
}
