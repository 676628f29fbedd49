import { Directive } from '../directive.ts';
import type { ParseContext, Parsed, RewrittenLine } from '../directive.ts';
import { parseLenient, toInteger } from './c-numbers.ts';
import type { Integer } from './c-numbers.ts';

/** Save when at least `changes` changes were made within `seconds`. */
export interface SavePoint<N = number> {
  readonly seconds: N;
  readonly changes: number;
}

type Stored = readonly SavePoint<Integer>[];

/** `save <seconds> <changes> ...`: lines of a file add up, after the first of them has replaced the default. */
class SaveDirective extends Directive<Stored, readonly SavePoint[]> {
  override readonly multiArgument = true;

  override parse(args: readonly string[], { current, append }: ParseContext<Stored>): Parsed<Stored> {
    const none = args.length === 1 && args[0] === '';
    const points = readPoints(none ? [] : args);
    if (points === undefined) return { error: 'Invalid save parameters' };
    return { value: append && !none ? [...current, ...points] : points };
  }

  override format(stored: Stored): string {
    return stored.map(formatPoint).join(' ');
  }

  override toValue(stored: Stored): readonly SavePoint[] {
    return stored.map(({ seconds, changes }) => ({ seconds: Number(seconds), changes }));
  }

  /** Always written: a file without them would mean the default ones. */
  override rewrite(name: string, stored: Stored): readonly RewrittenLine[] {
    const lines = stored.length === 0 ? ['""'] : stored.map(formatPoint);
    return lines.map((line) => ({ text: `${name} ${line}`, force: true }));
  }
}

const formatPoint = ({ seconds, changes }: SavePoint<Integer>): string => `${seconds} ${changes}`;

function readPoints(args: readonly string[]): Stored | undefined {
  if (args.length % 2 === 1) return undefined;
  const points: SavePoint<Integer>[] = [];
  for (let i = 0; i < args.length; i += 2) {
    const seconds = parseLenient(args[i]);
    const changes = parseLenient(args[i + 1]);
    if (seconds === undefined || seconds < 1n || changes === undefined || changes < 0n) return undefined;
    points.push({ seconds: toInteger(seconds), changes: Number(BigInt.asIntN(32, changes)) });
  }
  return points;
}

export function savePoints(spec: { about: string; default: Stored }): Directive<Stored, readonly SavePoint[]> {
  return new SaveDirective(spec);
}
