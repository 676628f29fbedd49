import type { Context } from '../../execution/context.ts';
import { Bytes } from '../../memory/bytes.ts';
import { NOT_POSITIVE } from '../../resp/reply-errors.ts';

/**
 * DEBUG POPULATE: keys `<prefix>:0`, `<prefix>:1`, … with values `value:0`, `value:1`, …, cut or filled with zeros to a
 * size. A key that is there already stays as it is; nothing is propagated.
 */
export function populate({ args, db, keyspace, reply, preventPropagation }: Context): void {
  const count = args.integerWithin(0, Number.MAX_SAFE_INTEGER, NOT_POSITIVE);
  const prefix = args.remaining > 0 ? args.latin1() : 'key';
  const size = args.remaining > 0 ? args.integerWithin(0, keyspace.limits.maxStringLength, NOT_POSITIVE) : 0;
  const value = Bytes.uninitialised(Math.max(size, LONGEST_VALUE));
  value.u8.fill(0);
  preventPropagation();
  for (let i = 0; i < count; i++) {
    const name = Bytes.fromString(`${prefix}:${i}`, 'latin1');
    const key = db.keyOver(name, 0, name.length);
    if (db.findWrite(key) !== 0) continue;
    const written = write(`value:${i}`, value.u8);
    db.setString(key, value, 0, size === 0 ? written : size);
    // Keyspace notifications know no event of this name: it is for those who watch the key.
    db.changed(key, 'populated', 0);
  }
  reply.ok();
}

/** `value:` and an integer of 53 bits. */
const LONGEST_VALUE = 22;

/** The digits only grow, so that nothing of the text before is left behind them. */
function write(text: string, to: Uint8Array): number {
  for (let i = 0; i < text.length; i++) to[i] = text.charCodeAt(i);
  return text.length;
}
