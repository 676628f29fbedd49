import { describe, expect, it } from 'vitest';
import { requireClientName, requirePrintable } from '../../../src/commands/connection/client-attributes.ts';

describe('requireClientName', () => {
  it.each(['', 'me', 'a-b:c', '!~', 'me\0behind a NUL'])('takes %j', (name) => {
    expect(requireClientName(name)).toBe(name);
  });

  it.each(['a b', ' ', 'a\n', 'caf\xe9', '\x7f', '\t'])('refuses %j', (name) => {
    const error = 'ERR Client names cannot contain spaces, newlines or special characters.';
    expect(() => requireClientName(name)).toThrow(error);
  });
});

describe('requirePrintable', () => {
  it('names what is wrong as the client spelt it', () => {
    const error = 'ERR lib-Name cannot contain spaces, newlines or special characters.';
    expect(() => requirePrintable('a b', 'lib-Name')).toThrow(error);
  });
});
