import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, percent, type UnitResult } from './judgement.ts';
import { readBaseline, readKnownToFail } from './known.ts';
import { parseOptions, USAGE, type Options } from './options.ts';
import { parseOutput } from './output.ts';
import { claimPorts, type PortRange } from './ports.ts';
import { disagreements, failureDetails, table } from './report.ts';
import { runUnit } from './runner.ts';
import { findSource, NoSource } from './source.ts';
import { leaveOutLines, makeTree } from './tree.ts';

/** Redis's own test suite against this server, unit by unit: what it does is told in USAGE. */

const BUILT = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

const baseline = readBaseline();
const known = readKnownToFail();
const withoutTags = Object.keys(known.withoutTags);

async function main(argv: readonly string[]): Promise<number> {
  const inCi = known.required.filter((unit) => !(unit in known.notInCi));
  const choice = { known: Object.keys(baseline), required: known.required, inCi };
  const options = parseOptions(argv, choice, BUILT);
  if (options === 'help') return print(USAGE);
  if (options.isList) return print(listing());
  const results = await runAll(options);
  return conclude(results, options);
}

function print(text: string): number {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  return 0;
}

function listing(): string {
  const line = ([unit, count]: [string, number]): string =>
    `${known.required.includes(unit) ? '*' : ' '} ${unit} ${count}`;
  return `${Object.entries(baseline).map(line).join('\n')}\n\n* required`;
}

async function runAll(options: Options): Promise<UnitResult[]> {
  const tree = makeTree(findSource(), options.server);
  // A run that is interrupted leaves nothing behind either.
  process.once('exit', () => {
    if (options.keepsTree) print(`the tree is kept: ${tree}`);
    else rmSync(tree, { recursive: true, force: true });
  });
  const ports = await claimPorts();
  const results: UnitResult[] = [];
  try {
    for (const unit of options.units) results.push(await runOne(unit, tree, ports, options));
  } finally {
    ports.release();
  }
  return results;
}

async function runOne(unit: string, tree: string, ports: PortRange, options: Options): Promise<UnitResult> {
  process.stderr.write(`  ${unit}`);
  const tests = known.tests[unit] ?? [];
  leaveOutLines(tree, unit, Object.keys(known.withoutLines[unit] ?? {}));
  const { output, seconds, isTimedOut } = await runUnit(unit, tree, ports, tests, withoutTags, options.timeoutMs);
  if (options.output !== undefined) {
    mkdirSync(options.output, { recursive: true });
    writeFileSync(join(options.output, `${unit.replaceAll('/', '-')}.txt`), output);
  }
  const result = judge(unit, parseOutput(output), baseline[unit], tests, seconds);
  const late = isTimedOut ? ', ended at its time limit' : '';
  process.stderr.write(` ${result.passed} of ${result.baseline} in ${Math.round(seconds)} s${late}\n`);
  return result;
}

function conclude(results: readonly UnitResult[], { isCi, isVerbose }: Options): number {
  print(`\n${table(results)}\n`);
  if (isVerbose) for (const detail of results.flatMap(failureDetails)) print(detail);
  const differences = disagreements(results);
  for (const difference of differences) print(difference);
  print(`\n${percent(results).toFixed(2)} % of the tests that need nothing of what comes later`);
  return isCi && differences.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof NoSource)) throw error;
  process.stderr.write(`conformance: ${error.message}\n`);
  process.exitCode = 2;
}
