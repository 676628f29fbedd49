import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../src/datatypes/encoding.ts';
import { createHarness } from '../support/command-harness.ts';
import { keyNamed, put } from '../support/stored-keys.ts';

describe('encodingOf', () => {
  it('asks the view of the value’s type', () => {
    const { keyspace } = createHarness();
    const [database] = keyspace.databases;
    const encodings = ['17', 'text', 'x'.repeat(50)].map((value) => {
      put(keyspace, 'a', value);
      const key = keyNamed(database, 'a');
      return encodingOf(database.entries, database.entries.find(key), key.hash);
    });
    expect(encodings).toEqual(['int', 'embstr', 'raw']);
  });

  it('does not guess at a type that it has no view of', () => {
    const { keyspace } = createHarness();
    const [database] = keyspace.databases;
    put(keyspace, 'a', '1', { form: 5 });
    const key = keyNamed(database, 'a');
    expect(() => encodingOf(database.entries, database.entries.find(key), key.hash)).toThrow('type 5');
  });
});
