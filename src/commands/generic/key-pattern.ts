import type { Args } from '../../execution/args.ts';
import type { Bytes } from '../../memory/bytes.ts';
import { EMPTY_BYTES } from '../../memory/bytes.ts';
import { globMatch, isMatchAll } from '../../util/glob.ts';

/** A glob pattern in a command's arguments, matched against keys, or elements, where they stand. Reused. */
export class KeyPattern {
  private bytes = EMPTY_BYTES;
  private start = 0;
  private end = 0;
  private all = true;

  /** Takes the argument of this index, which must stay where it is. */
  set(args: Args, index: number): void {
    this.bytes = args.bytes;
    this.start = args.at(index);
    this.end = this.start + args.length(index);
    // Only this pattern matches the empty key too.
    this.all = isMatchAll(this.bytes.u8, this.start, this.end);
  }

  /** From now on everything matches. */
  clear(): void {
    this.bytes = EMPTY_BYTES;
    this.all = true;
  }

  matches(key: { readonly bytes: Bytes; readonly at: number; readonly length: number }): boolean {
    if (this.all) return true;
    return globMatch(this.bytes.u8, this.start, this.end, key.bytes.u8, key.at, key.at + key.length, false);
  }
}
