import { describe, expect, it } from 'vitest';
import { KeyPattern } from '../../../src/commands/generic/key-pattern.ts';
import { Args } from '../../../src/execution/args.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
import { Key } from '../../../src/structures/key.ts';
import { vectorOf } from '../../support/command-harness.ts';

const args = new Args(1, 2);
const pattern = new KeyPattern();

function matches(text: string, name: string): boolean {
  args.bind(vectorOf(['KEYS', 'other', text]), 1);
  pattern.set(args, 2);
  return pattern.matches(keyOf(name));
}

function keyOf(name: string): Key {
  const bytes = Bytes.fromString(`..${name}..`, 'latin1');
  return new Key().set(bytes, 2, name.length, 1, 2);
}

describe('KeyPattern', () => {
  it('matches a key where it stands, case and all', () => {
    expect(matches('k[1-3]?*', 'k2xyz')).toBe(true);
    expect(matches('k[1-3]?*', 'k2')).toBe(false);
    expect(matches('K*', 'k')).toBe(false);
  });

  it('matches the empty key by a single star alone', () => {
    expect(matches('*', '')).toBe(true);
    expect(matches('**', '')).toBe(false);
    expect(matches('', '')).toBe(true);
  });

  it('matches everything once cleared', () => {
    expect(matches('a', 'b')).toBe(false);
    pattern.clear();
    expect(pattern.matches(keyOf('b'))).toBe(true);
  });
});
