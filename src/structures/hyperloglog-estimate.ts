import { MAX_RUN, REGISTERS } from './hyperloglog.ts';

/** 1 / (2 ln 2) */
const ALPHA = 0.7213475204444817;
const INT64_MIN = -(2n ** 63n);
const TWO_63 = 2 ** 63;

/**
 * The cardinality that registers speak of, by how many of them hold which run: Ertl's improved raw estimator ("New
 * cardinality estimation algorithms for HyperLogLog sketches", arXiv:1702.01284, algorithm 6). Runs above MAX_RUN,
 * which no hash has, count for nothing. Where the registers allow no estimate it is the least 64-bit integer, as in
 * Redis; beyond 2^53 it is a bigint.
 */
export function estimate(histogram: Int32Array): number | bigint {
  let z = REGISTERS * tau(1 - histogram[MAX_RUN] / REGISTERS);
  for (let run = MAX_RUN - 1; run >= 1; run--) z = 0.5 * (z + histogram[run]);
  z += REGISTERS * sigma(histogram[0] / REGISTERS);
  const cardinality = Math.round((ALPHA * REGISTERS * REGISTERS) / z);
  if (Number.isSafeInteger(cardinality)) return cardinality;
  return cardinality < TWO_63 ? BigInt(cardinality) : INT64_MIN;
}

/** x + the sum over k >= 1 of x^(2^k) * 2^(k-1), until it changes no more: the part of the registers that are 0. */
function sigma(share: number): number {
  if (share === 1) return Infinity;
  let power = share;
  let weight = 1;
  let sum = share;
  for (let before = NaN; sum !== before; weight += weight) {
    power *= power;
    before = sum;
    sum += power * weight;
  }
  return sum;
}

/** (1 - x - the sum over k >= 1 of (1 - x^(2^-k))^2 * 2^-k) / 3: the part of the registers that hold the most. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let root = share;
  let weight = 1;
  let rest = 1 - share;
  for (let before = NaN; rest !== before;) {
    root = Math.sqrt(root);
    before = rest;
    weight *= 0.5;
    rest -= (1 - root) * (1 - root) * weight;
  }
  return rest / 3;
}
