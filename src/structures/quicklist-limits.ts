/**
 * How much a list may hold in one piece, and a quicklist in a node: Redis's rules for `list-max-listpack-size`.
 *
 * A size below 0 stands for bytes of the listpack (-1 to -5: 4, 8, 16, 32, 64 KiB); one above for elements, of 8 KiB
 * together at the most. A longer element gets a node of its own.
 */
export interface ListSettings {
  /** `list-max-listpack-size` */
  listNodeSize: number;
  /** `list-compress-depth`: nodes at each end that stay as they are; 0: all do. */
  listCompressDepth: number;
  /** Bytes from which on an element gets a node of its own, for tests; 0: where it exceeds a node. */
  listPlainBytes: number;
}

const NODE_BYTES = [4096, 8192, 16_384, 32_768, 65_536];
/** Bytes of a listpack whose limit is a number of elements. */
const SAFE_BYTES = 8192;
/** What an element is taken to add to a listpack beside its bytes. */
export const ELEMENT_OVERHEAD = 8;
/** Bytes of a listpack beside its elements. */
export const LISTPACK_OVERHEAD = 7;
/** A quicklist keeps its limit in 16 bits. */
const MOST_ELEMENTS = 32_767;
const LARGEST_LEVEL = -5;

/** Bytes of a listpack that a size below 0 stands for; for others Infinity. */
export function byteLimit(nodeSize: number): number {
  return nodeSize >= 0 ? Infinity : NODE_BYTES[Math.min(-nodeSize, NODE_BYTES.length) - 1];
}

/** Elements that a size of 0 or more stands for; for others Infinity. */
export function countLimit(nodeSize: number): number {
  return nodeSize < 0 ? Infinity : Math.max(1, nodeSize);
}

/** Whether a listpack of so many bytes and elements is too large. */
export function exceedsNode(nodeSize: number, bytes: number, count: number): boolean {
  if (nodeSize < 0) return bytes > byteLimit(nodeSize);
  return bytes > SAFE_BYTES || count > countLimit(nodeSize);
}

/** The most bytes that a node's listpack takes unless a replaced element swells it. */
export function nodeCapacity(nodeSize: number): number {
  return Math.min(byteLimit(nodeSize), nodeSize < 0 ? Infinity : SAFE_BYTES);
}

/** Whether an element of this length is kept by itself. */
export function isPlainLength(nodeSize: number, settings: ListSettings, length: number): boolean {
  const { listPlainBytes } = settings;
  return listPlainBytes > 0 ? length >= listPlainBytes : length > nodeCapacity(nodeSize);
}

/** The size that a quicklist keeps when it is made. */
export function keptNodeSize(nodeSize: number): number {
  return Math.max(LARGEST_LEVEL, Math.min(MOST_ELEMENTS, nodeSize));
}
