import { fromByteString } from '../byte-string.ts';
import { Directive } from '../directive.ts';
import type { ParseContext, Parsed, RewrittenLine } from '../directive.ts';
import { quoteArg } from '../split-args.ts';
import { parseNumber, parseLenient } from './c-numbers.ts';

const MAX_ADDRESSES = 16;
/** What can stand in a file without quotes. */
const PLAIN = /^[!#-&(-[\]-~]+$/;

class AddressesDirective extends Directive<readonly string[]> {
  override readonly multiArgument = true;

  override parse(args: readonly string[]): Parsed<readonly string[]> {
    if (args.length > MAX_ADDRESSES) return { error: 'Too many bind addresses specified.' };
    return { value: args.length === 1 && args[0] === '' ? [] : args };
  }

  override format(stored: readonly string[]): string {
    return stored.join(' ');
  }

  override toValue(stored: readonly string[]): readonly string[] {
    return stored.map(fromByteString);
  }

  /** The default ones are taken out of the file, since a later release may have others. */
  override rewrite(name: string, stored: readonly string[]): readonly RewrittenLine[] {
    if (this.same(stored, this.spec.default)) return [];
    const plain = stored.every((address) => PLAIN.test(address));
    // A lone argument is split once more when it is read, so that one in quotes may hold all of them in theirs.
    const list = plain ? this.format(stored) : quoteArg(stored.map(quoteArg).join(' '));
    return [{ text: `${name} ${list || '""'}`, force: true }];
  }
}

/** Up to 16 addresses to listen on; with none there is no TCP socket. A `-` in front allows that one is missing. */
export function addresses(spec: { about: string; default: readonly string[] }): Directive<readonly string[]> {
  return new AddressesDirective(spec);
}

/** Scores for a primary, a replica and a background child, as /proc/PID/oom_score_adj takes them. */
export type OomScores = readonly [primary: number, replica: number, child: number];

const OOM_SCORE_LIMIT = 2000n;

class OomScoresDirective extends Directive<OomScores> {
  override readonly multiArgument = true;

  override parse(args: readonly string[], { warn }: ParseContext<OomScores>): Parsed<OomScores> {
    if (args.length !== 3) return { error: 'wrong number of arguments' };
    const scores = args.map(readScore).filter((score) => score !== undefined);
    if (scores.length !== 3) {
      return { error: 'Invalid oom-score-adj-values, elements must be between -2000 and 2000.' };
    }
    const [primary, replica, child] = scores;
    if (replica < primary || child < replica) {
      warn(
        'The oom-score-adj-values configuration may not work for non-privileged processes! ' +
          'Please consult the documentation.',
      );
    }
    return { value: [primary, replica, child] };
  }

  override format(stored: OomScores): string {
    return stored.join(' ');
  }

  override toValue(stored: OomScores): OomScores {
    return stored;
  }
}

function readScore(text: string): number | undefined {
  const score = parseLenient(text);
  return score === undefined || score < -OOM_SCORE_LIMIT || score > OOM_SCORE_LIMIT ? undefined : Number(score);
}

export function oomScores(spec: { about: string; default: OomScores }): Directive<OomScores> {
  return new OomScoresDirective(spec);
}

class PercentilesDirective extends Directive<readonly number[]> {
  override readonly multiArgument = true;

  override parse(args: readonly string[]): Parsed<readonly number[]> {
    if (args.length === 1 && args[0] === '') return { value: [] };
    const value: number[] = [];
    for (const argument of args) {
      const percentile = parseNumber(argument);
      if (percentile === undefined) return { error: 'Invalid latency-tracking-info-percentiles parameters' };
      if (percentile < 0 || percentile > 100) {
        return { error: 'latency-tracking-info-percentiles parameters should sit between [0.0,100.0]' };
      }
      value.push(percentile);
    }
    return { value };
  }

  override format(stored: readonly number[]): string {
    return stored.map(formatPercentile).join(' ');
  }

  override toValue(stored: readonly number[]): readonly number[] {
    return stored;
  }

  override rewrite(name: string, stored: readonly number[]): readonly RewrittenLine[] {
    return [{ text: `${name} ${this.format(stored) || '""'}`, force: true }];
  }
}

/** With at most six decimals, zeros at the end taken off. */
function formatPercentile(percentile: number): string {
  const sign = Object.is(percentile, -0) ? '-' : '';
  return sign + percentile.toFixed(6).replace(/\.?0+$/, '');
}

/** Percentiles between 0 and 100. */
export function percentiles(spec: { about: string; default: readonly number[] }): Directive<readonly number[]> {
  return new PercentilesDirective(spec);
}
