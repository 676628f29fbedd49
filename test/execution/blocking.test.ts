import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clientCommand } from '../../src/commands/connection/client.ts';
import { rename } from '../../src/commands/generic/rename.ts';
import { databaseCommands } from '../../src/commands/server/database.ts';
import { GROWS_MEMORY } from '../../src/execution/traits.ts';
import { OUT_OF_MEMORY } from '../../src/resp/reply-errors.ts';
import type { Engine, TestConnection } from '../support/connections.ts';
import { bulk, createEngine } from '../support/connections.ts';
import { sleepCommand, waitingCommands } from './waiting-commands.ts';

const OK = '+OK\r\n';
const NULL_ARRAY = '*-1\r\n';
const NULL = '$-1\r\n';
const UNBLOCKED = '-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n';
const taken = (key: string, value: string): string => `*2\r\n${bulk(key)}${bulk(value)}`;

function setUp(): Engine {
  const engine = createEngine((parts) => [
    ...waitingCommands,
    sleepCommand(parts.clock),
    ...databaseCommands,
    rename,
    clientCommand({
      ...parts,
      unblock: (id, withError) => parts.dispatcher().blocking.unblock(parts.clients.get(id)!, withError),
    }),
  ]);
  engine.pause.onLift = () => engine.dispatcher().blocking.resume();
  return engine;
}

function connect(engine: Engine, count: number): TestConnection[] {
  return Array.from({ length: count }, () => engine.connect());
}

describe('a command that waits', () => {
  test('is answered when the key comes', () => {
    const engine = setUp();
    const [a, b] = connect(engine, 2);
    expect([a.run('TAKE', 'k', '0'), a.client.blocked?.argumentBytes]).toEqual(['', 6]);
    expect(b.run('SET', 'k', 'v')).toBe(OK);
    expect([a.received(), a.client.blocked]).toEqual([taken('k', 'v'), undefined]);
    expect(b.run('GET', 'k')).toBe(NULL);
  });

  test('is answered in its own protocol', () => {
    const engine = setUp();
    const [a, b] = connect(engine, 2);
    a.client.protocol = 3;
    a.run('TAKE', 'k', '0');
    b.run('CLIENT', 'UNBLOCK', '1');
    expect(a.received()).toBe('_\r\n');
    expect(b.run('GET', 'k')).toBe(NULL);
  });

  test('of several clients, the first that came is served first, and each value serves one', () => {
    const engine = setUp();
    const clients = connect(engine, 4);
    const [writer, ...takers] = clients;
    for (const { run } of takers) run('TAKE', 'k', '0');
    writer.run('SET', 'k', '1');
    expect(takers.map(({ received }) => received())).toEqual([taken('k', '1'), '', '']);
    takers[0].run('TAKE', 'k', '0');
    for (const value of ['2', '3', '4']) writer.run('SET', 'k', value);
    expect(takers.map(({ received }) => received())).toEqual([taken('k', '4'), taken('k', '2'), taken('k', '3')]);
  });

  test('for several keys leaves all their queues at once', () => {
    const engine = setUp();
    const [a, b, writer] = connect(engine, 3);
    a.run('TAKE', 'x', 'y', 'x', '0');
    b.run('TAKE', 'y', '0');
    expect(engine.effects.awaited.size).toBe(2);
    writer.run('SET', 'x', '1');
    writer.run('SET', 'y', '2');
    expect([a.received(), b.received()]).toEqual([taken('x', '1'), taken('y', '2')]);
    expect([engine.effects.awaited.size, engine.effects.observed]).toEqual([0, false]);
  });

  test('is served only at the end of a transaction, keys in the order in which they changed', () => {
    const engine = setUp();
    const [a, b, writer] = connect(engine, 3);
    a.run('TAKE', 'x', 'y', '0');
    b.run('TAKE', 'x', '0');
    writer.run('MULTI');
    for (const [key, value] of ['y1', 'x2', 'x3']) writer.run('SET', key, value);
    expect(writer.run('EXEC')).toBe(`*3\r\n${OK}${OK}${OK}`);
    expect([a.received(), b.received()]).toEqual([taken('x', '3'), '']);
    expect(writer.run('GET', 'y')).toBe(bulk('1'));
  });

  test('stays when the transaction takes back what it gave', () => {
    const engine = setUp();
    const [a, writer] = connect(engine, 2);
    a.run('TAKE', 'k', '0');
    writer.run('MULTI');
    writer.run('SET', 'k', 'v');
    writer.run('TAKE', 'k', '0');
    expect(writer.run('EXEC')).toBe(`*2\r\n${OK}${taken('k', 'v')}`);
    expect([a.received(), a.client.blocked === undefined]).toEqual(['', false]);
  });

  test('does not wait inside a transaction', () => {
    const engine = setUp();
    const { run, client } = engine.connect();
    run('MULTI');
    run('TAKE', 'k', '0');
    run('PASS', 'k', 'l', '0');
    expect(run('EXEC')).toBe(`*2\r\n${NULL_ARRAY}${NULL}`);
    expect([client.blocked, engine.dispatcher().blocking.size]).toEqual([undefined, 0]);
  });

  test('may make other keys ready, chains included', () => {
    const engine = setUp();
    const [a, b, c, writer] = connect(engine, 4);
    c.run('TAKE', 'z', '0');
    b.run('PASS', 'y', 'z', '0');
    a.run('PASS', 'x', 'y', '0');
    expect(writer.run('SET', 'x', 'v')).toBe(OK);
    expect([a, b, c].map(({ received }) => received())).toEqual([OK, OK, taken('z', 'v')]);
  });

  test('that fails when it runs again waits no longer', () => {
    const engine = setUp();
    const [a, b, writer] = connect(engine, 3);
    writer.run('SET', 'y', 'there');
    a.run('PASS', 'x', 'y', '0');
    b.run('TAKE', 'x', '0');
    writer.run('SET', 'x', 'v');
    expect([a.received(), b.received()]).toEqual(['-ERR taken\r\n', taken('x', 'v')]);
    expect(engine.dispatcher().errors.of('ERR')).toBe(1);
  });

  test('is not woken by a value of another type, nor by one that takes its place', () => {
    const engine = setUp();
    const [a, writer] = connect(engine, 2);
    a.run('TAKE', 'k', '0');
    writer.run('LIST', 'k');
    expect(a.received()).toBe('');
    writer.run('SET', 'k', 'v');
    expect(a.received()).toBe('');
    writer.run('SET', 'other', 'w');
    writer.run('RENAME', 'other', 'k');
    expect(a.received()).toBe(taken('k', 'w'));
  });

  test('stays in its place while what nobody waits for comes and goes', () => {
    const engine = setUp();
    const [a, b, writer] = connect(engine, 3);
    a.run('TAKE', 'x', '0');
    b.run('TAKE', 'x', 'y', '0');
    writer.run('MULTI');
    writer.run('LIST', 'y');
    writer.run('SET', 'y', '0');
    writer.run('TAKE', 'y', '0');
    for (const [key, value] of ['x1', 'y2']) writer.run('SET', key, value);
    writer.run('EXEC');
    expect([a.received(), b.received()]).toEqual([taken('x', '1'), taken('y', '2')]);
  });

  test('is served by a name that a key gets, and by a database that comes in the place of its own', () => {
    const engine = setUp();
    const [a, b, writer] = connect(engine, 3);
    a.run('TAKE', 'k', '0');
    writer.run('SET', 'other', '1');
    writer.run('RENAME', 'other', 'k');
    expect(a.received()).toBe(taken('k', '1'));

    [, b.client.db] = engine.keyspace.databases;
    b.run('TAKE', 'k', '0');
    writer.run('SET', 'k', '2');
    expect(b.received()).toBe('');
    writer.run('SWAPDB', '0', '1');
    expect(b.received()).toBe(taken('k', '2'));
  });

  test('is not served by a key that is due when its unit begins', () => {
    const engine = setUp();
    const [a, writer] = connect(engine, 2);
    a.run('TAKE', 'k', '0');
    const now = engine.clock.wallMs();
    writer.run('MULTI');
    writer.run('SET', 'k', 'v', 'PXAT', String(now + 10));
    writer.run('SLEEP', '11');
    expect(writer.run('EXEC')).toBe(`*2\r\n${OK}${OK}`);
    expect([a.received(), a.client.blocked === undefined]).toEqual(['', false]);
  });

  test('keeps its accesses without a trace for a client that asked for that', () => {
    const engine = setUp();
    const [a, writer] = connect(engine, 2);
    a.client.noTouch = true;
    a.run('READ', 'k', '0');
    engine.clock.advance(5000);
    writer.run('SET', 'k', 'v');
    expect([a.received(), engine.keyspace.touches]).toEqual([bulk('v'), true]);
  });

  test('is propagated, by what it did, in a unit of its own', () => {
    const engine = setUp();
    const units: string[][] = [];
    engine.effects.addSink({
      propagate: (commands) => units.push(commands.map(({ argv }) => argv.map((part) => part.latin1()).join(' '))),
    });
    const [a, writer] = connect(engine, 2);
    a.run('TAKE', 'k', '0');
    writer.run('SET', 'k', 'v');
    expect(units).toEqual([['SET k v'], ['DEL k']]);
  });
});

describe('waiting until a key is gone', () => {
  test.each([
    ['deleted', ['GETDEL', 'k']],
    ['of another type', ['LIST', 'k']],
    ['flushed', ['FLUSHDB']],
    ['in another database', ['SWAPDB', '0', '1']],
  ])('ends when it is %s', (_, command) => {
    const engine = setUp();
    const [a, b, writer] = connect(engine, 3);
    writer.run('SET', 'k', '-');
    a.run('HOLD', 'k', '0', '$');
    b.run('TAKE', 'other', '0');
    expect([engine.effects.awaited.size, engine.effects.awaited.countWhenGone()]).toEqual([2, 1]);
    expect(a.client.blocked?.vector.bytes.latin1()).toBe('HOLDk0replaced');
    writer.run(...command);
    const isError = /^-(ERR no such key|WRONGTYPE)/;
    expect(a.received()).toMatch(isError);
    expect([b.received(), engine.dispatcher().blocking.size]).toEqual(['', 1]);
  });

  test('goes on while the key stays, with the same deadline', () => {
    const engine = setUp();
    const [a, writer] = connect(engine, 2);
    writer.run('SET', 'k', '-');
    a.run('HOLD', 'k', '100', '$');
    const { blocked } = a.client;
    engine.clock.advance(60);
    writer.run('SET', 'k', '-');
    expect([a.received(), a.client.blocked]).toEqual(['', blocked]);
    engine.clock.advance(40);
    engine.dispatcher().blocking.expire();
    expect(a.received()).toBe(NULL_ARRAY);
  });

  test('ends when its time has come', () => {
    const engine = setUp();
    const [a, writer] = connect(engine, 2);
    writer.run('SET', 'k', '-', 'PX', '10');
    a.run('HOLD', 'k', '0', '$');
    engine.clock.advance(11);
    expect(writer.run('GET', 'k')).toBe(NULL);
    expect(a.received()).toBe('-ERR no such key\r\n');
  });
});

describe('a deadline', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function advance(engine: Engine, ms: number): void {
    engine.clock.advance(ms);
    vi.advanceTimersByTime(ms);
  }

  test('is kept to the millisecond, the nearest first', () => {
    const engine = setUp();
    const [a, b, c] = connect(engine, 3);
    a.run('TAKE', 'k', '30');
    b.run('TAKE', 'k', '20');
    c.run('PASS', 'k', 'l', '0');
    const { blocking } = engine.dispatcher();
    expect([blocking.size, blocking.withDeadline]).toEqual([3, 2]);
    advance(engine, 19);
    expect(b.received()).toBe('');
    advance(engine, 1);
    expect([a.received(), b.received()]).toEqual(['', NULL_ARRAY]);
    advance(engine, 10);
    expect(a.received()).toBe(NULL_ARRAY);
    advance(engine, 1e6);
    expect([c.received(), vi.getTimerCount(), blocking.size]).toEqual(['', 0, 1]);
  });

  test('is not up because a timer fires too early', () => {
    const engine = setUp();
    const a = engine.connect();
    a.run('TAKE', 'k', '20');
    vi.advanceTimersByTime(20);
    expect([a.received(), vi.getTimerCount()]).toEqual(['', 1]);
    advance(engine, 20);
    expect(a.received()).toBe(NULL_ARRAY);
  });

  test('may be further away than a timer can be set', () => {
    const engine = setUp();
    const a = engine.connect();
    a.run('TAKE', 'k', String(2 ** 31 + 5));
    advance(engine, 2 ** 31 - 1);
    expect(a.received()).toBe('');
    advance(engine, 6);
    expect(a.received()).toBe(NULL_ARRAY);
  });

  test('has a reply of the command’s own, and is forgotten with its client', () => {
    const engine = setUp();
    const [a, b] = connect(engine, 2);
    a.run('PASS', 'k', 'l', '10');
    b.run('TAKE', 'k', '10');
    engine.dispatcher().blocking.remove(b.client);
    advance(engine, 10);
    expect([a.received(), b.received()]).toEqual(['+LATE\r\n', '']);
  });

  test('is not kept by a server that is closed', () => {
    const engine = setUp();
    const [a, b] = connect(engine, 2);
    a.run('TAKE', 'k', '10');
    engine.dispatcher().blocking.close();
    b.run('TAKE', 'k', '5');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('CLIENT UNBLOCK', () => {
  test('ends the waiting as a time-out does, or with an error', () => {
    const engine = setUp();
    const [a, b, c] = connect(engine, 3);
    const released: number[] = [];
    engine.dispatcher().blocking.onReleased = ({ id }) => released.push(id);
    a.run('TAKE', 'k', '0');
    b.run('TAKE', 'k', '0');
    expect(c.run('CLIENT', 'UNBLOCK', '1')).toBe(':1\r\n');
    expect(c.run('CLIENT', 'UNBLOCK', '2', 'ERROR')).toBe(':1\r\n');
    expect(c.run('CLIENT', 'UNBLOCK', '2', 'TIMEOUT')).toBe(':0\r\n');
    expect([a.received(), b.received(), released]).toEqual([NULL_ARRAY, UNBLOCKED, [1, 2]]);
    const { errors, table } = engine.dispatcher();
    expect(errors.of('UNBLOCKED')).toBe(1);
    // The error counts for both: for who got it, and for who brought it about.
    expect([table.get('take')?.failed, table.get('client|unblock')?.failed]).toEqual([1, 1]);
    expect(engine.effects.awaited.size).toBe(0);
  });

  test('inside a transaction leaves its replies in order', () => {
    const engine = setUp();
    const [a, b] = connect(engine, 2);
    a.run('TAKE', 'k', '0');
    b.run('MULTI');
    b.run('GET', 'x');
    b.run('CLIENT', 'UNBLOCK', '1');
    b.run('CLIENT', 'UNBLOCK', 'x');
    expect(b.run('EXEC')).toMatch(/^\*3\r\n\$-1\r\n:1\r\n-ERR value is not an integer/);
    expect(a.received()).toBe(NULL_ARRAY);
  });

  test('spends the SKIP of CLIENT REPLY, and writes nothing to one who wants no replies', () => {
    const engine = setUp();
    const [a, b, c] = connect(engine, 3);
    a.run('CLIENT', 'REPLY', 'SKIP');
    b.run('CLIENT', 'REPLY', 'OFF');
    a.run('TAKE', 'k', '0');
    b.run('TAKE', 'k', '0');
    c.run('CLIENT', 'UNBLOCK', '1');
    c.run('CLIENT', 'UNBLOCK', '2');
    expect([a.received(), b.received()]).toEqual(['', '']);
    expect([a.run('GET', 'x'), b.run('GET', 'x')]).toEqual([NULL, '']);
  });
});

describe('a client that waits', () => {
  test('gets nothing once it is closing, and what it would have got is there for others', () => {
    const engine = setUp();
    const [a, b, writer] = connect(engine, 3);
    a.run('TAKE', 'k', '0');
    b.run('TAKE', 'k', '0');
    a.client.connection.destroy();
    writer.run('SET', 'k', 'v');
    expect([a.received(), b.received()]).toEqual(['', taken('k', 'v')]);
    expect(engine.dispatcher().blocking.size).toBe(0);
  });

  test('is stopped by a pause, and served when it ends', () => {
    const engine = setUp();
    const [a, b, writer] = connect(engine, 3);
    a.run('TAKE', 'k', '0');
    b.run('READ', 'k', '0');
    writer.run('MULTI');
    writer.run('SET', 'k', 'v');
    writer.run('CLIENT', 'PAUSE', '1000', 'WRITE');
    writer.run('EXEC');
    expect([a.received(), b.received()]).toEqual(['', bulk('v')]);
    engine.pause.lift();
    engine.dispatcher().blocking.serve();
    expect(a.received()).toBe(taken('k', 'v'));
  });

  test('loses no time by a pause that stops it', () => {
    const engine = setUp();
    const [a, b, c, writer] = connect(engine, 4);
    const { blocking } = engine.dispatcher();
    for (const { run } of [a, b]) run('TAKE', 'k', 'l', '300');
    c.run('TAKE', 'other', '300');
    writer.run('MULTI');
    for (const key of ['k', 'l']) writer.run('SET', key, 'v');
    writer.run('CLIENT', 'PAUSE', '1000', 'WRITE');
    writer.run('TAKE', 'l', '0');
    writer.run('EXEC');
    expect(blocking.withDeadline).toBe(1);
    engine.clock.advance(400);
    blocking.expire();
    expect([a, b, c].map(({ received }) => received())).toEqual(['', '', NULL_ARRAY]);
    engine.pause.lift();
    blocking.serve();
    expect([a.received(), b.received(), blocking.withDeadline]).toEqual([taken('k', 'v'), '', 1]);
    blocking.expire();
    expect([b.received(), blocking.size, blocking.withDeadline]).toEqual([NULL_ARRAY, 0, 0]);
  });

  test('is refused what the server has no room for when its turn comes', () => {
    const engine = setUp();
    const [a, writer] = connect(engine, 2);
    writer.run('SET', 'other', 'v');
    a.run('PASS', 'k', 'l', '0');
    engine.state.refuses = GROWS_MEMORY;
    engine.state.makeRoom = () => false;
    expect(writer.run('RENAME', 'other', 'k')).toBe(OK);
    expect([a.received(), a.client.blocked]).toEqual([`-${OUT_OF_MEMORY.message}\r\n`, undefined]);
  });

  test('takes memory for its command', () => {
    const engine = setUp();
    const a = engine.connect();
    const before = a.client.memory;
    a.run('TAKE', 'k'.repeat(5000), '0');
    expect(a.client.memory).toBeGreaterThan(before + 5000);
    engine.dispatcher().blocking.unblock(a.client, false);
    expect(a.client.memory).toBe(before);
  });

  test('replies nothing with CLIENT REPLY SKIP, which is spent when it is served', () => {
    const engine = setUp();
    const [a, writer] = connect(engine, 2);
    a.run('CLIENT', 'REPLY', 'SKIP');
    a.run('TAKE', 'k', '0');
    writer.run('SET', 'k', 'v');
    expect([a.received(), a.run('GET', 'k')]).toEqual(['', NULL]);
  });
});

describe('statistics', () => {
  test('count a command once, when it is answered, with the time that it ran and not the time that it waited', () => {
    const engine = setUp();
    const [a, b, c, writer] = connect(engine, 4);
    const entry = engine.dispatcher().table.get('take')!;
    for (const { run } of [a, b, c]) run('TAKE', 'k', '0');
    expect([entry.calls, engine.dispatcher().timer.commands]).toEqual([0, 0]);
    engine.clock.advance(5000);
    writer.run('SET', 'k', 'v');
    expect([entry.calls, entry.microseconds]).toEqual([1, 0]);
    writer.run('CLIENT', 'UNBLOCK', '2');
    writer.run('CLIENT', 'UNBLOCK', '3', 'ERROR');
    expect([entry.calls, entry.microseconds, entry.failed, entry.rejected]).toEqual([3, 0, 1, 0]);
  });

  test('show it to monitors once, when it comes', () => {
    const engine = setUp();
    const { timer } = engine.dispatcher();
    const shown: string[] = [];
    const nothing = (): void => undefined;
    timer.observer = {
      ...{ slow: nothing, largeRequest: nothing, largeReply: nothing },
      executed: ({ id }, { name }) => shown.push(`${id} ${name}`),
    };
    timer.configure({ isMonitored: true });
    const [a, writer] = connect(engine, 2);
    a.run('TAKE', 'k', '0');
    writer.run('SET', 'k', 'v');
    expect(shown).toEqual(['1 take', '2 set']);
  });

  test('report it as slow with its own time', () => {
    const engine = setUp();
    const { timer, blocking } = engine.dispatcher();
    const slow: string[] = [];
    const nothing = (): void => undefined;
    timer.observer = {
      ...{ executed: nothing, largeRequest: nothing, largeReply: nothing },
      slow: ({ id }, { name }, vector, us) => slow.push(`${id} ${name} ${vector.bytes.latin1()} ${us}`),
    };
    timer.configure({ slowFromUs: 0 });
    const [a, b, writer] = connect(engine, 3);
    a.run('TAKE', 'k', '0');
    b.run('TAKE', 'k', '0');
    expect(slow).toEqual([]);
    for (const { client } of [a, b]) client.blocked!.spentUs = 7;
    engine.clock.advance(100);
    writer.run('SET', 'k', 'v');
    blocking.unblock(b.client, false);
    expect(slow.slice(1)).toEqual(['1 take TAKEk0 7', '2 take TAKEk0 7']);
  });
});
