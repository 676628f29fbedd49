import { isAsListed, percent, type UnitResult } from './judgement.ts';

const HEADER = ['unit', 'passed', 'real server', 'failed', 'skipped', 'not reached', 'needs later', '%', 'seconds'];

export function table(results: readonly UnitResult[]): string {
  const rows = results.map((result) => row(result.unit, [result]));
  if (results.length > 1) rows.push(row('total', results));
  const widths = HEADER.map((_, column) => Math.max(...[HEADER, ...rows].map((cells) => cells[column].length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ');
  return [line(HEADER), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

function row(name: string, results: readonly UnitResult[]): string[] {
  const sum = (of: (result: UnitResult) => number): string =>
    String(results.reduce((total, result) => total + of(result), 0));
  return [
    name,
    sum(({ passed }) => passed),
    sum(({ baseline }) => baseline),
    sum(({ failed }) => failed),
    sum(({ skipped }) => skipped),
    sum(({ notReached }) => notReached),
    sum(({ later }) => later),
    percent(results).toFixed(1),
    sum(({ seconds }) => Math.round(seconds)),
  ];
}

/** Where the list and the run disagree, a line each; empty if nowhere. */
export function disagreements(results: readonly UnitResult[]): string[] {
  return results.filter((result) => !isAsListed(result)).flatMap(disagreement);
}

function disagreement(result: UnitResult): string[] {
  const { unit, unexpected, nowPassing, missing, isDone, broken } = result;
  const lines = unexpected.map(({ test }) => `${unit}: failed, and is not listed: ${test}`);
  lines.push(...nowPassing.map((test) => `${unit}: passes now, strike it from the list: ${test}`));
  if (missing > unexpected.length) lines.push(`${unit}: ${missing} tests passed too few, of which some not reached`);
  if (!isDone) lines.push(`${unit}: did not come to its end`);
  if (lines.length > 0) lines.push(...broken.map((text) => `${unit}: outside any test: ${firstLines(text)}`));
  return lines;
}

/** What each failure said. */
export function failureDetails({ unit, unexpected }: UnitResult): string[] {
  return unexpected.map(({ test, details }) => `${unit}: ${test}\n    ${firstLines(details)}`);
}

const MOST_LINES = 4;

function firstLines(text: string): string {
  return text.split('\n').slice(0, MOST_LINES).join('\n    ');
}
