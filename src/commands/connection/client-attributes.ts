import { ReplyError } from '../../resp/reply-errors.ts';

/** Printable ASCII without the space, so that a line of CLIENT LIST can be split at its spaces. */
const PRINTABLE = /^[!-~]*$/;

/** The name itself, where a client may bear it; empty takes the name away. Throws. */
export function requireClientName(name: string): string {
  return requirePrintable(name, 'Client names');
}

/** The value itself, where it may stand in CLIENT LIST. Throws, naming `what`. */
export function requirePrintable(value: string, what: string): string {
  // As C reads it: what stands behind a NUL is neither checked nor shown.
  if (PRINTABLE.test(value.split('\0', 1)[0])) return value;
  throw new ReplyError(`ERR ${what} cannot contain spaces, newlines or special characters.`);
}
