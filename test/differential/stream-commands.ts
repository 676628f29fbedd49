import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { command, index, key, oneOf, optionally, options, repeated, value } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';

/** Small IDs, so that commands meet, and those at the edges of 64 bits. */
const smallId = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 3 }))
  .map(([ms, seq]) => (seq === 3 ? String(ms) : `${ms}-${seq}`));

const oddId = oneOf(
  ...[
    '0-0',
    '0',
    '0-1',
    '5-*',
    '*-5',
    '-',
    '+',
    '$',
    '>',
    '',
    ' ',
    '(',
    '(5',
    '1-',
    '-1',
    '1--1',
    '1- -1',
    '01-1',
    '+5-1',
    ' 7-2',
  ],
  ...['18446744073709551615', '18446744073709551615-18446744073709551615', '18446744073709551615-18446744073709551614'],
  ...[
    '18446744073709551616-0',
    '9223372036854775807-9223372036854775808',
    '4294967295-4294967296',
    '1-1-1',
    '1.5',
    '5\x00-9',
  ],
  ...['9007199254740993-9007199254740995', '9'.repeat(127), '9'.repeat(128), '5-*\x00', '5-x'],
);

const id = fc.oneof({ weight: 12, arbitrary: smallId }, { weight: 1, arbitrary: oddId });

/** IDs that rise slowly, with some that leave the sequence open. */
const newId = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(3)).map(([ms, seq]) => `${ms}-${seq}`) },
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 40 }).map((ms) => `${ms}-*`) },
  {
    weight: 1,
    arbitrary: oneOf('4294967295-4294967295', '9007199254740993-5', '9223372036854775807-9223372036854775807'),
  },
  { weight: 1, arbitrary: id },
);

const bound = fc.oneof(
  { weight: 3, arbitrary: oneOf('-', '+') },
  { weight: 4, arbitrary: id },
  id.map((text) => `(${text}`),
);

const field = fc.oneof({ weight: 8, arbitrary: oneOf('f', 'g', '7', '') }, { weight: 1, arbitrary: value });
const content = fc.oneof(
  { weight: 6, arbitrary: oneOf('v', '12', '-300', '70000', '9223372036854775807', '', '007') },
  { weight: 1, arbitrary: value },
  { weight: 1, arbitrary: oneOf('x'.repeat(64), 'x'.repeat(1000), 'x'.repeat(4096)) },
);
const pairs = fc.oneof({ weight: 4, arbitrary: command('f', content) }, repeated(1, 3, field, content));

const count = oneOf('0', '1', '1', '2', '2', '3', '10', '-1', '9223372036854775807', 'x');
const length = oneOf('0', '1', '2', '3', '5', '10', '-1', 'x', '9223372036854775807');
const operator = optionally(oneOf('=', '~', '~'));
const limit = optionally('LIMIT', oneOf('0', '1', '2', '10', '-1', 'x'));
const trimming = fc.oneof(command('MAXLEN', operator, length, limit), command('MINID', operator, id, limit));
const countOption = options(command('COUNT', count));

const group = oneOf('g1', 'g1', 'g1', 'g2', 'g2', '', 'g\x00\r\n');
const consumer = oneOf('c1', 'c1', 'c2', 'c3', '', 'c\xff');
/** Idle times that no record of a test has, or every. */
const minIdle = oneOf('0', '0', '0', '-5', '100000000', 'x');
const after = fc.oneof({ weight: 5, arbitrary: oneOf('>') }, { weight: 1, arbitrary: oneOf('0', '0', '$', '+') }, id);
const readOptions = options(command('COUNT', count), command('NOACK'));

const claimOptions = options(
  command('IDLE', oneOf('0', '1000', '-1', 'x')),
  command('TIME', oneOf('1000', '0', '-1', '99999999999999', 'x')),
  command('RETRYCOUNT', oneOf('0', '5', '-1', '-2', '9223372036854775807', '5000000000', 'x')),
  command('FORCE'),
  command('JUSTID'),
  command('LASTID', id),
);

export const streamCommands: readonly Arbitrary<CommandArgs>[] = [
  ...[1, 2, 3, 4].map(() => command('XADD', key, newId, pairs)),
  command('XADD', key, optionally('NOMKSTREAM'), trimming, newId, pairs),
  command('XADD', key, options(trimming, command('NOMKSTREAM'), command('LIMIT', '5')), newId, pairs),
  command('XADD', oneOf('k1', 'k2'), newId, repeated(3, 6, field, content)),
  command('XLEN', key),
  ...[command('XRANGE', key, bound, bound, countOption), command('XREVRANGE', key, bound, bound, countOption)],
  ...[command('XRANGE', key, '-', '+', countOption), command('XREVRANGE', key, '+', '-', countOption)],
  ...[command('XDEL', key, repeated(1, 3, id)), command('XDEL', key, repeated(1, 6, smallId))],
  ...[command('XTRIM', key, trimming), command('XTRIM', key, trimming, limit)],
  command('XSETID', key, id, options(command('ENTRIESADDED', index), command('MAXDELETEDID', id))),
  command('XREAD', options(command('COUNT', count)), 'STREAMS', key, fc.oneof(id, oneOf('$', '+', '0'))),
  command('XREAD', 'STREAMS', key, key, id, id),
  ...[1, 2].map(() =>
    command('XGROUP', 'CREATE', key, group, fc.oneof(id, oneOf('$', '0', '0')), optionally('MKSTREAM')),
  ),
  command('XGROUP', 'CREATE', key, group, id, options(command('MKSTREAM'), command('ENTRIESREAD', index))),
  command('XGROUP', 'SETID', key, group, fc.oneof(id, oneOf('$')), optionally('ENTRIESREAD', index)),
  command('XGROUP', 'DESTROY', key, group),
  command('XGROUP', oneOf('CREATECONSUMER', 'DELCONSUMER'), key, group, consumer),
  ...[1, 2, 3].map(() => command('XREADGROUP', 'GROUP', group, consumer, readOptions, 'STREAMS', key, after)),
  command('XREADGROUP', 'GROUP', group, consumer, readOptions, 'STREAMS', key, key, after, after),
  ...[command('XACK', key, group, repeated(1, 3, id)), command('XACK', key, group, repeated(1, 5, smallId))],
  ...[command('XPENDING', key, group), command('XPENDING', key, group, '-', '+', '10')],
  command('XPENDING', key, group, optionally('IDLE', minIdle), bound, bound, count, optionally(consumer)),
  command('XCLAIM', key, group, consumer, minIdle, repeated(1, 4, id), claimOptions),
  command('XCLAIM', key, group, consumer, '0', repeated(1, 6, smallId), claimOptions),
  command('XAUTOCLAIM', key, group, consumer, minIdle, bound, options(command('COUNT', count), command('JUSTID'))),
  ...[command('XINFO', 'STREAM', key), command('XINFO', 'STREAM', key, 'FULL', optionally('COUNT', count))],
  ...[command('XINFO', 'GROUPS', key), command('XINFO', 'CONSUMERS', key, group)],
  ...[command('COPY', key, key, 'REPLACE'), command('RENAME', key, key), command('DEL', key), command('TYPE', key)],
  command('SET', key, 'x'),
];

/** What decides how many entries a node has; without a lower limit of bytes, which makes Redis 7.0 crash now and then. */
export const streamLimitsOf7_0: readonly Arbitrary<CommandArgs>[] = [
  command('CONFIG', 'SET', 'stream-node-max-entries', oneOf('100', '100', '1', '2', '3', '0')),
  command('XINFO', 'STREAM', key),
  command('DEBUG', 'DIGEST-VALUE', oneOf('k1', 'k2', 'k3')),
  // Sent as they are, since a time-out that is changed on its way may be a long one.
  command('XREAD', 'COUNT', count, 'BLOCK', oneOf('1', '1', '-1', 'x'), 'STREAMS', key, oneOf('$', '+', '0', '7')),
  command('XREADGROUP', 'GROUP', group, consumer, 'BLOCK', oneOf('1', '1', '-1'), 'STREAMS', key, after),
];

export const streamLimits: readonly Arbitrary<CommandArgs>[] = [
  command('CONFIG', 'SET', 'stream-node-max-bytes', oneOf('4096', '4096', '0', '1', '50', '100')),
  ...streamLimitsOf7_0,
];
