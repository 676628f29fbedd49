/**
 * The machine code of bit-kernel.ts: a WebAssembly module of some 500 bytes, put together by hand.
 *
 * ```
 *   header │ types │ functions │ memory │ exports │ bodies     the sections, each behind its number and length
 * ```
 *
 * Opcodes and sections are those of webassembly.github.io/spec/core/binary, as far as they are needed here. Every loop
 * takes a step of several lanes at each turn, at least once: a range is not empty and ends with a step.
 */
export const STEP_BYTES = 64;
const PAGE_BYTES = 64 * 1024;

/** What the module exports; all addresses and ends are multiples of a step. */
export interface Loops {
  /** The set bits of a range. */
  count(from: number, end: number): number;
  /** The first step in which anything differs from `word` (32 bits, all 0 or all 1), or `end`. */
  skip(from: number, end: number, word: number): number;
  not(into: number, end: number): void;
  and(into: number, from: number, end: number): void;
  or(into: number, from: number, end: number): void;
  xor(into: number, from: number, end: number): void;
  andNot(into: number, from: number, end: number): void;
}

const I32 = 0x7f;
const I64 = 0x7e;
const V128 = 0x7b;
const VOID_BLOCK = 0x40;

const END = [0x0b];
const ADD = [0x6a];
const IS_BELOW = [0x49];
const ADD_64 = [0x7c];
const COUNT_64 = [0x7b];
const TO_32 = [0xa7];
const RETURN = [0x0f];
const WORD_BYTES = 8;

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
/** Sets and leaves the value on the stack. */
const tee = (local: number): number[] => [0x22, local];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const load64 = (offset: number): number[] => [0x29, 0, offset];
const loop = (...code: number[][]): number[] => [0x03, VOID_BLOCK, ...code.flat(), ...END];
const when = (...code: number[][]): number[] => [0x04, VOID_BLOCK, ...code.flat(), ...END];
/** Goes on with the loop that this stands in, while a truth is on the stack. */
const REPEAT = [0x0d, 0];

/** Instructions on one lane. */
export interface Lanes {
  readonly type: number;
  readonly bytes: number;
  readonly load: (offset: number) => number[];
  readonly store: (offset: number) => number[];
  readonly not: number[];
  readonly and: number[];
  readonly or: number[];
  readonly xor: number[];
  readonly andNot: number[];
  /** A lane full of a 32-bit word that is all 0 or all 1. */
  readonly fill: number[];
  readonly isNotZero: number[];
}

export const LANES_128: Lanes = {
  type: V128,
  bytes: 16,
  load: (offset) => [0xfd, 0x00, 0, offset],
  store: (offset) => [0xfd, 0x0b, 0, offset],
  not: [0xfd, 0x4d],
  and: [0xfd, 0x4e],
  andNot: [0xfd, 0x4f],
  or: [0xfd, 0x50],
  xor: [0xfd, 0x51],
  fill: [0xfd, 0x11],
  isNotZero: [0xfd, 0x53],
};

const ALL_ONES_64 = [0x42, 0x7f];
const XOR_64 = [0x85];
const AND_64 = [0x83];

export const LANES_64: Lanes = {
  type: I64,
  bytes: WORD_BYTES,
  load: load64,
  store: (offset) => [0x37, 0, offset],
  not: [...ALL_ONES_64, ...XOR_64],
  and: AND_64,
  andNot: [...ALL_ONES_64, ...XOR_64, ...AND_64],
  or: [0x84],
  xor: XOR_64,
  fill: [0xac],
  isNotZero: [0x42, 0, 0x52],
};

/** Moves the address in `local` on by a step and repeats the loop while it is below that in `end`. */
function advance(local: number, end: number): number[] {
  return [get(local), constant(STEP_BYTES), ADD, tee(local), get(end), IS_BELOW, REPEAT].flat();
}

/** The code for each piece of `bytes` of a step. */
function eachOf(bytes: number, code: (offset: number) => number[][]): number[] {
  return Array.from({ length: STEP_BYTES / bytes }, (_, i) => code(i * bytes)).flat(2);
}

/** count(from, end) with the sum in local 2. */
const COUNT = [
  loop(
    get(2),
    eachOf(WORD_BYTES, (offset) => [get(0), load64(offset), COUNT_64, ADD_64]),
    set(2),
    advance(0, 1),
  ),
  get(2),
  TO_32,
];

/** skip(from, end, word) with a lane full of the word in local 3. */
function skipping({ bytes, load, xor, or, fill, isNotZero }: Lanes): number[][] {
  const differences = eachOf(bytes, (offset) => [get(0), load(offset), get(3), xor, ...(offset > 0 ? [or] : [])]);
  return [[get(2), fill, set(3)].flat(), loop(differences, isNotZero, when(get(0), RETURN), advance(0, 1)), get(1)];
}

/** not(into, end) */
function inverting({ bytes, load, store, not }: Lanes): number[][] {
  return [
    loop(
      eachOf(bytes, (offset) => [get(0), get(0), load(offset), not, store(offset)]),
      advance(0, 1),
    ),
  ];
}

/** operation(into, from, end) */
function combining({ bytes, load, store }: Lanes, operation: number[]): number[][] {
  const eachPair = eachOf(bytes, (offset) => [
    ...[get(0), get(0), load(offset), get(1), load(offset)],
    ...[operation, store(offset)],
  ]);
  return [loop(eachPair, [get(1), constant(STEP_BYTES), ADD, set(1)].flat(), advance(0, 2))];
}

const TYPES = [
  { parameters: [I32, I32], results: [I32] },
  { parameters: [I32, I32, I32], results: [I32] },
  { parameters: [I32, I32], results: [] },
  { parameters: [I32, I32, I32], results: [] },
];

interface Routine {
  readonly name: keyof Loops;
  readonly type: number;
  /** The type of a local variable behind its parameters. */
  readonly local?: number;
  readonly code: readonly number[][];
}

function routines(lanes: Lanes): readonly Routine[] {
  return [
    { name: 'count', type: 0, local: I64, code: COUNT },
    { name: 'skip', type: 1, local: lanes.type, code: skipping(lanes) },
    { name: 'not', type: 2, code: inverting(lanes) },
    { name: 'and', type: 3, code: combining(lanes, lanes.and) },
    { name: 'or', type: 3, code: combining(lanes, lanes.or) },
    { name: 'xor', type: 3, code: combining(lanes, lanes.xor) },
    { name: 'andNot', type: 3, code: combining(lanes, lanes.andNot) },
  ];
}

/** The module with memory of so many bytes. */
export function assembleLoops(lanes: Lanes, memoryBytes: number): Uint8Array<ArrayBuffer> {
  const all = routines(lanes);
  const types = TYPES.map(({ parameters, results }) => [0x60, ...vector(parameters), ...vector(results)]);
  const exported = all.map(({ name }, i) => [...text(name), 0, i]);
  const bodies = all.map(({ code, local }) =>
    sized([...items(local === undefined ? [] : [[1, local]]), ...code.flat(), ...END]),
  );
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, items(types)),
    ...section(3, vector(all.map(({ type }) => type))),
    ...section(5, items([[0, memoryBytes / PAGE_BYTES]])),
    ...section(7, items([[...text('memory'), 2, 0], ...exported])),
    ...section(10, items(bodies)),
  ]);
}

const section = (id: number, content: number[]): number[] => [id, ...sized(content)];
const sized = (content: number[]): number[] => [...unsigned(content.length), ...content];
const vector = (values: number[]): number[] => sized(values);
const items = (values: number[][]): number[] => [...unsigned(values.length), ...values.flat()];
const text = (name: string): number[] => sized([...Buffer.from(name)]);

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

/** The same with a sign, which is the highest bit of the last byte: for what is not negative. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)];
}
