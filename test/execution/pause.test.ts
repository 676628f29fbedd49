import { describe, expect, test } from 'vitest';
import { CommandEntry } from '../../src/execution/command-entry.ts';
import type { CommandFlag } from '../../src/execution/command.ts';
import { ClientPause, mustWait } from '../../src/execution/pause.ts';
import { ArgumentVector } from '../../src/resp/argument-vector.ts';
import { createHarness } from '../support/command-harness.ts';

const entryOf = (name: string, ...flags: CommandFlag[]): CommandEntry =>
  new CommandEntry({ name, group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: 1, flags });

function setUp() {
  const harness = createHarness();
  const { keyspace, clock, client } = harness;
  const { state } = harness.dispatcher;
  const before = state.refuses;
  const pause = new ClientPause(state, keyspace);
  let lifts = 0;
  pause.onLift = () => lifts++;
  const waits = (entry: CommandEntry): boolean => mustWait(client, entry, state);
  const advance = (ms: number): void => {
    clock.advance(ms);
    keyspace.setTime(clock.wallMs());
    pause.endWhenDue();
  };
  return { ...harness, state, before, pause, waits, advance, lifts: () => lifts };
}

const READ = entryOf('GET', 'readonly');
const WRITE = entryOf('SET', 'write');
const PUBLISH = entryOf('PUBLISH', 'may_replicate');
const EXEC = entryOf('EXEC');

describe('ClientPause', () => {
  test('of all: every command waits, and the data set stands still', () => {
    const { pause, waits, keyspace, state, before, lifts } = setUp();
    expect([READ, WRITE, EXEC].map(waits)).toEqual([false, false, false]);
    pause.pause(keyspace.nowMs + 100, true);
    expect([READ, WRITE, PUBLISH, EXEC].map(waits)).toEqual([true, true, true, true]);
    expect([pause.isOn, keyspace.expiresKeys, keyspace.evictsKeys]).toEqual([true, false, false]);
    pause.lift();
    expect([READ, WRITE, PUBLISH, EXEC].map(waits)).toEqual([false, false, false, false]);
    expect([pause.isOn, keyspace.expiresKeys, keyspace.evictsKeys]).toEqual([false, true, true]);
    expect([state.refuses, lifts()]).toEqual([before, 1]);
    pause.lift();
    expect(lifts()).toBe(1);
  });

  test('of writes: what a replica would follow waits, EXEC where such a command is queued', () => {
    const { pause, waits, keyspace, client } = setUp();
    pause.pause(keyspace.nowMs + 100, false);
    expect([READ, WRITE, PUBLISH, EXEC].map(waits)).toEqual([false, true, true, false]);
    const queued = (entry: CommandEntry) => ({ entry, vector: new ArgumentVector() });
    client.queue = [queued(READ)];
    expect(waits(EXEC)).toBe(false);
    client.queue.push(queued(PUBLISH));
    expect(waits(EXEC)).toBe(true);
  });

  test('ends when its time is up', () => {
    const { pause, keyspace, advance, lifts } = setUp();
    pause.pause(keyspace.nowMs + 100, true);
    advance(99);
    expect([pause.isOn, lifts()]).toEqual([true, 0]);
    advance(1);
    expect([pause.isOn, lifts()]).toEqual([false, 1]);
  });

  test('of two, the later end and the stricter kind count', () => {
    const { pause, keyspace, advance, waits } = setUp();
    pause.pause(keyspace.nowMs + 100, true);
    pause.pause(keyspace.nowMs + 10, false);
    advance(50);
    expect(waits(READ)).toBe(true);
    pause.pause(keyspace.nowMs + 100, false);
    advance(60);
    expect(waits(READ)).toBe(true);
    advance(40);
    expect(pause.isOn).toBe(false);
  });

  test('one of no time is none', () => {
    const { pause, keyspace } = setUp();
    pause.pause(keyspace.nowMs, true);
    expect(pause.isOn).toBe(false);
  });
});
