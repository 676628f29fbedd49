import { describe, expect, test } from 'vitest';
import type { Client } from '../../src/execution/client.ts';
import { ClientEviction } from '../../src/server/client-eviction.ts';
import { silentLog } from '../../src/server/silent-log.ts';
import type { TestConnection } from '../support/connections.ts';
import { createEngine } from '../support/connections.ts';

const KB = 1024;

function setUp(...sizes: number[]): { eviction: ClientEviction; connections: TestConnection[]; warnings: string[] } {
  const engine = createEngine(() => []);
  const connections = sizes.map((inputCapacity) => engine.connect({ inputCapacity }));
  const warnings: string[] = [];
  const log = { ...silentLog, warning: (text: string) => void warnings.push(text) };
  const eviction = new ClientEviction(engine.clients, log, { clientBytes: 0 });
  return { eviction, connections, warnings };
}

const overhead = setUp(0).connections[0].client.memory;
const fates = (connections: readonly TestConnection[]): string[] => connections.map(({ fate }) => fate);
const resize = ({ connection }: Client, inputCapacity: number): void =>
  void Object.assign(connection, { inputCapacity });

describe('ClientEviction', () => {
  test('the largest go first, and no more than must', () => {
    const { eviction, connections } = setUp(100 * KB, 300 * KB, 200 * KB, 50 * KB);
    eviction.setLimit({ unit: 'bytes', amount: 160 * KB + 2 * overhead }, 0);
    eviction.enforce(0);
    expect(fates(connections)).toEqual(['open', 'destroyed', 'destroyed', 'open']);
  });

  test('one that may not be evicted counts, and is spared', () => {
    const { eviction, connections, warnings } = setUp(500 * KB, 10 * KB);
    connections[0].client.noEvict = true;
    eviction.setLimit({ unit: 'bytes', amount: 200 * KB }, 0);
    eviction.enforce(0);
    expect(fates(connections)).toEqual(['open', 'destroyed']);
    expect(warnings.length).toBe(1);
    // What cannot be helped is not tried turn by turn, but by the cron, as soon as it may help.
    connections[0].client.noEvict = false;
    eviction.enforceNow(0);
    expect(connections[0].fate).toBe('open');
    eviction.enforce(0);
    expect([connections[0].fate, warnings.length]).toEqual(['destroyed', 1]);
  });

  test('what is accounted at the end of a batch counts at the end of the turn', () => {
    const { eviction, connections } = setUp(10 * KB, 10 * KB);
    eviction.setLimit({ unit: 'bytes', amount: 200 * KB }, 0);
    const [{ client }] = connections;
    resize(client, 300 * KB);
    eviction.enforceNow(0);
    expect(fates(connections)).toEqual(['open', 'open']);
    eviction.account(client);
    eviction.enforceNow(0);
    expect(fates(connections)).toEqual(['destroyed', 'open']);
  });

  test('memory that was freed without any notice saves a client', () => {
    const { eviction, connections } = setUp(10 * KB);
    eviction.setLimit({ unit: 'bytes', amount: 200 * KB }, 0);
    const [{ client }] = connections;
    resize(client, 300 * KB);
    eviction.account(client);
    resize(client, 10 * KB);
    eviction.enforceNow(0);
    expect(connections[0].fate).toBe('open');
  });

  test.each([
    [{ unit: 'bytes', amount: 0 }, 1e9, 0],
    [{ unit: 'bytes', amount: 1 }, 0, 128 * KB],
    [{ unit: 'bytes', amount: 1e6 }, 0, 1e6],
    [{ unit: 'percent', amount: 7 }, 6_291_456, 440_401],
    [{ unit: 'percent', amount: 1 }, 1000, 128 * KB],
    [{ unit: 'percent', amount: 50 }, 0, 0],
  ] as const)('the limit of %o with maxmemory %i', (share, maxMemory, expected) => {
    const { eviction, connections } = setUp(1);
    eviction.setLimit(share, maxMemory);
    expect([eviction.limit, eviction.isOn]).toEqual([expected, expected > 0]);
    eviction.enforce(0);
    expect(connections[0].fate).toBe('open');
  });
});
