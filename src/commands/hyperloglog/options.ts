/** What configuration decides about HyperLogLogs. */
export interface HyperLogLogOptions {
  /** Bytes, the header's included, beyond which a sparse value becomes dense (`hll-sparse-max-bytes`). */
  maxSparseBytes: number;
}
