import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import { Bytes } from '../../memory/bytes.ts';
import { pfTestFailed } from '../../resp/reply-errors.ts';
import { countDense, denseRegister, raiseDenseRegister, setDenseRegister } from '../../structures/hyperloglog-dense.ts';
import { estimate } from '../../structures/hyperloglog-estimate.ts';
import type { ResizableBytes } from '../../structures/hyperloglog-sparse.ts';
import {
  countSparse,
  EMPTY_SPARSE_BYTES,
  SparseEditor,
  TOO_LARGE,
  writeEmptySparse,
} from '../../structures/hyperloglog-sparse.ts';
import {
  DENSE_BYTES,
  HEADER_BYTES,
  patternOf,
  registerOf,
  REGISTERS,
  runOf,
  writeHeader,
} from '../../structures/hyperloglog.ts';
import type { Random } from '../../util/random.ts';
import type { HyperLogLogOptions } from './options.ts';

const REGISTER_CYCLES = 100;
const ELEMENTS = 1_000_000;
const STANDARD_ERROR = 1.04 / Math.sqrt(REGISTERS);
/** The most an estimate may be off: six standard errors, which chance makes once in a hundred million tests. */
const TOLERANCE = 6 * STANDARD_ERROR;

export function pfselftest(options: HyperLogLogOptions): CommandSpec {
  return command({
    name: 'PFSELFTEST',
    group: 'hyperloglog',
    since: '2.8.9',
    summary: 'Tests that this server counts as a HyperLogLog should.',
    complexity: 'N/A',
    docFlags: ['syscmd'],
    arity: 1,
    flags: ['admin'],
    handler({ keyspace, reply }) {
      testRegisters(keyspace.random);
      testEstimates(keyspace.random, options.maxSparseBytes);
      reply.ok();
    },
  });
}

/** Every register keeps its value while those beside it change. */
function testRegisters(random: Random): void {
  const dense = new Bytes(new Uint8Array(DENSE_BYTES));
  const expected = new Uint8Array(REGISTERS);
  for (let cycle = 0; cycle < REGISTER_CYCLES; cycle++) {
    for (let i = 0; i < REGISTERS; i++) {
      expected[i] = random.below(64);
      setDenseRegister(dense, HEADER_BYTES, i, expected[i]);
    }
    for (let i = 0; i < REGISTERS; i++) {
      const value = denseRegister(dense, HEADER_BYTES, i);
      if (value !== expected[i]) throw pfTestFailed(`Register ${i} should be ${expected[i]} but is ${value}`);
    }
  }
}

/** A power of ten of different elements is counted right, and the same in both forms as long as one is sparse. */
function testEstimates(random: Random, maxSparseBytes: number): void {
  const dense = new Bytes(new Uint8Array(DENSE_BYTES));
  const sparse = new PlainValue(maxSparseBytes);
  const editor = new SparseEditor();
  const element = new Bytes(new Uint8Array(8));
  element.view.setUint32(4, random.uint32(), true);
  const seed = random.uint32();
  let isSparse = true;
  for (let seen = 1, checkpoint = 1; seen <= ELEMENTS; seen++) {
    element.view.setUint32(0, seen ^ seed, true);
    const pattern = patternOf(element, 0, 8);
    raiseDenseRegister(dense, HEADER_BYTES, registerOf(pattern), runOf(pattern));
    if (isSparse) {
      editor.open(sparse);
      isSparse = editor.raise(registerOf(pattern), runOf(pattern), maxSparseBytes) !== TOO_LARGE;
    }
    if (seen !== checkpoint) continue;
    checkEstimate(dense, seen);
    if (isSparse) checkAgreement(dense, sparse);
    else if (seen < maxSparseBytes / 4) throw pfTestFailed('sparse encoding not used');
    checkpoint *= 10;
  }
}

function checkEstimate(dense: Bytes, elements: number): void {
  const error = Math.abs(Number(countedDense(dense)) - elements);
  // So few elements meet in a register now and then.
  const allowed = elements === 10 ? 1 : Math.ceil(TOLERANCE * elements);
  if (error > allowed) throw pfTestFailed(`Too big error. card:${elements} abserr:${error}`);
}

function checkAgreement(dense: Bytes, sparse: ResizableBytes): void {
  const histogram = new Int32Array(64);
  const isSound = countSparse(sparse, histogram);
  if (!isSound || estimate(histogram) !== countedDense(dense)) throw pfTestFailed('dense/sparse disagree');
}

function countedDense(dense: Bytes): number | bigint {
  const histogram = new Int32Array(64);
  countDense(dense, HEADER_BYTES, histogram);
  return estimate(histogram);
}

/** A sparse value in memory of its own. */
class PlainValue implements ResizableBytes {
  readonly bytes: Bytes;
  readonly at = 0;
  length = EMPTY_SPARSE_BYTES;

  constructor(maxBytes: number) {
    this.bytes = new Bytes(new Uint8Array(Math.max(EMPTY_SPARSE_BYTES, Math.min(maxBytes, REGISTERS * 2))));
    writeHeader(this.bytes, 0);
    writeEmptySparse(this.bytes, HEADER_BYTES);
  }

  setLength(length: number): void {
    this.length = length;
  }
}
