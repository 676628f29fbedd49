import { getSystemErrorMap } from 'node:util';

/** Where the C library's wording is not libuv's with a capital letter. */
const C_WORDING = new Map([
  ['EISDIR', 'Is a directory'],
  ['ELOOP', 'Too many levels of symbolic links'],
  ['ENAMETOOLONG', 'File name too long'],
  ['EADDRNOTAVAIL', 'Cannot assign requested address'],
]);

/** What the C library's strerror says of a failed system call, for errors that quote it; else the error's own text. */
export function describeSystemError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const wording = 'code' in error ? wordingOf(String(error.code)) : undefined;
  return wording ?? error.message;
}

function wordingOf(code: string): string | undefined {
  const known = C_WORDING.get(code);
  if (known !== undefined) return known;
  for (const [name, message] of getSystemErrorMap().values()) {
    if (name === code) return message[0].toUpperCase() + message.slice(1);
  }
  return undefined;
}
