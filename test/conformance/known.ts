import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many tests of each unit pass against the real server. */
export type Baseline = Readonly<Record<string, number>>;

/** A test that does not pass: because of what comes later (`needs`), or because this server `fails` it. */
export interface KnownTest {
  /** The name as the suite prints it, or `/` and a regular expression for names that differ from run to run. */
  readonly test: string;
  readonly needs?: string;
  readonly fails?: string;
  /** Passes against a real server that many times; 1 if absent. */
  readonly count?: number;
  /** Not even tried: it takes long, or leaves the tests behind it with a server that they cannot use. */
  readonly skip?: boolean;
}

export interface KnownToFail {
  /** The units that have to pass, but for the tests below. */
  readonly required: readonly string[];
  /** Required units that are left to the whole run, each with the reason: CI has no time for them. */
  readonly notInCi: Readonly<Record<string, string>>;
  /** Tags of blocks that are left out as a whole, since they begin with what comes later: tag and what that is. */
  readonly withoutTags: Readonly<Record<string, string>>;
  /** Lines of a unit, outside any test, that end it early: regular expression and what they need. */
  readonly withoutLines: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly tests: Readonly<Record<string, readonly KnownTest[]>>;
}

export function readBaseline(): Baseline {
  return readJson('baseline.json') as Baseline;
}

export function readKnownToFail(): KnownToFail {
  return readJson('known-to-fail.json') as KnownToFail;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
}

export function isNamed(known: KnownTest, test: string): boolean {
  return known.test.startsWith('/') ? new RegExp(known.test.slice(1)).test(test) : known.test === test;
}

/** Times that the real server passes these tests. */
export function countOf(tests: readonly KnownTest[]): number {
  return tests.reduce((sum, { count = 1 }) => sum + count, 0);
}
