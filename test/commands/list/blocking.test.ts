import { describe, expect, test } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { listCommands } from '../../../src/commands/list/index.ts';
import { databaseCommands } from '../../../src/commands/server/database.ts';
import type { Engine, TestConnection } from '../../support/connections.ts';
import { createEngine } from '../../support/connections.ts';
import { accessesBy, array, bulk, SYNTAX, WRONG_TYPE } from './harness.ts';

const NULL_ARRAY = '*-1\r\n';
const NULL = '$-1\r\n';
const popped = (key: string, ...elements: string[]): string => `*2\r\n${bulk(key)}${array(...elements)}`;

interface SetUp extends Engine {
  readonly waiter: TestConnection;
  readonly other: TestConnection;
  /** What was propagated, a unit a line. */
  readonly units: string[];
}

function setUp(nodeSize = -2): SetUp {
  const engine = createEngine(() => [...listCommands, ...genericCommands, ...databaseCommands]);
  engine.keyspace.packing.listNodeSize = nodeSize;
  const units: string[] = [];
  engine.effects.addSink({
    propagate: (commands) =>
      units.push(commands.map(({ argv }) => argv.map((part) => part.latin1()).join(' ')).join(' | ')),
  });
  return { ...engine, waiter: engine.connect(), other: engine.connect(), units };
}

/** The commands, what they are answered when `k` has `a b c`, and how that is propagated. */
const COMMANDS: readonly (readonly [command: string, reply: string, propagated: string])[] = [
  ['BLPOP x k 0', array('k', 'a'), 'LPOP k'],
  ['BRPOP k x 0.5', array('k', 'c'), 'RPOP k'],
  ['BLMPOP 0 2 x k left', popped('k', 'a'), 'LPOP k 1'],
  ['BLMPOP 0 1 k RIGHT COUNT 2', popped('k', 'c', 'b'), 'RPOP k 2'],
  ['BLMPOP 0 1 k LEFT count 9', popped('k', 'a', 'b', 'c'), 'LPOP k 3'],
  ['BLMOVE k to left RIGHT 0', bulk('a'), 'LMOVE k to left RIGHT'],
  ['BLMOVE k k LEFT RIGHT 0', bulk('a'), 'LMOVE k k LEFT RIGHT'],
  ['BRPOPLPUSH k to 0', bulk('c'), 'RPOPLPUSH k to'],
];

describe.each(COMMANDS)('%s', (command, reply, propagated) => {
  const words = command.split(' ');

  test.each([-2, 2])('takes what there is, in nodes of size %i', (nodeSize) => {
    const { waiter, other, units } = setUp(nodeSize);
    other.run('RPUSH', 'k', 'a', 'b', 'c');
    expect(waiter.run(...words)).toBe(reply);
    expect(units).toEqual(['RPUSH k a b c', propagated]);
  });

  test('waits for what there is not, and takes it when it comes', () => {
    const { waiter, other, units } = setUp();
    expect(waiter.run(...words)).toBe('');
    expect(other.run('RPUSH', 'k', 'a', 'b', 'c')).toBe(':3\r\n');
    expect([waiter.received(), waiter.client.blocked]).toEqual([reply, undefined]);
    expect(units).toEqual(['RPUSH k a b c', propagated]);
  });

  test('does not wait in a transaction', () => {
    const { waiter } = setUp();
    waiter.run('MULTI');
    waiter.run(...words);
    expect(waiter.run('EXEC')).toBe(`*1\r\n${reply.startsWith('$') ? NULL : NULL_ARRAY}`);
  });

  test('answers a null array when time is up', () => {
    const { waiter, clock, dispatcher } = setUp();
    waiter.run(...words);
    clock.advance(500);
    dispatcher().blocking.expire();
    dispatcher().blocking.unblock(waiter.client, false);
    expect(waiter.received()).toBe(NULL_ARRAY);
  });

  test('refuses a value of another type, but is not woken by one', () => {
    const { waiter, other } = setUp();
    other.run('SET', 'k', 'v');
    expect(waiter.run(...words)).toBe(WRONG_TYPE);
    other.run('DEL', 'k');
    waiter.run(...words);
    other.run('SET', 'k', 'v');
    expect([waiter.received(), waiter.client.blocked === undefined]).toEqual(['', false]);
  });
});

describe('a client that waits for a list', () => {
  test.each([
    [['LPUSH', 'k', 'a']],
    [['RPUSH', 'k', 'a']],
    [['RENAME', 'full', 'k']],
    [['RENAMENX', 'full', 'k']],
    [['COPY', 'full', 'k']],
    [['LMOVE', 'full', 'k', 'LEFT', 'LEFT']],
    [['RPOPLPUSH', 'full', 'k']],
    [['SORT', 'full', 'ALPHA', 'STORE', 'k']],
    [['SWAPDB', '0', '1']],
  ])('is served by %j', (command) => {
    const { waiter, other, keyspace } = setUp();
    other.run('RPUSH', 'full', 'a');
    [, other.client.db] = keyspace.databases;
    other.run('RPUSH', 'k', 'a');
    [other.client.db] = keyspace.databases;
    waiter.run('BLPOP', 'k', '0');
    other.run(...command);
    expect(waiter.received()).toBe(array('k', 'a'));
  });

  test('is served by MOVE from another database', () => {
    const { waiter, other, keyspace } = setUp();
    [, other.client.db] = keyspace.databases;
    other.run('RPUSH', 'k', 'a');
    waiter.run('BLPOP', 'k', '0');
    expect(other.run('MOVE', 'k', '0')).toBe(':1\r\n');
    expect(waiter.received()).toBe(array('k', 'a'));
  });

  test('is not served by LPUSHX, which adds nothing to no list', () => {
    const { waiter, other } = setUp();
    waiter.run('BLPOP', 'k', '0');
    expect(other.run('LPUSHX', 'k', 'a')).toBe(':0\r\n');
    expect(waiter.received()).toBe('');
  });

  test('takes turns with others until the list is empty', () => {
    const { waiter, other, connect } = setUp();
    const third = connect();
    waiter.run('BLPOP', 'k', '0');
    third.run('BLMPOP', '0', '1', 'k', 'LEFT', 'COUNT', '10');
    other.run('RPUSH', 'k', 'a', 'b', 'c');
    expect([waiter.received(), third.received()]).toEqual([array('k', 'a'), popped('k', 'b', 'c')]);
    expect(other.run('EXISTS', 'k')).toBe(':0\r\n');
  });

  test('passes elements on through a chain, and round in a circle to no end', () => {
    const { waiter, other, connect } = setUp();
    const third = connect();
    waiter.run('BLMOVE', 'a', 'b', 'LEFT', 'LEFT', '0');
    third.run('BLMOVE', 'b', 'a', 'LEFT', 'LEFT', '0');
    other.run('RPUSH', 'a', 'x');
    expect([waiter.received(), third.received()]).toEqual([bulk('x'), bulk('x')]);
    expect(other.run('LRANGE', 'a', '0', '-1')).toBe(array('x'));
  });

  test('is told when the destination is no list, and the element stays for others', () => {
    const { waiter, other, connect } = setUp();
    const third = connect();
    other.run('SET', 'to', 'v');
    waiter.run('BRPOPLPUSH', 'k', 'to', '0');
    third.run('BLPOP', 'k', '0');
    other.run('RPUSH', 'k', 'a');
    expect([waiter.received(), third.received()]).toEqual([WRONG_TYPE, array('k', 'a')]);
  });
});

test.each([
  [['BLPOP', 'k', 'x'], '-ERR timeout is not a float or out of range\r\n'],
  [['BRPOP', 'k', '-1'], '-ERR timeout is negative\r\n'],
  [['BLPOP', 'string', 'inf'], '-ERR timeout is out of range\r\n'],
  [['BLMOVE', 'string', 'l', 'LEFT', 'RIGHT', 'nan'], '-ERR timeout is not a float or out of range\r\n'],
  [['BLMOVE', 'k', 'l', 'LEFT', 'UP', 'x'], SYNTAX],
  [['BRPOPLPUSH', 'string', 'l', '1e99'], '-ERR timeout is out of range\r\n'],
  [['BLMPOP', 'x', '0', 'k', 'LEFT'], '-ERR numkeys should be greater than 0\r\n'],
  [['BLMPOP', 'x', '2', 'k', 'LEFT'], SYNTAX],
  [['BLMPOP', 'x', '1', 'k', 'LEFT', 'COUNT', '0'], '-ERR count should be greater than 0\r\n'],
  [['BLMPOP', '-1', '1', 'k', 'LEFT'], '-ERR timeout is negative\r\n'],
])('%j is refused', (command, reply) => {
  const { waiter, other, units } = setUp();
  other.run('SET', 'string', 'v');
  expect([waiter.run(...command), waiter.client.blocked]).toEqual([reply, undefined]);
  expect(units).toEqual(['SET string v']);
});

test.each<[string, number[]]>([
  ['BLMOVE a b LEFT RIGHT 0', [2, 1]],
  ['BRPOPLPUSH a b 0', [2, 1]],
  ['BLMOVE a a LEFT LEFT 0', [3, 0]],
  ['BLPOP a 0', [1, 0]],
  ['BLMPOP 0 1 a LEFT', [1, 0]],
])('%s counts accesses as Redis does', (line, accesses) => {
  expect(accessesBy(line)).toEqual(accesses);
});
