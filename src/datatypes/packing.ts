/**
 * How large a collection may become in one piece: the directives of the same names. A value that is reached still is
 * packed, one that is exceeded is not.
 */
export interface PackingLimits {
  /** `list-max-listpack-size`: elements of a list's node, or below 0: -1 to -5 for 4, 8, 16, 32, 64 KiB. */
  listNodeSize: number;
  /** `list-compress-depth`: nodes at each end of a list that stay as they are; 0: all do. */
  listCompressDepth: number;
  /** Bytes from which on a list's element gets a node of its own (DEBUG QUICKLIST-PACKED-THRESHOLD); 0: past a node's. */
  listPlainBytes: number;
  /** `hash-max-listpack-entries`, `hash-max-listpack-value`: fields, and bytes of a field or a value. */
  hashFields: number;
  hashValueBytes: number;
  /** `set-max-intset-entries`. */
  intsetMembers: number;
  /** `set-max-listpack-entries`, `set-max-listpack-value`. */
  setMembers: number;
  setMemberBytes: number;
  /** `zset-max-listpack-entries`, `zset-max-listpack-value`. */
  zsetMembers: number;
  zsetMemberBytes: number;
  /** `stream-node-max-bytes`, `stream-node-max-entries`: of a stream's node; 0 for no limit. */
  streamNodeBytes: number;
  streamNodeEntries: number;
}

/** The limits of a redis-server without a configuration. */
export function defaultPackingLimits(): PackingLimits {
  return {
    ...{ listNodeSize: -2, listCompressDepth: 0, listPlainBytes: 0 },
    ...{ hashFields: 512, hashValueBytes: 64 },
    ...{ intsetMembers: 512, setMembers: 128, setMemberBytes: 64 },
    ...{ zsetMembers: 128, zsetMemberBytes: 64 },
    ...{ streamNodeBytes: 4096, streamNodeEntries: 100 },
  };
}
