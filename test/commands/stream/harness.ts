import { expect } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { streamCommands } from '../../../src/commands/stream/index.ts';
import { stringCommands } from '../../../src/commands/string/index.ts';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness } from '../../support/command-harness.ts';
import type { Engine, TestConnection } from '../../support/connections.ts';
import { createEngine } from '../../support/connections.ts';

export const INVALID_ID = '-ERR Invalid stream ID specified as stream command argument';
export const NOT_AN_INTEGER = '-ERR value is not an integer or out of range';
export const SYNTAX = '-ERR syntax error';
export const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value';

export function streamHarness(options: HarnessOptions = {}): Harness {
  const commands = [...streamCommands, ...stringCommands];
  return createHarness({ commands, propagates: true, listens: true, ...options });
}

/** Stream `s` with the entries 1-0 to `count`-0, and key `text`, which is none; what that told is forgotten. */
export function withEntries(count: number, options: HarnessOptions = {}): Harness {
  const server = streamHarness(options);
  ask(server, 'SET text v');
  for (let i = 1; i <= count; i++) ask(server, `XADD s ${i} f v`);
  forget(server);
  return server;
}

/** Runs commands, each a line of words. Answers the last reply, with spaces for its line ends. */
export function ask({ run }: Harness, ...lines: string[]): string {
  let reply = '';
  for (const line of lines) reply = run(...line.split(' '));
  return reply.replace(/\r\n/g, ' ').trim();
}

/** What was propagated since this was asked last. */
export function sent({ propagated }: Harness): string[] {
  return propagated.splice(0).map((words) => words.join(' '));
}

/** The events since this was asked last. */
export function told({ events }: Harness): string[] {
  return events.splice(0);
}

export function forget(server: Harness): void {
  sent(server);
  told(server);
}

/** Runs a line. Answers how many hits and misses that counted. */
export function lookups(server: Harness, line: string): [hits: number, misses: number] {
  const { stats } = server.keyspace;
  const { hits, misses } = stats;
  ask(server, line);
  return [stats.hits - hits, stats.misses - misses];
}

/** Runs a line that is refused. Answers the error, and sees that stream `s` is as it was and nobody was told. */
export function refusal(server: Harness, line: string): string {
  forget(server);
  const before = ask(server, 'XINFO STREAM s FULL COUNT 0');
  const reply = ask(server, line);
  const after = ask(server, 'XINFO STREAM s FULL COUNT 0');
  expect([after, sent(server), told(server)]).toEqual([before, [], []]);
  return reply;
}

export function bulk(text: string): string {
  return `$${text.length} ${text}`;
}

/** An array of replies. */
export function array(...elements: string[]): string {
  return [`*${elements.length}`, ...elements].join(' ');
}

/** Entries of these IDs as `withEntries` adds them. */
export function entries(...ids: string[]): string {
  return array(...ids.map((id) => array(bulk(id), array(bulk('f'), bulk('v')))));
}

/** An engine with one client that is to wait, and another. */
export interface StreamEngine extends Engine {
  readonly waiter: TestConnection;
  readonly other: TestConnection;
  /** What was propagated, a command a line. */
  readonly units: string[];
}

export function streamEngine(): StreamEngine {
  const engine = createEngine(() => [...streamCommands, ...genericCommands]);
  const units: string[] = [];
  engine.effects.addSink({
    propagate: (commands) => {
      for (const { argv } of commands) units.push(argv.map((part) => part.latin1()).join(' '));
    },
  });
  return { ...engine, waiter: engine.connect(), other: engine.connect(), units };
}

/** Runs a line on a connection. Answers the exact reply. */
export function send({ run }: TestConnection, line: string): string {
  return run(...line.split(' '));
}

/** What a connection was sent since, with spaces for line ends. */
export function received(connection: TestConnection): string {
  return connection.received().replace(/\r\n/g, ' ').trim();
}
