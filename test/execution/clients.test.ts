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

  test('bytes are counted for those who have gone too, from the last reset on', () => {
    const clients = new Clients();
    const [stays, goes] = [clientWith(1), clientWith(2)];
    for (const client of [stays, goes]) clients.add(client);
    Object.assign(stays.connection, { totalReadBytes: 10, totalWrittenBytes: 100 });
    Object.assign(goes.connection, { totalReadBytes: 5, totalWrittenBytes: 50 });
    clients.remove(goes);
    clients.remove(goes);
    expect([clients.inputBytes, clients.outputBytes]).toEqual([15, 150]);
    clients.received = 2;
    clients.resetStats();
    expect([clients.inputBytes, clients.outputBytes, clients.received]).toEqual([0, 0, 0]);
    Object.assign(stays.connection, { totalReadBytes: 11, totalWrittenBytes: 102 });
    expect([clients.inputBytes, clients.outputBytes]).toEqual([1, 2]);
  });

  test('ids rise and are never given twice', () => {
    const clients = new Clients();
    const first = clientWith(clients.nextId());
    clients.add(first);
    clients.remove(first);
    expect([first.id, clients.nextId(), clients.nextId()]).toEqual([1, 2, 3]);
  });
});
