import { describe, expect, test } from 'vitest';
import { genericCommands } from '../../../src/commands/generic/index.ts';
import { listCommands } from '../../../src/commands/list/index.ts';
import { sortedSetCommands } from '../../../src/commands/sorted-set/index.ts';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import type { Engine, TestConnection } from '../../support/connections.ts';
import { bulk, createEngine } from '../../support/connections.ts';
import { sortedSets } from './encodings.ts';

const NULL_ARRAY = '*-1\r\n';
const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';

interface SetUp extends Engine {
  readonly waiter: TestConnection;
  readonly other: TestConnection;
  readonly units: string[];
}

function setUp(protocol: 2 | 3 = 2): SetUp {
  const engine = createEngine(() => [...sortedSetCommands, ...listCommands, ...genericCommands]);
  const units: string[] = [];
  engine.effects.addSink({
    propagate: (commands) =>
      units.push(commands.map(({ argv }) => argv.map((part) => part.latin1()).join(' ')).join(' | ')),
  });
  const waiter = engine.connect();
  waiter.client.protocol = protocol;
  return { ...engine, waiter, other: engine.connect(), units };
}

const score = (text: string, protocol: 2 | 3): string => (protocol === 3 ? `,${text}\r\n` : bulk(text));
const single =
  (member: string, of: string) =>
  (protocol: 2 | 3): string =>
    `*3\r\n${bulk('k')}${bulk(member)}${score(of, protocol)}`;
const several =
  (...members: readonly (readonly [string, string])[]) =>
  (protocol: 2 | 3): string => {
    const pairs = members.map(([member, of]) => `*2\r\n${bulk(member)}${score(of, protocol)}`);
    return `*2\r\n${bulk('k')}*${members.length}\r\n${pairs.join('')}`;
  };

/** The commands, what they are answered when `k` is `a 1 b 2 c 3`, and how that is propagated. */
const COMMANDS = [
  ['BZPOPMIN x k 0', single('a', '1'), 'ZPOPMIN k'],
  ['BZPOPMAX k x 0', single('c', '3'), 'ZPOPMAX k'],
  ['BZMPOP 0 2 x k min', several(['a', '1']), 'ZPOPMIN k 1'],
  ['BZMPOP 0 1 k MAX COUNT 2', several(['c', '3'], ['b', '2']), 'ZPOPMAX k 2'],
  ['BZMPOP 0 1 k MIN COUNT 9', several(['a', '1'], ['b', '2'], ['c', '3']), 'ZPOPMIN k 3'],
] as const;

describe.each(COMMANDS)('%s', (command, reply, propagated) => {
  const words = command.split(' ');
  const filling = ['ZADD', 'k', '1', 'a', '2', 'b', '3', 'c'];

  test.each([2, 3] as const)('takes what there is, in RESP%i', (protocol) => {
    const { waiter, other, units } = setUp(protocol);
    other.run(...filling);
    expect(waiter.run(...words)).toBe(reply(protocol));
    expect(units).toEqual([filling.join(' '), propagated]);
  });

  test('waits for what there is not, and takes it when it comes', () => {
    const { waiter, other, units } = setUp();
    expect(waiter.run(...words)).toBe('');
    expect(other.run(...filling)).toBe(':3\r\n');
    expect([waiter.received(), waiter.client.blocked]).toEqual([reply(2), undefined]);
    expect(units).toEqual([filling.join(' '), propagated]);
  });

  test('does not wait in a transaction', () => {
    const { waiter } = setUp();
    waiter.run('MULTI');
    waiter.run(...words);
    expect(waiter.run('EXEC')).toBe(`*1\r\n${NULL_ARRAY}`);
  });

  test('refuses a value of another type, but is not woken by one', () => {
    const { waiter, other } = setUp();
    other.run('RPUSH', 'k', 'v');
    expect(waiter.run(...words)).toBe(WRONG_TYPE);
    other.run('DEL', 'k');
    waiter.run(...words);
    other.run('RPUSH', 'k', 'v');
    expect([waiter.received(), waiter.client.blocked === undefined]).toEqual(['', false]);
  });
});

describe('a client that waits for a sorted set', () => {
  test.each([
    [['ZADD', 'k', '1', 'a']],
    [['ZINCRBY', 'k', '1', 'a']],
    [['RENAME', 'full', 'k']],
    [['COPY', 'full', 'k']],
  ])('is served by %j', (command) => {
    const { waiter, other } = setUp();
    other.run('ZADD', 'full', '1', 'a');
    waiter.run('BZPOPMIN', 'k', '0');
    other.run(...command);
    expect(waiter.received()).toBe(single('a', '1')(2));
  });

  test('and one that waits for a list of the same name each get their own', () => {
    const { waiter, other, connect } = setUp();
    const third = connect();
    waiter.run('BZPOPMIN', 'k', '0');
    third.run('BLPOP', 'k', '0');
    other.run('RPUSH', 'k', 'x');
    expect([waiter.received(), third.received()]).toEqual(['', `*2\r\n${bulk('k')}${bulk('x')}`]);
    other.run('ZADD', 'k', '1', 'a');
    expect(waiter.received()).toBe(single('a', '1')(2));
  });
});

test.each([
  [['BZPOPMIN', 'k', 'x'], '-ERR timeout is not a float or out of range\r\n'],
  [['BZPOPMAX', 'string', '-1'], '-ERR timeout is negative\r\n'],
  [['BZMPOP', 'x', '0', 'k', 'MIN'], '-ERR numkeys should be greater than 0\r\n'],
  [['BZMPOP', 'x', '1', 'k', 'LEFT'], '-ERR syntax error\r\n'],
  [['BZMPOP', 'x', '1', 'k', 'MIN', 'COUNT', '-1'], '-ERR count should be greater than 0\r\n'],
  [['BZMPOP', 'inf', '1', 'k', 'MIN'], '-ERR timeout is out of range\r\n'],
])('%j is refused', (command, reply) => {
  const { waiter, other, units } = setUp();
  other.run('SET', 'string', 'v');
  expect([waiter.run(...command), waiter.client.blocked]).toEqual([reply, undefined]);
  expect(units).toEqual(['SET string v']);
});

test.each([
  ['BZPOPMIN z 0', 2],
  ['BZPOPMAX none z 0', 2],
  ['BZMPOP 0 1 z MIN', 2],
  ['ZMPOP 1 z MIN', 1],
  ['ZPOPMIN z', 1],
])('%s counts accesses as Redis does', (line, accesses) => {
  const { keyspace, run } = sortedSets('listpack');
  countEveryAccess(keyspace);
  run('ZADD', 'z', '1', 'a', '2', 'b');
  run(...line.split(' '));
  expect(accessesOf(keyspace, 'z')).toBe(accesses);
});
