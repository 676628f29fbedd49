import { resolve } from 'node:path';
import { checkSystem } from './config/system-check.ts';
import { CINNABAR_VERSION, REDIS_VERSION } from './config/version.ts';
import { quoteArg, splitArgs } from './config/split-args.ts';
import { toByteString } from './config/byte-string.ts';

/*
 * redis-server's command line. It is not one that a parser of options can read: values follow their option without
 * limit, may begin with -- themselves, and option and values may come as one argument with spaces in it. What it says
 * is only a configuration file that follows the real one, so that is what this makes of it.
 */

/** Start the server: the configuration is the file, then standard input, then `options` (lines, a byte string). */
export interface RunCommand {
  readonly kind: 'run';
  /** Absolute path. */
  readonly configFile?: string;
  readonly stdin: boolean;
  /** Undefined when there were no arguments at all. */
  readonly options?: string;
}

/** Print a text and exit. */
export interface PrintCommand {
  readonly kind: 'print';
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  readonly exitCode: number;
}

const USAGE = `Usage: cinnabar [/path/to/redis.conf | -] [--directive value ...] [-]

  /path/to/redis.conf        configuration file, as redis-server reads it
  -                          read configuration from standard input (first or last argument)
  --directive value ...      any directive of the file, with one or more values; these win
  -v, --version              print the version
  -h, --help                 print this
  --check-system             check the settings of this machine
  --test-memory <megabytes>  not offered: use a tool made for it

Examples:
  cinnabar
  cinnabar --port 7777 --save 900 1 --save 60 1000
  cinnabar /etc/redis/redis.conf --loglevel verbose
  echo 'maxmemory 128mb' | cinnabar -
`;

const MEMORY_TEST = `This server has no test for the machine's memory; it is not needed to run it.
To test memory use memtester, or memtest86+ from the boot menu.
`;
const MEMORY_TEST_USAGE = `Please specify the amount of memory to test in megabytes.
Example: cinnabar --test-memory 4096

`;
const NO_SENTINEL = 'Sentinel mode (--sentinel) is not available in this release of cinnabar.\n';

/** What redis-server's arguments (without the program's name) ask for. */
export function parseCommandLine(argv: readonly string[]): RunCommand | PrintCommand {
  return parseSpecial(argv) ?? parseRun(argv);
}

function parseSpecial(argv: readonly string[]): PrintCommand | undefined {
  if (argv.includes('--sentinel')) return print('stderr', NO_SENTINEL, 1);
  switch (argv[0]) {
    case '-v':
    case '--version':
      return print('stdout', `${versionLine()}\n`, 0);
    case '-h':
    case '--help':
      return print('stderr', USAGE, 1);
    case '--test-memory':
      return print('stderr', argv.length === 2 ? MEMORY_TEST : MEMORY_TEST_USAGE, 1);
    case '--check-system': {
      const { report, passed } = checkSystem();
      return print('stdout', report, passed ? 0 : 1);
    }
    default:
      return undefined;
  }
}

function print(stream: 'stdout' | 'stderr', text: string, exitCode: number): PrintCommand {
  return { kind: 'print', stream, text, exitCode };
}

function parseRun(argv: readonly string[]): RunCommand {
  if (argv.length === 0) return { kind: 'run', stdin: false };
  const hasFile = !argv[0].startsWith('-');
  const file = hasFile ? { configFile: resolve(argv[0]) } : {};
  return { kind: 'run', ...file, ...toConfigText(argv, hasFile ? 1 : 0) };
}

/** The arguments from `first` on as lines of a configuration file. */
function toConfigText(argv: readonly string[], first: number): { stdin: boolean; options: string } {
  let options = '';
  let stdin = false;
  // An option takes the next argument for its value, whatever that begins with; only then may another option come.
  let hasValue = true;
  for (let i = first; i < argv.length; i++) {
    const argument = toByteString(argv[i]);
    if (argument === '-' && (i === 0 || i === argv.length - 1)) {
      stdin = true;
    } else if (hasValue && argument.startsWith('--')) {
      const empty = isEmptySave(argument, argv[i + 1]);
      options += `${options === '' ? '' : '\n'}${argument.slice(2)} ${empty ? '""' : ''}`;
      hasValue = splitArgs(argument)?.length !== 1 || (empty && i + 1 < argv.length);
    } else {
      options += `${quoteArg(argument)} `;
      hasValue = true;
    }
  }
  return { stdin, options };
}

/** `--save` before another option or at the end: what a script makes of an empty list of save points. */
function isEmptySave(argument: string, next: string | undefined): boolean {
  return argument.toLowerCase() === '--save' && (next === undefined || next.startsWith('--'));
}

/** `Redis server v=...` as tools look for it, and behind it what this really is. */
export function versionLine(): string {
  const build = buildId(`cinnabar ${CINNABAR_VERSION} ${REDIS_VERSION}`);
  const redis = `Redis server v=${REDIS_VERSION} sha=00000000:0 malloc=arena bits=64 build=${build}`;
  return `${redis} (cinnabar ${CINNABAR_VERSION})`;
}

/** FNV-1a, 64 bits: the same for the same release. http://www.isthe.com/chongo/tech/comp/fnv/ */
function buildId(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16);
}
