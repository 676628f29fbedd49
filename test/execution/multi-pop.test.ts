import { describe, expect, test } from 'vitest';
import { del } from '../../src/commands/generic/delete.ts';
import type { StringView } from '../../src/datatypes/string-value.ts';
import { StringValue } from '../../src/datatypes/string-value.ts';
import { keyword } from '../../src/execution/args.ts';
import type { CommandSpec } from '../../src/execution/command.ts';
import { command } from '../../src/execution/command.ts';
import type { Poppable } from '../../src/execution/multi-pop.ts';
import { multiPop, popOrWait } from '../../src/execution/multi-pop.ts';
import { SYNTAX } from '../../src/resp/reply-errors.ts';
import type { Engine, TestConnection } from '../support/connections.ts';
import { bulk, createEngine } from '../support/connections.ts';
import { waitingCommands } from './waiting-commands.ts';

const NULL_ARRAY = '*-1\r\n';
const SYNTAX_ERROR = '-ERR syntax error\r\n';
const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const NUMKEYS = '-ERR numkeys should be greater than 0\r\n';
const COUNT = '-ERR count should be greater than 0\r\n';
const TIMEOUT = '-ERR timeout is not a float or out of range\r\n';

type End = 'front' | 'back';
const FRONT = keyword('FRONT');
const BACK = keyword('BACK');

/** The bytes of strings are popped here, without the types that this is for. What is left of one goes too. */
const strings: Poppable<StringView, End> = {
  type: StringValue,
  readEnd(args) {
    if (args.take(FRONT)) return 'front';
    if (args.take(BACK)) return 'back';
    throw SYNTAX;
  },
  commandOf: (end) => (end === 'front' ? 'CHOP' : 'CHOPBACK'),
  popOne({ db, reply }, key, value, end) {
    reply.array(2);
    reply.bulk(key.bytes, key.at, key.length);
    reply.bulkLatin1(bytesAt(value, end, 1));
    db.delete(key);
    db.changed(key, 'del');
  },
  popSome({ db, reply }, key, value, end, count) {
    const popped = bytesAt(value, end, count);
    reply.array(2);
    reply.bulk(key.bytes, key.at, key.length);
    reply.bulkLatin1(popped);
    db.delete(key);
    db.changed(key, 'del');
    return popped.length;
  },
};

function bytesAt({ bytes, at, length }: StringView, end: End, count: number): string {
  const text = bytes.latin1(at, at + length);
  return end === 'front' ? text.slice(0, count) : text.slice(-count);
}

const common = { group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -1 } as const;

/** `LIST key` of these makes a value of another type. */
const commands: readonly CommandSpec[] = [
  ...waitingCommands,
  del,
  command({ ...common, name: 'MPOP', flags: ['write'], handler: (context) => multiPop(context, strings, false) }),
  command({
    ...common,
    name: 'BMPOP',
    flags: ['write', 'blocking'],
    handler: (context) => multiPop(context, strings, true),
  }),
  command({
    ...common,
    name: 'BPOPBACK',
    flags: ['write', 'blocking'],
    handler: (context) => popOrWait(context, strings, 'back'),
  }),
];

interface SetUp extends Engine {
  readonly waiter: TestConnection;
  readonly other: TestConnection;
  /** What went to the log, a unit each. */
  readonly units: string[];
}

function setUp(): SetUp {
  const engine = createEngine(() => commands);
  const units: string[] = [];
  engine.effects.addSink({
    propagate: (logged) =>
      units.push(logged.map(({ argv }) => argv.map((part) => part.latin1()).join(' ')).join(' | ')),
  });
  return { ...engine, waiter: engine.connect(), other: engine.connect(), units };
}

/** The commands, what they are answered when `k` is `abc`, and what the log gets. */
const COMMANDS = [
  ['MPOP 1 k FRONT', 'a', 'CHOP k 1'],
  ['MPOP 3 x k y back', 'c', 'CHOPBACK k 1'],
  ['MPOP 2 x k BACK count 2', 'bc', 'CHOPBACK k 2'],
  ['BMPOP 0 2 x k FRONT COUNT 2', 'ab', 'CHOP k 2'],
  ['BMPOP 0.5 1 k BACK COUNT 9223372036854775807', 'abc', 'CHOPBACK k 3'],
  ['BPOPBACK x k 0', 'c', 'CHOPBACK k'],
  ['BPOPBACK k k 1.5', 'c', 'CHOPBACK k'],
] as const;

describe.each(COMMANDS)('%s', (line, popped, logged) => {
  const words = line.split(' ');
  const reply = `*2\r\n${bulk('k')}${bulk(popped)}`;

  test('pops from the first key that there is, and logs the popping from that one', () => {
    const { waiter, other, units } = setUp();
    other.run('SET', 'k', 'abc');
    expect(waiter.run(...words)).toBe(reply);
    expect(units).toEqual(['SET k abc', logged]);
    expect(other.run('GET', 'k')).toBe('$-1\r\n');
  });

  test('refuses another type', () => {
    const { waiter, other } = setUp();
    other.run('LIST', 'k');
    expect(waiter.run(...words)).toBe(WRONG_TYPE);
  });

  test('waits where no key has anything, if it has a time-out, for its type', () => {
    const { waiter, other, units } = setUp();
    const waits = words[0] !== 'MPOP';
    expect(waiter.run(...words)).toBe(waits ? '' : NULL_ARRAY);
    other.run('LIST', 'k');
    expect(waiter.received()).toBe('');
    other.run('DEL', 'k');
    units.length = 0;
    other.run('SET', 'k', 'abc');
    expect(waiter.received()).toBe(waits ? reply : '');
    expect(units).toEqual(waits ? ['SET k abc', logged] : ['SET k abc']);
  });
});

test('no key is looked at behind the first that has anything', () => {
  for (const line of ['MPOP 2 k y BACK', 'BMPOP 0 2 k y BACK', 'BPOPBACK k y 0']) {
    const { waiter, other } = setUp();
    other.run('SET', 'k', 'abc');
    other.run('LIST', 'y');
    expect(waiter.run(...line.split(' '))).toBe(`*2\r\n${bulk('k')}${bulk('c')}`);
  }
});

test('all keys are asked and waited for, and no other word', () => {
  for (const line of ['BMPOP 0 3 a b c FRONT COUNT 5', 'BPOPBACK a b c 0']) {
    for (const key of ['a', 'b', 'c']) {
      const { waiter, other } = setUp();
      const setOthers = (): void => {
        for (const word of ['0', '3', '5', 'FRONT', 'COUNT']) other.run('SET', word, '-');
      };
      setOthers();
      expect(waiter.run(...line.split(' '))).toBe('');
      setOthers();
      expect(waiter.received()).toBe('');
      other.run('SET', key, 'x');
      expect(waiter.received()).toBe(`*2\r\n${bulk(key)}${bulk('x')}`);
    }
  }
});

test('time runs as long as the argument says', () => {
  for (const line of ['BMPOP 1.5 1 k FRONT', 'BPOPBACK k 1.5']) {
    const { waiter, clock, dispatcher } = setUp();
    waiter.run(...line.split(' '));
    const { blocking } = dispatcher();
    clock.advance(1499);
    blocking.expire();
    expect(waiter.received()).toBe('');
    clock.advance(1);
    blocking.expire();
    expect(waiter.received()).toBe(NULL_ARRAY);
  }
});

/** Requests that are wrong; the same are asked of the form that waits, whose time-out is looked at last. */
const WRONG = [
  ['x k FRONT', NUMKEYS],
  ['0 k FRONT', NUMKEYS],
  ['-1 k FRONT', NUMKEYS],
  ['0', NUMKEYS],
  ['1 k', SYNTAX_ERROR],
  ['2 k FRONT', SYNTAX_ERROR],
  ['9223372036854775807 k FRONT', SYNTAX_ERROR],
  ['1 k k FRONT', SYNTAX_ERROR],
  ['1 k LEFT', SYNTAX_ERROR],
  ['1 k FRONT 1', SYNTAX_ERROR],
  ['1 k FRONT COUNT', SYNTAX_ERROR],
  ['1 k FRONT LIMIT 1', SYNTAX_ERROR],
  ['1 k FRONT COUNT 0', COUNT],
  ['1 k FRONT COUNT -1', COUNT],
  ['1 k FRONT COUNT x', COUNT],
  ['1 k FRONT COUNT 0 COUNT 1', COUNT],
  ['1 k FRONT COUNT 1 COUNT', SYNTAX_ERROR],
  ['1 k FRONT COUNT 1 COUNT 1', SYNTAX_ERROR],
  ['1 k FRONT COUNT 1 1', SYNTAX_ERROR],
] as const;

test.each(WRONG)('%s is refused before any key is looked at', (line, error) => {
  const { waiter, other } = setUp();
  other.run('LIST', 'k');
  expect(waiter.run('MPOP', ...line.split(' '))).toBe(error);
  expect(waiter.run('BMPOP', 'never', ...line.split(' '))).toBe(error);
});

test('so is a time-out that is none', () => {
  const { waiter, other } = setUp();
  other.run('LIST', 'k');
  expect(waiter.run('BMPOP', 'never', '1', 'k', 'FRONT')).toBe(TIMEOUT);
  expect(waiter.run('BPOPBACK', 'k', 'never')).toBe(TIMEOUT);
  expect(waiter.run('BPOPBACK', 'k', '-1')).toBe('-ERR timeout is negative\r\n');
});
