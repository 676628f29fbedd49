import { parseArgs } from 'node:util';

export const SECTIONS = [
  ...(['throughput', 'memory', 'stall', 'startup', 'idle', 'eviction', 'watching', 'pubsub'] as const),
  ...(['collections', 'items', 'growth'] as const),
];
export type Section = (typeof SECTIONS)[number];

export const TESTS = ['PING', 'SET', 'GET', 'INCR'] as const;
export type TestName = (typeof TESTS)[number];

export const PIPELINES: readonly number[] = [1, 16, 100];
/** Bytes of a value. */
export const VALUE_SIZES: readonly number[] = [3, 16, 1024, 16_384];

export const USAGE = `npm run bench -- [options]

  --only a,b          sections to run: ${SECTIONS.join(', ')}
  --tests a,b         commands of the throughput section: ${TESTS.join(', ')}
  --pipelines a,b     its pipeline depths: ${PIPELINES.join(', ')}
  --sizes a,b         its value sizes in bytes: ${VALUE_SIZES.join(', ')}
  --rounds n          rounds of throughput, pubsub, collections and of what looks for stalls; their median counts: 3
  --peer name=/path   a server to run beside those on PATH; may be repeated; a .js file runs with this Node
  --ours /path        another build of cinnabar than dist/main.js
  --quick             about a tenth of the work; rougher figures, never written
  --no-write          leave results.json and results.svg as they are
`;

export interface Options {
  readonly sections: readonly Section[];
  readonly tests: readonly TestName[];
  readonly pipelines: readonly number[];
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Name and path of each server to measure beside those on PATH. */
  readonly peers: readonly (readonly [name: string, path: string])[];
  readonly ours: string;
  readonly quick: boolean;
  /** Whether the accepted figures are to be replaced: only by a full run. */
  readonly write: boolean;
}

/** Throws an Error that says which argument is wrong. */
export function parseOptions(argv: readonly string[], defaultServer: string): Options | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      tests: { type: 'string' },
      pipelines: { type: 'string' },
      sizes: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      peer: { type: 'string', multiple: true, default: [] },
      ours: { type: 'string', default: defaultServer },
      quick: { type: 'boolean', default: false },
      'no-write': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    sections: chosen('--only', values.only, SECTIONS),
    tests: chosen('--tests', values.tests?.toUpperCase(), TESTS),
    pipelines: numbers('--pipelines', values.pipelines, PIPELINES),
    sizes: numbers('--sizes', values.sizes, VALUE_SIZES),
    rounds: numbers('--rounds', values.rounds, [3])[0] ?? 3,
    peers: values.peer.map(peer),
    ours: values.ours,
    quick: values.quick,
    write: !values['no-write'] && !values.quick,
  };
}

function chosen<T extends string>(flag: string, list: string | undefined, all: readonly T[]): readonly T[] {
  if (list === undefined) return all;
  const names = list.split(',');
  const unknown = names.find((name) => !all.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`${flag}: '${unknown}' is none of ${all.join(', ')}`);
  return all.filter((known) => names.includes(known));
}

function numbers(flag: string, list: string | undefined, all: readonly number[]): readonly number[] {
  if (list === undefined) return all;
  return list.split(',').map((text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) throw new Error(`${flag}: '${text}' is not a positive whole number`);
    return value;
  });
}

function peer(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new Error(`--peer: '${text}' is not name=/path/to/server`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
