import { describe, expect, test } from 'vitest';
import { CAN_QUEUE, NEEDS_AUTH, REFUSED_IN_MULTI, RESTRICTED_IN_PUBSUB } from '../../src/execution/traits.ts';
import { createHarness } from '../support/command-harness.ts';

describe('Client', () => {
  test('what needs a closer look follows from its state', () => {
    const { client } = createHarness();
    expect(client.refuses).toBe(0);
    client.authenticated = false;
    expect([client.refuses, client.authenticated]).toEqual([NEEDS_AUTH, false]);
    client.authenticated = true;
    expect([client.refuses, client.authenticated]).toEqual([0, true]);

    client.queue = [];
    client.refreshRefusals();
    expect(client.refuses).toBe(CAN_QUEUE | REFUSED_IN_MULTI);
    client.queue = undefined;
    client.subscriptions = 1;
    client.refreshRefusals();
    expect(client.refuses).toBe(RESTRICTED_IN_PUBSUB);
    client.protocol = 3;
    client.refreshRefusals();
    expect(client.refuses).toBe(0);
  });

  test('its memory counts its buffers and its queue', () => {
    const { client } = createHarness();
    const { memory } = client;
    client.queuedBytes += 1234;
    expect(client.memory).toBe(memory + 1234);
    Object.assign(client.connection, { inputCapacity: 1000, outputBytes: 20_000 });
    expect(client.memory).toBe(memory + 1234 + 21_000);
    // As much is everyone's.
    Object.assign(client.connection, { outputBytes: 16_384 });
    expect(client.memory).toBe(memory + 1234 + 1000);
  });
});
