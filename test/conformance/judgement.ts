import { countOf, isNamed, type KnownTest } from './known.ts';
import type { Failure, UnitOutcome } from './output.ts';

/** One unit's outcome beside the real server's count and the list of tests known to fail. */
export interface UnitResult {
  readonly unit: string;
  readonly baseline: number;
  readonly passed: number;
  readonly failed: number;
  /** Tests that the list names and that were not tried. */
  readonly skipped: number;
  readonly notReached: number;
  /** Tests of the baseline that need what comes later. */
  readonly later: number;
  readonly unexpected: readonly Failure[];
  /** Listed, but passed. */
  readonly nowPassing: readonly string[];
  /** Tests that neither passed nor are listed, whether they failed or were never reached. */
  readonly missing: number;
  readonly broken: readonly string[];
  readonly isDone: boolean;
  readonly seconds: number;
}

export function judge(
  unit: string,
  outcome: UnitOutcome,
  baseline: number,
  known: readonly KnownTest[],
  seconds: number,
): UnitResult {
  const passed = outcome.passed.length;
  const tried = known.filter(({ skip = false }) => !skip);
  return {
    unit,
    baseline,
    passed,
    failed: outcome.failed.length,
    skipped: outcome.skipped.length,
    notReached: Math.max(0, baseline - passed - outcome.failed.length - outcome.skipped.length),
    later: countOf(known.filter(({ needs }) => needs !== undefined)),
    unexpected: outcome.failed.filter(({ test }) => !known.some((listed) => isNamed(listed, test))),
    nowPassing: outcome.passed.filter((test) => tried.some((listed) => isNamed(listed, test))),
    missing: Math.max(0, baseline - countOf(known) - passed),
    broken: outcome.broken,
    isDone: outcome.isDone,
    seconds,
  };
}

/** Whether the list tells all that did not pass, and nothing that did. */
export function isAsListed({ unexpected, nowPassing, missing, isDone }: UnitResult): boolean {
  return unexpected.length === 0 && nowPassing.length === 0 && missing === 0 && isDone;
}

/** Of the tests that the real server passes and that need nothing of what comes later. 100 where there are none. */
export function percent(results: readonly UnitResult[]): number {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const expected = results.reduce((sum, { baseline, later }) => sum + baseline - later, 0);
  return expected === 0 ? 100 : Math.min(100, (100 * passed) / expected);
}
