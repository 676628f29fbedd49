import { describe, expect, it } from 'vitest';
import { lookupBits } from '../../../src/commands/bitmap/growth.ts';
import { StringValue } from '../../../src/datatypes/string-value.ts';
import { Bytes } from '../../../src/memory/bytes.ts';
import { createHarness } from '../../support/command-harness.ts';

const LENGTHS = [1, 255, 300, 70_000];

describe('lookupBits', () => {
  it.each(LENGTHS)('makes a missing key %i zeros', (length) => {
    const { keyspace, run } = createHarness();
    // Memory that was in use is not zero.
    run('SET', 'former', 'x'.repeat(length));
    const [db] = keyspace.databases;
    db.delete(keyNamed('former'));
    const value = lookupBits(db, keyNamed('k'), undefined, length);
    expect([value.length, value.encoding]).toEqual([length, 'raw']);
    expect(value.bytes.u8.subarray(value.at, value.at + length).every((byte) => byte === 0)).toBe(true);

    function keyNamed(name: string) {
      const bytes = Bytes.fromString(name);
      return db.keyOver(bytes, 0, bytes.length);
    }
  });

  it.each(LENGTHS)('adds zeros up to %i bytes to a string, and takes none away', (length) => {
    const { keyspace, run } = createHarness();
    run('SET', 'k', 'abc');
    const [db] = keyspace.databases;
    const key = db.keyOver(Bytes.fromString('k'), 0, 1);
    lookupBits(db, key, db.lookupWrite(key, StringValue), length);
    const total = Math.max(3, length);
    expect(run('GET', 'k')).toBe(`$${total}\r\nabc${'\0'.repeat(total - 3)}\r\n`);
    expect(db.lookupRead(key, StringValue)?.encoding).toBe('raw');
  });
});
