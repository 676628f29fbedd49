import { asWord, Directive } from '../directive.ts';
import type { ParseContext, Parsed, RewrittenLine } from '../directive.ts';
import { parseLenient, toInteger } from './c-numbers.ts';
import type { Integer } from './c-numbers.ts';
import { parseExactMemory } from './exact-memory.ts';
import { formatMemory } from './numeric.ts';

/** What a client's unsent replies may hold: `hardBytes` at once, `softBytes` for `softSeconds`; 0 is no limit. */
export interface OutputBufferLimit<N = number> {
  readonly hardBytes: N;
  readonly softBytes: N;
  readonly softSeconds: number;
}

export interface OutputBufferLimits<N = number> {
  readonly normal: OutputBufferLimit<N>;
  readonly replica: OutputBufferLimit<N>;
  readonly pubsub: OutputBufferLimit<N>;
}

type ClientClass = keyof OutputBufferLimits;
type Stored = OutputBufferLimits<Integer>;

const CLASSES = ['normal', 'replica', 'pubsub'] as const;
const CLASS_NAMES: ReadonlyMap<string, ClientClass> = new Map([
  ['normal', 'normal'],
  ['slave', 'replica'],
  ['replica', 'replica'],
  ['pubsub', 'pubsub'],
]);

/** `client-output-buffer-limit <class> <hard> <soft> <soft seconds> ...`; classes that are not named stay. */
class OutputBufferLimitsDirective extends Directive<Stored, OutputBufferLimits> {
  override readonly multiArgument = true;

  override parse(args: readonly string[], { current }: ParseContext<Stored>): Parsed<Stored> {
    if (args.length % 4 !== 0) return { error: 'Wrong number of arguments in buffer limit configuration.' };
    const value: { -readonly [C in ClientClass]: OutputBufferLimit<Integer> } = { ...current };
    for (let i = 0; i < args.length; i += 4) {
      const clientClass = CLASS_NAMES.get(asWord(args[i]));
      if (clientClass === undefined) return { error: 'Invalid client class specified in buffer limit configuration.' };
      const limit = readLimit(args[i + 1], args[i + 2], args[i + 3]);
      if (limit === undefined) {
        return { error: 'Error in hard, soft or soft_seconds setting in buffer limit configuration.' };
      }
      value[clientClass] = limit;
    }
    return { value };
  }

  override format(stored: Stored): string {
    return CLASSES.map((name) => {
      const { hardBytes, softBytes, softSeconds } = stored[name];
      return `${name === 'replica' ? 'slave' : name} ${hardBytes} ${softBytes} ${softSeconds}`;
    }).join(' ');
  }

  override toValue(stored: Stored): OutputBufferLimits {
    return {
      normal: toNumbers(stored.normal),
      replica: toNumbers(stored.replica),
      pubsub: toNumbers(stored.pubsub),
    };
  }

  override rewrite(directive: string, stored: Stored): readonly RewrittenLine[] {
    return CLASSES.map((name) => ({
      text: `${directive} ${name} ${formatLimit(stored[name])}`,
      force: formatLimit(stored[name]) !== formatLimit(this.spec.default[name]),
    }));
  }
}

function readLimit(hard: string, soft: string, seconds: string): OutputBufferLimit<Integer> | undefined {
  const hardBytes = parseExactMemory(hard);
  const softBytes = parseExactMemory(soft);
  const lenient = parseLenient(seconds);
  if (hardBytes === undefined || softBytes === undefined || lenient === undefined) return undefined;
  const softSeconds = Number(BigInt.asIntN(32, lenient));
  if (softSeconds < 0) return undefined;
  return { hardBytes: toInteger(hardBytes), softBytes: toInteger(softBytes), softSeconds };
}

function formatLimit({ hardBytes, softBytes, softSeconds }: OutputBufferLimit<Integer>): string {
  return `${formatMemory(hardBytes)} ${formatMemory(softBytes)} ${softSeconds}`;
}

function toNumbers({ hardBytes, softBytes, softSeconds }: OutputBufferLimit<Integer>): OutputBufferLimit {
  return { hardBytes: Number(hardBytes), softBytes: Number(softBytes), softSeconds };
}

export function outputBufferLimits(spec: { about: string; default: Stored }): Directive<Stored, OutputBufferLimits> {
  return new OutputBufferLimitsDirective(spec);
}
