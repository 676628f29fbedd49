import { StreamId } from '../../src/structures/stream-id.ts';

/** IDs as bigints of 128 bits, for models. */
const MASK = 0xffffffffn;

export function idOf(value: bigint): StreamId {
  return new StreamId().set(
    Number((value >> 96n) & MASK),
    Number((value >> 64n) & MASK),
    Number((value >> 32n) & MASK),
    Number(value & MASK),
  );
}

export function valueOf({ msHi, msLo, seqHi, seqLo }: StreamId): bigint {
  return (BigInt(msHi) << 96n) | (BigInt(msLo) << 64n) | (BigInt(seqHi) << 32n) | BigInt(seqLo);
}
