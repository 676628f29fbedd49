import { geoCommands } from '../../src/commands/geo/index.ts';
import { genericCommands } from '../../src/commands/generic/index.ts';
import { hashCommands } from '../../src/commands/hash/index.ts';
import { listCommands } from '../../src/commands/list/index.ts';
import { setCommands } from '../../src/commands/set/index.ts';
import { sortedSetCommands } from '../../src/commands/sorted-set/index.ts';
import { streamCommands } from '../../src/commands/stream/index.ts';
import { stringCommands } from '../../src/commands/string/index.ts';
import type { CommandSpec } from '../../src/execution/command.ts';

/** The commands of every type, and those for keys of any type. */
export const TYPE_COMMANDS: readonly CommandSpec[] = [
  ...stringCommands,
  ...listCommands,
  ...hashCommands,
  ...setCommands,
  ...sortedSetCommands,
  ...streamCommands,
  ...geoCommands,
  ...genericCommands,
];

/** A value that commands make. */
export interface SampleValue {
  /** As TYPE and OBJECT ENCODING tell them. */
  readonly type: string;
  readonly encoding: string;
  /** What makes it different from others of that encoding. */
  readonly name: string;
  /** Its number of elements; of a string, its length. */
  readonly size: number;
  /** The commands that make it, under a key that has none. */
  make(key: string): string[][];
  /** A command that changes it and leaves its type and encoding. */
  change(key: string): string[];
}

const words = (count: number, word: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => word(i));
const pairs = (count: number, pair: (i: number) => [string, string]): string[] =>
  Array.from({ length: count }, (_, i) => pair(i)).flat();
/** In the year 3021. */
const FAR_MS = '33177117420000';
const MANY = 600;

function list(encoding: string, name: string, elements: string[]): SampleValue {
  return {
    ...{ type: 'list', encoding, name, size: elements.length },
    make: (key) => [['RPUSH', key, ...elements]],
    change: (key) => ['LSET', key, '-1', 'changed'],
  };
}

function set(encoding: string, name: string, members: string[], further = 'further'): SampleValue {
  return {
    ...{ type: 'set', encoding, name, size: members.length },
    make: (key) => [['SADD', key, ...members]],
    change: (key) => ['SADD', key, further],
  };
}

function zset(encoding: string, name: string, scoresAndMembers: string[]): SampleValue {
  return {
    ...{ type: 'zset', encoding, name, size: scoresAndMembers.length / 2 },
    make: (key) => [['ZADD', key, ...scoresAndMembers]],
    change: (key) => ['ZINCRBY', key, '3', scoresAndMembers[1]],
  };
}

function hash(encoding: string, name: string, fieldsAndValues: string[], expiring: string[] = []): SampleValue {
  const size = fieldsAndValues.length / 2;
  const expire = (key: string): string[][] =>
    expiring.length === 0 ? [] : [['HPEXPIREAT', key, FAR_MS, 'FIELDS', String(expiring.length), ...expiring]];
  return {
    ...{ type: 'hash', encoding, name, size },
    make: (key) => [['HSET', key, ...fieldsAndValues], ...expire(key)],
    change: (key) => ['HSET', key, fieldsAndValues[2], 'changed'],
  };
}

function stream(name: string, added: number, deleted = 0, more: (key: string) => string[][] = () => []): SampleValue {
  return {
    ...{ type: 'stream', encoding: 'stream', name, size: added - deleted },
    make: (key) => [
      ...Array.from({ length: added }, (_, i) => ['XADD', key, `${i + 1}-1`, 'n', String(i)]),
      ...more(key),
    ],
    change: (key) => ['XADD', key, '999999-1', 'n', 'further'],
  };
}

function string(encoding: string, name: string, value: string, offset: string): SampleValue {
  return {
    ...{ type: 'string', encoding, name, size: value.length },
    make: (key) => [['SET', key, value]],
    change: (key) => (encoding === 'int' ? ['INCR', key] : ['SET', key, `${value.slice(1)}${offset}`]),
  };
}

/** Every type in every encoding that it has, small and large. */
export const SAMPLE_VALUES: readonly SampleValue[] = [
  string('int', 'an integer', '12345', ''),
  string('embstr', 'a short string', 'hello', 'x'),
  string('raw', 'a string', 'v'.repeat(100), 'x'),
  string('raw', 'a large string', 'v'.repeat(200_000), 'x'),
  list('listpack', 'a small list', ['a', '-7', 'x'.repeat(100), '']),
  list(
    'quicklist',
    'a large list',
    words(3000, (i) => `element:${i}`),
  ),
  list(
    'quicklist',
    'a list of long elements',
    words(5, (i) => `${i}`.repeat(9000)),
  ),
  set('intset', 'a few integers', ['5', '-7', '70000', '9223372036854775807'], '6'),
  set('listpack', 'a small set', ['a', 'b', '5', '']),
  set(
    'hashtable',
    'a large set',
    words(MANY, (i) => `member:${i}`),
  ),
  set(
    'hashtable',
    'a set of long members',
    words(3, (i) => `${i}`.repeat(1000)),
  ),
  zset('listpack', 'a small sorted set', ['1', 'a', '-inf', 'b', '0.1', '5', '0.1', '']),
  zset(
    'skiplist',
    'a large sorted set',
    pairs(MANY, (i) => [`${i % 100}.25`, `member:${i}`]),
  ),
  hash('listpack', 'a small hash', ['a', '1', 'b', 'two', '', 'x']),
  hash('listpackex', 'a small hash with fields that expire', ['a', '1', 'b', 'two', 'c', 'x'], ['a', 'c']),
  hash(
    'hashtable',
    'a large hash',
    pairs(MANY, (i) => [`field:${i}`, `value:${i}`]),
  ),
  hash(
    'hashtable',
    'a large hash with fields that expire',
    pairs(MANY, (i) => [`field:${i}`, `value:${i}`]),
    ['field:0', 'field:599'],
  ),
  stream('a small stream', 3),
  stream('a large stream', MANY),
  stream('a stream with groups', 250, 2, (key) => [
    ['XGROUP', 'CREATE', key, 'g1', '0'],
    ['XGROUP', 'CREATE', key, 'g2', '$'],
    ['XREADGROUP', 'GROUP', 'g1', 'alice', 'COUNT', '100', 'STREAMS', key, '>'],
    ['XREADGROUP', 'GROUP', 'g1', 'bob', 'COUNT', '3', 'STREAMS', key, '>'],
    ['XACK', key, 'g1', '1-1', '2-1'],
    ['XDEL', key, '3-1', '250-1'],
  ]),
];
