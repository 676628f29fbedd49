import { describe, expect, test } from 'vitest';
import type { Client } from '../../src/execution/client.ts';
import { OutputLimits } from '../../src/server/output-limits.ts';
import type { Session } from '../../src/server/session.ts';
import { createHarness } from '../support/command-harness.ts';

const NONE = { hardBytes: 0, softBytes: 0, softSeconds: 0 };

function setUp(outputBytes: number): { limits: OutputLimits; session: Session } {
  const { client } = createHarness();
  read(client, outputBytes);
  return { limits: new OutputLimits(), session: { client, softLimitSinceMs: 0 } as unknown as Session };
}

/** Lets a client have read all but so many bytes. */
function read({ connection }: Client, outputBytes: number): void {
  Object.assign(connection, { outputBytes });
}

describe('OutputLimits', () => {
  test('without a limit nothing is looked at', () => {
    const { limits, session } = setUp(1e9);
    expect([limits.threshold(session.client), limits.isOver(session, 0)]).toEqual([0, false]);
  });

  test.each([
    [99_999, false],
    [100_000, true],
  ])('%i bytes against a hard limit of 100000', (bytes, over) => {
    const { limits, session } = setUp(bytes);
    limits.limits = { ...limits.limits, normal: { ...NONE, hardBytes: 100_000 } };
    expect(limits.isOver(session, 0)).toBe(over);
    expect(bytes > limits.threshold(session.client)).toBe(over);
  });

  test('up to 16 KiB never count', () => {
    const { limits, session } = setUp(16_384);
    limits.limits = { ...limits.limits, normal: { ...NONE, hardBytes: 1 } };
    expect([limits.threshold(session.client), limits.isOver(session, 0)]).toEqual([16_384, false]);
  });

  test('a subscriber has the limits of its class', () => {
    const { limits, session } = setUp(50_000);
    limits.limits = { ...limits.limits, pubsub: { ...NONE, hardBytes: 40_000 } };
    expect(limits.isOver(session, 0)).toBe(false);
    session.client.subscriptions = 1;
    expect([limits.threshold(session.client), limits.isOver(session, 0)]).toEqual([39_999, true]);
  });

  test('who has not said who it is must read what is more than 16 KiB', () => {
    const { limits, session } = setUp(16_385);
    session.client.authenticated = false;
    expect([limits.threshold(session.client), limits.isOver(session, 0)]).toEqual([16_384, true]);
  });

  test('a soft limit may be exceeded for so many seconds, and again after it was kept', () => {
    const { limits, session } = setUp(50_000);
    limits.limits = { ...limits.limits, normal: { hardBytes: 60_000, softBytes: 40_000, softSeconds: 2 } };
    expect(limits.threshold(session.client)).toBe(39_999);
    const over = [10_000, 12_000].map((ms) => limits.isOver(session, ms));
    read(session.client, 39_999);
    over.push(limits.isOver(session, 12_001));
    read(session.client, 40_000);
    over.push(...[12_002, 14_002, 14_003].map((ms) => limits.isOver(session, ms)));
    expect(over).toEqual([false, false, false, false, false, true]);
  });
});
