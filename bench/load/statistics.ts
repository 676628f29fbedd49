/** The middle value, or the mean of the two middle ones. Throws for an empty list. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('the median of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The smallest value that `fraction` of all values do not exceed. Throws for an empty list. */
export function percentile(values: readonly number[], fraction: number): number {
  if (values.length === 0) throw new Error('a percentile of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(fraction * sorted.length) - 1)];
}

/** What the rounding of a product may add to it. */
const EPSILON = 1e-9;

/** With two decimals. */
export function roundToWorse(value: number, isMoreBetter: boolean): number {
  return (isMoreBetter ? Math.floor(value * 100 + EPSILON) : Math.ceil(value * 100 - EPSILON)) / 100;
}
