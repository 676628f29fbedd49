import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { Context } from '../../execution/context.ts';
import { INVALID_FIELD_TYPE, INVALID_OVERFLOW, SYNTAX } from '../../resp/reply-errors.ts';
import type { Overflow } from '../../structures/bit-fields.ts';
import { parseSafeInteger } from '../../util/numbers.ts';
import { readFieldOffset } from './offset.ts';

const GET = keyword('GET');
const SET = keyword('SET');
const INCRBY = keyword('INCRBY');
const OVERFLOW = keyword('OVERFLOW');
const WRAP = keyword('WRAP');
const SAT = keyword('SAT');
const FAIL = keyword('FAIL');

const SMALL_I = 105;
const SMALL_U = 117;
const MAX_SIGNED_BITS = 64;
/** A reply's integers are signed. */
const MAX_UNSIGNED_BITS = 63;

/** One operation of BITFIELD as its arguments said. */
export class FieldOperation {
  action: 'get' | 'set' | 'increment' = 'get';
  isSigned = false;
  bits = 0;
  /** The field's first bit. */
  offset = 0;
  /** What to set or to add. */
  operand: number | bigint = 0;
  overflow: Overflow = 'wrap';
}

/** All operations of the command under way: read before the first one is executed, since one mistake refuses all. */
class FieldOperations {
  count = 0;
  /** How far operations write, in bits; 0 where they only read. */
  writtenBits = 0;
  private readonly operations: FieldOperation[] = [];

  at(index: number): FieldOperation {
    return this.operations[index];
  }

  /** Reads all arguments that are left. Throws SYNTAX and what is wrong with one operation. */
  read(context: Context): void {
    const { args } = context;
    let overflow: Overflow = 'wrap';
    this.count = 0;
    this.writtenBits = 0;
    while (args.remaining > 0) {
      if (args.remaining >= 2 && args.take(OVERFLOW)) overflow = readOverflow(args);
      else this.readOperation(context, overflow);
    }
  }

  private readOperation(context: Context, overflow: Overflow): void {
    const { args } = context;
    const operation = this.next();
    operation.action = readAction(args);
    operation.overflow = overflow;
    readType(args, operation);
    operation.offset = readFieldOffset(context, operation.bits);
    if (operation.action === 'get') return;
    this.writtenBits = Math.max(this.writtenBits, operation.offset + operation.bits);
    operation.operand = args.int64();
  }

  private next(): FieldOperation {
    if (this.count === this.operations.length) this.operations.push(new FieldOperation());
    return this.operations[this.count++];
  }
}

export const fieldOperations = new FieldOperations();

function readAction(args: Args): FieldOperation['action'] {
  if (args.remaining >= 3 && args.take(GET)) return 'get';
  if (args.remaining >= 4 && args.take(SET)) return 'set';
  if (args.remaining >= 4 && args.take(INCRBY)) return 'increment';
  throw SYNTAX;
}

function readOverflow(args: Args): Overflow {
  if (args.take(WRAP)) return 'wrap';
  if (args.take(SAT)) return 'saturate';
  if (args.take(FAIL)) return 'fail';
  throw INVALID_OVERFLOW;
}

/** Reads `i` or `u` and a number of bits; a NUL ends it, as it ends a string in C. */
function readType(args: Args, operation: FieldOperation): void {
  const index = args.next();
  const { u8 } = args.bytes;
  const start = args.at(index);
  let end = start + args.length(index);
  const nul = u8.subarray(start, end).indexOf(0);
  if (nul >= 0) end = start + nul;
  const sign = end > start ? u8[start] : 0;
  operation.isSigned = sign === SMALL_I;
  operation.bits = parseSafeInteger(u8, start + 1, end);
  const limit = operation.isSigned ? MAX_SIGNED_BITS : MAX_UNSIGNED_BITS;
  const isKnown = sign === SMALL_I || sign === SMALL_U;
  if (!isKnown || !(operation.bits >= 1 && operation.bits <= limit)) throw INVALID_FIELD_TYPE;
}
