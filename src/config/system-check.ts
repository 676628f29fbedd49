import { readFileSync } from 'node:fs';

/** What a check found: nothing to say, what to do about it, or undefined where this machine cannot tell. */
type Finding = 'OK' | { readonly advice: string } | undefined;

interface Check {
  readonly name: string;
  run(read: ReadSetting): Finding;
}

/** The text of a file of the kernel, or undefined where there is none. */
export type ReadSetting = (path: string) => string | undefined;

const CLOCK = '/sys/devices/system/clocksource/clocksource0/current_clocksource';
const HUGE_PAGES = '/sys/kernel/mm/transparent_hugepage/enabled';
const SLOW_CLOCKS = ['hpet', 'acpi_pm', 'jiffies'];

/** The names are redis-server's. Overcommit, which it asks for, is not among them: nothing here forks. */
const CHECKS: readonly Check[] = [
  {
    name: 'slow-clocksource',
    run: (read) => judge(read(CLOCK), (clock) => (SLOW_CLOCKS.includes(clock) ? slowClock(clock) : undefined)),
  },
  {
    name: 'xen-clocksource',
    run: (read) => judge(read(CLOCK), (clock) => (clock === 'xen' ? slowClock(clock) : undefined)),
  },
  {
    name: 'THP',
    run: (read) => judge(read(HUGE_PAGES), (setting) => (setting.includes('[always]') ? HUGE_PAGES_ADVICE : undefined)),
  },
];

const HUGE_PAGES_ADVICE =
  'Transparent huge pages are always on, which makes memory use and latency grow. ' +
  `As root: echo madvise > ${HUGE_PAGES}, and in a file that runs at every start of the machine.`;

function slowClock(name: string): string {
  return `The clock source ${name} is slow to read. If this machine has tsc: echo tsc > ${CLOCK}, as root.`;
}

function judge(setting: string | undefined, adviceFor: (setting: string) => string | undefined): Finding {
  if (setting === undefined) return undefined;
  const advice = adviceFor(setting);
  return advice === undefined ? 'OK' : { advice };
}

/** The report of `--check-system`, in redis-server's form. */
export function checkSystem(read: ReadSetting = readSetting): { report: string; passed: boolean } {
  const findings = CHECKS.map(({ name, run }) => ({ name, finding: run(read) }));
  return {
    report: findings.map(({ name, finding }) => `[${name}]...${describe(finding)}\n`).join(''),
    passed: findings.every(({ finding }) => finding === undefined || finding === 'OK'),
  };
}

function describe(finding: Finding): string {
  if (finding === undefined) return 'skipped';
  return finding === 'OK' ? 'OK' : `WARNING:\n${finding.advice}`;
}

function readSetting(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // Other systems have no such file.
    return undefined;
  }
}
