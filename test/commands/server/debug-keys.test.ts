import { describe, expect, it } from 'vitest';
import { SAMPLE_VALUES } from '../../support/every-type.ts';
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

describe.each(SAMPLE_VALUES)('$name ($encoding)', (sample) => {
  it('is shown as a listpack by DEBUG LISTPACK, if it is one', () => {
    const { run, printed } = createDebugHarness();
    for (const words of sample.make('k')) run(...words);
    const reply = run('DEBUG', 'LISTPACK', 'k');
    if (!sample.encoding.startsWith('listpack')) {
      expect([reply, printed]).toEqual(['-ERR Not a listpack encoded object.\r\n', []]);
      return;
    }
    const width = { zset: 2, hash: sample.encoding === 'listpackex' ? 3 : 2 }[sample.type] ?? 1;
    expect(reply).toBe('+Listpack structure printed on stdout\r\n');
    expect(printed).toHaveLength(1);
    expect(printed[0]).toContain(`{num entries ${sample.size * width}}`);
  });

  it('is shown as a quicklist by DEBUG QUICKLIST, if it is one', () => {
    const { run, printed } = createDebugHarness();
    for (const words of sample.make('k')) run(...words);
    const reply = run('DEBUG', 'QUICKLIST', 'k', '1');
    if (sample.encoding !== 'quicklist') {
      expect([reply, printed]).toEqual(['-ERR Not a quicklist encoded object.\r\n', []]);
      return;
    }
    expect(reply).toBe('+Quicklist structure printed on stdout\r\n');
    expect(printed[0]).toMatch(new RegExp(`^\\{count : ${sample.size}\\}\n\\{len : \\d+\\}\n`));
    expect([...printed[0].matchAll(/^\{index /gm)]).toHaveLength(sample.size);
    run('DEBUG', 'QUICKLIST', 'k');
    expect(printed[1]).not.toContain('{index');
  });
});

describe('DEBUG OBJECT of a quicklist', () => {
  it('tells of its nodes, as Redis 8.0.2 does', () => {
    const { run } = createDebugHarness();
    run('RPUSH', 'k', ...Array.from({ length: 3000 }, (_, i) => `element:${i}`));
    expect(run('DEBUG', 'OBJECT', 'k')).toContain(
      ' ql_nodes:6 ql_avg_node:500.00 ql_listpack_max:-2 ql_compressed:0 ql_uncompressed_size:40932\r\n',
    );
  });

  it('tells of its own settings, not of those that lists to come will have', () => {
    const { run, keyspace } = createDebugHarness();
    const [{ entries }] = keyspace.databases;
    Object.assign(entries.packing, { listNodeSize: 2, listCompressDepth: 1 });
    run('RPUSH', 'k', ...Array.from({ length: 15 }, (_, i) => String(i)));
    Object.assign(entries.packing, { listNodeSize: -2, listCompressDepth: 0 });
    // 15 in 8 nodes are 1.875 each; what lies in the middle goes to the even digit.
    expect(run('DEBUG', 'OBJECT', 'k')).toContain(' ql_nodes:8 ql_avg_node:1.88 ql_listpack_max:2 ql_compressed:1 ');
    run('RPOP', 'k', '2');
    expect(run('DEBUG', 'OBJECT', 'k')).toMatch(/ ql_nodes:7 ql_avg_node:1.86 /);
  });
});
