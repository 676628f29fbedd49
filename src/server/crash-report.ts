import { AssertionError } from 'node:assert';
import { constants } from 'node:os';
import { CrashSignal } from '../commands/server/debug-crash.ts';
import { CINNABAR_VERSION, REDIS_VERSION } from '../config/version.ts';

/** What a server knows of itself when it crashes. */
export interface CrashFacts {
  /** INFO, everything. */
  readonly info: string;
  /** CLIENT LIST. */
  readonly clients: string;
  /** Who was being served when it happened, if anybody was, and the command's arguments as byte strings. */
  readonly current: { readonly client: string; readonly argv: readonly string[] } | undefined;
  /** `hide-user-data-from-log`: nothing of keys and values may be shown. */
  readonly hidesUserData: boolean;
}

const SHOWN_ARGUMENTS = 32;
const SHOWN_CHARACTERS = 128;

/** The report of an error that nobody caught, in redis-server's form: what happened, where, and what was going on. */
export function crashReport(error: unknown, facts: CrashFacts): string {
  return [
    '',
    '=== CINNABAR BUG REPORT START: Cut & paste starting from here ===',
    ...cause(error),
    '',
    '------ STACK TRACE ------',
    stackOf(error),
    '------ STACK TRACE DONE ------',
    ...currentClient(facts),
    '',
    '------ INFO OUTPUT ------',
    facts.info.replaceAll('\r\n', '\n'),
    '------ CLIENT LIST OUTPUT ------',
    facts.clients,
    '=== CINNABAR BUG REPORT END. Make sure to include from START to END. ===',
    '',
    '       Please report the crash to the authors of cinnabar, with the whole of this.',
    '',
  ].join('\n');
}

function cause(error: unknown): string[] {
  const server = `cinnabar ${CINNABAR_VERSION} (Redis ${REDIS_VERSION}, Node.js ${process.version})`;
  if (error instanceof CrashSignal) {
    return [`${server} crashed by signal: ${constants.signals[error.signal]}, ${error.signal}`];
  }
  if (error instanceof AssertionError)
    return ['=== ASSERTION FAILED ===', `==> ${placeOf(error)} ${error.message}`, server];
  const message = error instanceof Error ? error.message : String(error);
  return [
    '------------------------------------------------',
    '!!! Software Failure. Press left mouse button to continue',
    `Guru Meditation: ${message} #${placeOf(error)}`,
    '------------------------------------------------',
    server,
  ];
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** `main.js:123:45` of the innermost frame that is ours. */
function placeOf(error: unknown): string {
  const frames = stackOf(error)
    .split('\n')
    .filter((line) => !line.includes('node:'));
  return /([^/\\(\n]+:\d+:\d+)\)?$/m.exec(frames.join('\n'))?.[1] ?? 'unknown place';
}

function currentClient({ current, hidesUserData }: CrashFacts): string[] {
  if (current === undefined) return [];
  const { client, argv } = current;
  const shown = argv.slice(0, SHOWN_ARGUMENTS).map((argument, i) => {
    const text = hidesUserData && i > 0 ? '*redacted*' : argument.slice(0, SHOWN_CHARACTERS);
    return `argv[${i}]: '${escaped(text)}'`;
  });
  const more = argv.length > SHOWN_ARGUMENTS ? [`... and ${argv.length - SHOWN_ARGUMENTS} more`] : [];
  const note = hidesUserData ? ['hide-user-data-from-log is on: arguments are not shown'] : [];
  return ['', '------ CURRENT CLIENT INFO ------', client, `argc: '${argv.length}'`, ...shown, ...more, ...note];
}

function escaped(text: string): string {
  return text.replace(/[^ -~]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
