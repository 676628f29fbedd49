import { parseArgs } from 'node:util';

export const USAGE = `npm run conformance -- [unit ...] [options]

Runs units of the Tcl suite of Redis 8.0.2 against this server; without a unit, those that known-to-fail.json requires.
The suite's source comes from Debian, or from the unpacked tree that REDIS_SOURCE names; redis-cli, redis-benchmark,
redis-check-aof and redis-check-rdb from the folder that REDIS_TOOLS names, or the PATH.

  --all             every unit that the real server was measured with
  --ci              what CI asks for: exit 1 where a run and known-to-fail.json disagree, in either direction
  --list            print the units and how many tests of each the real server passes, and end
  --verbose         say what each failure said
  --server /path    another program in the place of redis-server than dist/main.js; a .js file runs with this Node
  --output /path    a folder that gets what each unit printed
  --timeout n       seconds a unit may take: 600
  --keep            leave the run's tree, with the servers' logs, where it is
`;

export interface Options {
  readonly units: readonly string[];
  readonly isCi: boolean;
  readonly isList: boolean;
  readonly isVerbose: boolean;
  readonly server: string;
  readonly output: string | undefined;
  readonly timeoutMs: number;
  readonly keepsTree: boolean;
}

export interface Choice {
  readonly known: readonly string[];
  readonly required: readonly string[];
  readonly inCi: readonly string[];
}

/** Throws an Error that says which argument is wrong. */
export function parseOptions(argv: readonly string[], choice: Choice, server: string): Options | 'help' {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      all: { type: 'boolean', default: false },
      ci: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      server: { type: 'string', default: server },
      output: { type: 'string' },
      timeout: { type: 'string', default: '600' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const unknown = positionals.find((unit) => !choice.known.includes(unit));
  if (unknown !== undefined) throw new Error(`'${unknown}' is no unit: --list names them all`);
  return {
    units: positionals.length > 0 ? positionals : byDefault(values.all, values.ci, choice),
    isCi: values.ci,
    isList: values.list,
    isVerbose: values.verbose,
    server: values.server,
    output: values.output,
    timeoutMs: seconds(values.timeout) * 1000,
    keepsTree: values.keep,
  };
}

function byDefault(all: boolean, ci: boolean, choice: Choice): readonly string[] {
  if (all) return choice.known;
  return ci ? choice.inCi : choice.required;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--timeout: '${text}' is not a positive whole number`);
  return value;
}
