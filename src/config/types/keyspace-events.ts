import { untilNul } from '../byte-string.ts';
import { Directive } from '../directive.ts';
import type { DirectiveSpec, Parsed, RewrittenLine } from '../directive.ts';
import { quoteArg } from '../split-args.ts';

/** The classes that `A` stands for, in the order in which they are shown. */
const ALL = 'g$lshzxetd';
/** `n` key created, `o` overwritten, `c` type changed, `K` and `E` the two kinds of channel, `m` key miss. */
const BESIDE_ALL = 'nocKEm';
const ORDER = ALL + BESIDE_ALL;

/** The classes are kept as their letters in a fixed order, without `A`. */
class KeyspaceEventsDirective extends Directive<string> {
  override parse([argument]: readonly string[]): Parsed<string> {
    const letters = untilNul(argument).replaceAll('A', ALL);
    if ([...letters].some((letter) => !ORDER.includes(letter))) {
      return { error: "Invalid event class character. Use 'Ag$lshzxeKEtmdn'." };
    }
    return { value: [...ORDER].filter((letter) => letters.includes(letter)).join('') };
  }

  /** Redis shows no `n` behind an `A`. */
  override format(stored: string): string {
    return stored.startsWith(ALL) ? withA(stored).replace('n', '') : stored;
  }

  override same(a: string, b: string): boolean {
    return a === b;
  }

  override toValue(stored: string): string {
    return stored;
  }

  override rewrite(name: string, stored: string): readonly RewrittenLine[] {
    return [{ text: `${name} ${quoteArg(withA(stored))}`, force: stored !== '' }];
  }
}

function withA(letters: string): string {
  return letters.startsWith(ALL) ? `A${letters.slice(ALL.length)}` : letters;
}

/** Classes of keyspace events by their letters. `Config.get` answers every single letter, never `A`. */
export function keyspaceEvents(spec: DirectiveSpec<string>): Directive<string> {
  return new KeyspaceEventsDirective(spec);
}
