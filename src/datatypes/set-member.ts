import type { Arena } from '../memory/arena.ts';
import { Bytes, EMPTY_BYTES } from '../memory/bytes.ts';
import type { SetInteger } from '../structures/intset.ts';
import { readBlockKey } from '../structures/keyed-block.ts';
import { ElementText } from '../structures/listpack.ts';
import { MEMBER_BASE } from '../structures/set-table.ts';
import { formatInteger } from '../util/numbers.ts';

const LONGEST_INTEGER = 20;

/**
 * The bytes of a set's member as clients see them, whichever way it is kept: where they stand, or written out where it
 * is kept as an integer. Reused; holds until the next is read, or the set is written to.
 */
export class MemberText {
  bytes = EMPTY_BYTES;
  at = 0;
  length = 0;
  private readonly digits = new Bytes(new Uint8Array(LONGEST_INTEGER));
  private readonly element = new ElementText();

  /** An element of a listpack. */
  setElement(bytes: Bytes, at: number): void {
    const { element } = this;
    element.read(bytes, at);
    this.bytes = element.bytes;
    this.at = element.at;
    this.length = element.length;
  }

  /** A member of a table, by its block. */
  setBlock(arena: Arena, address: number): void {
    readBlockKey(arena, MEMBER_BASE, address, this);
  }

  setInteger(value: SetInteger): void {
    this.bytes = this.digits;
    this.at = 0;
    if (typeof value === 'number') {
      this.length = formatInteger(this.digits.u8, 0, value);
      return;
    }
    const text = value.toString();
    this.length = text.length;
    for (let i = 0; i < text.length; i++) this.digits.u8[i] = text.charCodeAt(i);
  }
}
