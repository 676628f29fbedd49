import { describe, expect, test } from 'vitest';
import { keyAt } from '../../src/execution/key-specs.ts';
import { command } from '../../src/execution/command.ts';
import { CommandTable } from '../../src/execution/command-table.ts';
import { LookAhead, MOST_AHEAD } from '../../src/execution/look-ahead.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { halfSipHash } from '../../src/util/half-siphash.ts';
import { createHarness, vectorOf } from '../support/command-harness.ts';

const common = { group: 'string', since: '1.0.0', summary: '', complexity: '', flags: [], handler() {} } as const;
const table = new CommandTable([
  command({ ...common, name: 'FETCH', arity: 2, keys: [keyAt(1, 'RO', 'access')] }),
  command({ ...common, name: 'SECOND', arity: 3, keys: [keyAt(2, 'RO', 'access')] }),
  command({ ...common, name: 'NOTHING', arity: -1 }),
  {
    ...command({ ...common, name: 'BOX', arity: -2 }),
    subcommands: [command({ ...common, name: 'OPEN', arity: 2 }), command({ ...common, name: 'SHUT', arity: 2 })],
  },
]);

describe('LookAhead', () => {
  test('resolves every request, and hashes the key of those that begin with one', () => {
    const { keyspace } = createHarness();
    const ahead = new LookAhead(table, keyspace);
    const requests = [
      vectorOf(['fetch', 'one']),
      vectorOf(['SECOND', 'x', 'two']),
      vectorOf(['unheard-of', 'y']),
      vectorOf(['FETCH']),
      vectorOf(['nothing']),
      vectorOf(['FETCH', 'six']),
    ];
    ahead.prepare(keyspace.databases[0], requests, requests.length);
    expect(ahead.entries.slice(0, 6).map((entry) => entry?.name)).toEqual([
      'fetch',
      'second',
      undefined,
      'fetch',
      'nothing',
      'fetch',
    ]);
    expect(requests.map(({ hashedKey }) => hashedKey)).toEqual([1, -1, -1, -1, -1, 1]);
    const hash = halfSipHash(Bytes.fromString('six'), 0, 3, keyspace.hashKey0, keyspace.hashKey1);
    expect(requests[5].keyHash).toBe(hash);
  });

  test('what repeats the command or the key before it is resolved as if it stood alone', () => {
    const { keyspace } = createHarness();
    const words = [
      ['FETCH', 'one'],
      ['FETCH', 'one'],
      ['fetch', 'one'],
      ['FETCH', 'onf'],
      ['FETCH', 'two'],
      ['FETCH', 'tow'],
      ['FETCH', ''],
      ['FETCH', ''],
      ['FETCH'],
      ['FETCH', 'one'],
      ['BOX', 'OPEN'],
      ['BOX', 'SHUT'],
      ['BOX'],
      ['BOX', 'OPEN'],
      ['NONE', 'one'],
      ['NONE', 'one'],
    ];
    const requests = words.map((request) => vectorOf(request));
    const ahead = new LookAhead(table, keyspace);
    ahead.prepare(keyspace.databases[0], requests, requests.length);
    expect(ahead.entries).toEqual(requests.map((request) => table.find(request)));
    const hashOf = (key: string): number =>
      halfSipHash(Bytes.fromString(key), 0, key.length, keyspace.hashKey0, keyspace.hashKey1);
    expect(requests.slice(0, 10).map(({ hashedKey, keyHash }) => hashedKey === 1 && keyHash)).toEqual(
      words.slice(0, 10).map(([, key]) => key !== undefined && hashOf(key)),
    );
    expect(requests.slice(10).every(({ hashedKey }) => hashedKey === -1)).toBe(true);
  });

  test('a request alone is only resolved', () => {
    const { keyspace } = createHarness();
    const ahead = new LookAhead(table, keyspace);
    const request = vectorOf(['FETCH', 'one']);
    ahead.prepare(keyspace.databases[0], [request], 1);
    expect([ahead.entries[0]?.name, request.hashedKey]).toEqual(['fetch', -1]);
  });

  test('reads the blocks of keys that are there, and changes nothing', () => {
    const { keyspace, run } = createHarness();
    const keys = Array.from({ length: 5_000 }, (_, i) => `key:${i}`);
    for (const key of keys) run('SET', key, 'value');
    const ahead = new LookAhead(table, keyspace);
    const fetched = new Set<number>();
    for (let at = 0; at < keys.length; at += MOST_AHEAD) {
      const requests = keys.slice(at, at + MOST_AHEAD).map((key) => vectorOf(['FETCH', key]));
      ahead.prepare(keyspace.databases[0], requests, requests.length);
      fetched.add(ahead.fetched);
    }
    expect(fetched.size).toBeGreaterThan(100);
    expect(keys.every((key) => run('GET', key) === '$5\r\nvalue\r\n')).toBe(true);
  });
});
