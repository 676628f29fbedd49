import type { StringView } from '../../datatypes/string-value.ts';
import { EMPTY_BYTES } from '../../memory/bytes.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import {
  fitBigint,
  fitNumber,
  MAX_NUMBER_BITS,
  readBits,
  readWideBits,
  writeBits,
  writeWideBits,
} from '../../structures/bit-fields.ts';
import { INT64_MAX } from '../../util/numbers.ts';
import type { FieldOperation } from './field-operations.ts';

/**
 * The operations of BITFIELD on a located string. Fields of up to 52 bits go by numbers, which allocate nothing; wider
 * ones and far operands by bigints, with the same outcome.
 */
const MAX_NUMBER_OPERAND = 2 ** MAX_NUMBER_BITS;
const MAX_FIELD_BITS = 64;

/** Replies with a field; outside of the string there are zeros. */
export function readField(operation: FieldOperation, value: StringView | undefined, reply: ReplyWriter): void {
  if (operation.bits <= MAX_NUMBER_BITS) reply.integer(fieldNumber(operation, value));
  else reply.integer(fieldBigint(operation, value));
}

/**
 * Executes and replies: SET with the value before, INCRBY with the value after, both with null where the field cannot
 * hold it and must not overflow. Answers whether there was a change; every write is one to a string that `grew`.
 */
export function executeField(operation: FieldOperation, value: StringView, grew: boolean, reply: ReplyWriter): boolean {
  if (operation.action === 'get') {
    readField(operation, value, reply);
    return false;
  }
  return isNumeric(operation) ? writeNumber(operation, value, grew, reply) : writeBigint(operation, value, grew, reply);
}

function isNumeric({ bits, operand, action, isSigned }: FieldOperation): boolean {
  if (bits > MAX_NUMBER_BITS || typeof operand !== 'number') return false;
  if (action === 'set' && operand < 0 && !isSigned) return false;
  return operand <= MAX_NUMBER_OPERAND && operand >= -MAX_NUMBER_OPERAND;
}

function writeNumber(operation: FieldOperation, value: StringView, grew: boolean, reply: ReplyWriter): boolean {
  const { action, isSigned, bits, offset, overflow } = operation;
  const old = fieldNumber(operation, value);
  const operand = Number(operation.operand);
  const fitted = fitNumber(action === 'set' ? operand : old + operand, bits, isSigned, overflow);
  if (fitted !== fitted) {
    reply.null();
    return false;
  }
  writeBits(value.bytes, value.at, offset, bits, fitted < 0 ? fitted + 2 ** bits : fitted);
  reply.integer(action === 'set' ? old : fitted);
  return grew || fitted !== old;
}

function writeBigint(operation: FieldOperation, value: StringView, grew: boolean, reply: ReplyWriter): boolean {
  const { action, isSigned, bits, offset, overflow } = operation;
  const old = fieldBigint(operation, value);
  const operand = BigInt(operation.operand);
  const fitted = fitBigint(action === 'set' ? valueToSet(operation) : old + operand, bits, isSigned, overflow);
  if (fitted === undefined) {
    reply.null();
    return false;
  }
  writeWideBits(value.bytes, value.at, offset, bits, BigInt.asUintN(bits, fitted));
  reply.integer(action === 'set' ? old : fitted);
  return grew || fitted !== old;
}

/** A negative number for an unsigned field is a huge one; so is one too far below a signed field, where it saturates. */
function valueToSet({ isSigned, bits, operand, overflow }: FieldOperation): bigint {
  const value = BigInt(operand);
  if (!isSigned) return BigInt.asUintN(64, value);
  if (overflow !== 'saturate' || bits === MAX_FIELD_BITS) return value;
  const beyond = 1n << BigInt(bits - 1);
  // Redis subtracts it from the maximum in 64 bits with a sign, which here gives a number below zero.
  return beyond - 1n - value > INT64_MAX ? beyond : value;
}

function fieldNumber({ isSigned, bits, offset }: FieldOperation, value: StringView | undefined): number {
  const field = readBits(value?.bytes ?? EMPTY_BYTES, value?.at ?? 0, value?.length ?? 0, offset, bits);
  return isSigned && field >= 2 ** (bits - 1) ? field - 2 ** bits : field;
}

function fieldBigint({ isSigned, bits, offset }: FieldOperation, value: StringView | undefined): bigint {
  const field = readWideBits(value?.bytes ?? EMPTY_BYTES, value?.at ?? 0, value?.length ?? 0, offset, bits);
  return isSigned ? BigInt.asIntN(bits, field) : field;
}
