/**
 * Byte strings: configuration text inside this subsystem is a JavaScript string with one character (0-255) per byte,
 * the form that `latin1` reads and writes. A password or a file name so survives CONFIG SET, GET and REWRITE unchanged,
 * whether or not it is UTF-8. `Config.get` decodes; everything else here hands byte strings through.
 */

const ASCII_ONLY = /^[\0-\x7f]*$/;

/** Ordinary text as a byte string. */
export function toByteString(text: string): string {
  return ASCII_ONLY.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** A byte string as ordinary text; bytes that are not UTF-8 become U+FFFD. */
export function fromByteString(bytes: string): string {
  return ASCII_ONLY.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The part before the first NUL: how C reads an argument whose length it does not ask for. */
export function untilNul(bytes: string): string {
  const end = bytes.indexOf('\0');
  return end < 0 ? bytes : bytes.slice(0, end);
}
