import { describe, expect, it } from 'vitest';
import { createDebugHarness } from './debug-parts.ts';

const NO_KEY = '-ERR no such key\r\n';

describe('DEBUG OBJECT', () => {
  it.each([
    ['hello', 'embstr', 6],
    ['12', 'int', 2],
    ['-129', 'int', 3],
    ['70000', 'int', 5],
    ['3000000000', 'int', 11],
    ['x'.repeat(64), 'raw', 66],
  ])('of %s', (value, encoding, length) => {
    const { run, clock } = createDebugHarness();
    run('SET', 'k', value);
    clock.advance(3000);
    expect(run('DEBUG', 'OBJECT', 'k')).toMatch(
      new RegExp(
        `^\\+Value at:0x[0-9a-f]+ refcount:1 encoding:${encoding} serializedlength:${length} lru:\\d+ lru_seconds_idle:3\r\n$`,
      ),
    );
  });
});

describe.each(['OBJECT', 'SDSLEN', 'LISTPACK', 'QUICKLIST', 'HTSTATS-KEY'])('DEBUG %s', (word) => {
  it('of a key that is missing', () => {
    expect(createDebugHarness().run('DEBUG', word, 'k')).toBe(NO_KEY);
  });
});

describe('of a string', () => {
  it.each([
    ['LISTPACK', '-ERR Not a listpack encoded object.\r\n'],
    ['QUICKLIST', '-ERR Not a quicklist encoded object.\r\n'],
    ['HTSTATS-KEY', '-ERR The value stored at the specified key is not represented using an hash table\r\n'],
  ])('DEBUG %s', (word, reply) => {
    const { run } = createDebugHarness();
    run('SET', 'k', 'v');
    expect(run('DEBUG', word, 'k')).toBe(reply);
  });

  it('SDSLEN tells the lengths, and none of an integer', () => {
    const { run } = createDebugHarness();
    run('SET', 'key', 'hello');
    run('SET', 'n', '1');
    expect(run('DEBUG', 'SDSLEN', 'key')).toMatch(
      /^\+key_sds_len:3, key_sds_avail:0, key_zmalloc: 3, val_sds_len:5, val_sds_avail:0, val_zmalloc: \d+\r\n$/,
    );
    expect(run('DEBUG', 'SDSLEN', 'n')).toBe('-ERR Not an sds encoded string.\r\n');
  });
});

describe('DEBUG HTSTATS', () => {
  it('tells of the keys and the expiries of a database', () => {
    const { run } = createDebugHarness();
    expect(run('DEBUG', 'HTSTATS', '0')).toBe('$29\r\n[Dictionary HT]\n[Expires HT]\n\r\n');
    run('SET', 'a', '1');
    run('SET', 'b', '1', 'EX', '100');
    const text = run('DEBUG', 'HTSTATS', '0', 'full');
    expect(text).toContain(
      '[Dictionary HT]\nHash table 0 stats (main hash table):\n table size: 1\n number of elements: 2\n',
    );
    expect(text).toContain(
      '[Expires HT]\nHash table 0 stats (main hash table):\n table size: 1\n number of elements: 1\n',
    );
  });

  it.each(['-1', '16'])('refuses database %s', (index) => {
    expect(createDebugHarness().run('DEBUG', 'HTSTATS', index)).toBe('-ERR Out of range database\r\n');
  });
});
