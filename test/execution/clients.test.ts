import { describe, expect, test } from 'vitest';
import type { Client } from '../../src/execution/client.ts';
import { Clients } from '../../src/execution/clients.ts';
import { createHarness } from '../support/command-harness.ts';

function clientWith(id: number): Client {
  const { client } = createHarness();
  return Object.assign(client, { id });
}

describe('Clients', () => {
  test('are kept by id, in the order in which they came', () => {
    const clients = new Clients();
    const [first, second, third] = [3, 1, 2].map(clientWith);
    for (const client of [first, second, third]) clients.add(client);
    expect([...clients]).toEqual([first, second, third]);
    expect(clients.get(1)).toBe(second);
    clients.remove(second);
    expect(clients.get(1)).toBeUndefined();
    expect(clients.size).toBe(2);
  });

  test('ids rise and are never given twice', () => {
    const clients = new Clients();
    const first = clientWith(clients.nextId());
    clients.add(first);
    clients.remove(first);
    expect([first.id, clients.nextId(), clients.nextId()]).toEqual([1, 2, 3]);
  });
});
