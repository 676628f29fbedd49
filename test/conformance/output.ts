/** Reads what Redis's Tcl suite prints about one unit. */

export interface UnitOutcome {
  /** Names of the tests, in order; a name that the unit uses more than once stands here as often. */
  readonly passed: readonly string[];
  readonly failed: readonly Failure[];
  readonly skipped: readonly string[];
  /** What went wrong outside any test: the rest of its block is not reached. */
  readonly broken: readonly string[];
  /** Whether the unit's file was run to its end. */
  readonly isDone: boolean;
}

export interface Failure {
  readonly test: string;
  readonly details: string;
}

interface Report {
  readonly mark: string;
  readonly text: string;
}

const ANSI_COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const REPORT = /^\[(ok|err|exception|skip|ignore|TIMEOUT|ready|testing|\d+\/\d+ done)\]: ?(.*)$/;
const ELAPSED = / \(\d+ ms\)$/;
const FAILED_TEST = /^(.*) in tests\/\S+\.tcl$/;
/** Where the suite repeats all failures. */
const SUMMARY = /^ +The End$/;

/**
 * `output` is the standard output of `runtest --single <unit> --durable`.
 *
 * A failure without a test's name happened in a block that starts a server. The block may stand around tests, or
 * inside one: then the suite goes on to report that test as passed, which it has not. So the next test counts as failed.
 */
export function parseOutput(output: string): UnitOutcome {
  const passed: string[] = [];
  const failed: Failure[] = [];
  const skipped: string[] = [];
  const broken: string[] = [];
  let isDone = false;
  let suspicion: string | undefined;

  for (const { mark, text } of reports(output)) {
    const [title, ...rest] = text.split('\n');
    if (mark === 'ok') {
      const test = title.replace(ELAPSED, '');
      if (suspicion === undefined) passed.push(test);
      else failed.push({ test, details: suspicion });
      suspicion = undefined;
    } else if (mark === 'err') {
      const test = FAILED_TEST.exec(title)?.[1];
      suspicion = test === undefined ? text : undefined;
      if (test === undefined) broken.push(text);
      else failed.push({ test, details: rest.join('\n') });
    } else if (mark === 'skip') {
      skipped.push(title);
    } else if (mark === 'exception' || mark === 'TIMEOUT') {
      broken.push(text);
    } else if (mark.endsWith('done')) {
      isDone = true;
    }
  }
  return { passed, failed, skipped, broken, isDone };
}

/** Each report with the lines that follow it. */
function reports(output: string): Report[] {
  const found: { mark: string; text: string }[] = [];
  for (const line of output.replace(ANSI_COLOURS, '').split('\n')) {
    if (SUMMARY.test(line)) break;
    const match = REPORT.exec(line);
    if (match !== null) found.push({ mark: match[1], text: match[2] });
    else if (found.length > 0) found[found.length - 1].text += `\n${line}`;
  }
  return found.map(({ mark, text }) => ({ mark, text: text.trimEnd() }));
}
