/** The ends of C's integer types, which many directives have for their range. */
export { INT64_MAX } from '../../util/numbers.ts';

export const INT32_MIN = -(2 ** 31);
export const INT32_MAX = 2 ** 31 - 1;
export const UINT32_MAX = 2 ** 32 - 1;
export const UINT64_MAX = 2n ** 64n - 1n;
export const MAX_PORT = 65535;
