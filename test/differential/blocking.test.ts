import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { noRealServer, realServer } from '../support/real-server.ts';
import { describeUnless } from '../support/skip.ts';
import { command } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';
import type { WaitingStep } from './blocking-driver.ts';
import { compareWaiting } from './blocking-driver.ts';

/** As in sequences.test.ts. */
const RUNS = Math.ceil(Number(process.env.CINNABAR_DIFF_RUNS ?? 400) / 4);
const SEED = process.env.CINNABAR_DIFF_SEED ?? '20';
const CLIENTS = 5;

const key = fc.constantFrom('a', 'b', 'c', 'd');
const keys = fc.array(key, { minLength: 1, maxLength: 4 });
/** `e` never holds anything but a list: Redis wakes nobody when STORE makes a list of a value of another type. */
const listKey = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const listKeys = fc.array(listKey, { minLength: 1, maxLength: 4 });
const value = fc.constantFrom('1', 'x', 'yy', '-7');
const values = fc.array(value, { minLength: 1, maxLength: 3 });
const count = fc.constantFrom('1', '2', '100');
const listEnd = fc.constantFrom('LEFT', 'RIGHT');
const zsetEnd = fc.constantFrom('MIN', 'MAX');
const score = fc.constantFrom('1', '2.5', '-3', 'inf');

const counted = (list: Arbitrary<CommandArgs>): Arbitrary<CommandArgs> =>
  list.map((all) => [String(all.length), ...all]);

const waits: readonly Arbitrary<CommandArgs>[] = [
  command('BLPOP', listKeys, '0'),
  command('BRPOP', listKeys, '0'),
  command('BLMOVE', listKey, listKey, listEnd, listEnd, '0'),
  command('BRPOPLPUSH', listKey, listKey, '0'),
  command('BLMPOP', '0', counted(listKeys), listEnd, 'COUNT', count),
  command('BZPOPMIN', keys, '0'),
  command('BZPOPMAX', keys, '0'),
  command('BZMPOP', '0', counted(keys), zsetEnd, 'COUNT', count),
];

const fills: readonly Arbitrary<CommandArgs>[] = [
  command('RPUSH', key, values),
  command('LPUSH', key, values),
  command('RPUSH', key, value),
  command('ZADD', key, score, value),
  command('ZADD', key, score, value, score, value),
  command('LMOVE', key, key, listEnd, listEnd),
  command('SORT', key, 'ALPHA', 'STORE', 'e'),
];

const others: readonly Arbitrary<CommandArgs>[] = [
  command('RENAME', key, key),
  command('COPY', key, key, 'REPLACE'),
  command('COPY', key, key, 'DB', '1'),
  command('MOVE', key, '1'),
  command('SET', key, 'string'),
  command('DEL', key),
  command('LPOP', key),
  command('TYPE', key),
  command('SWAPDB', '0', '1'),
  // Without ASYNC the client waits until all is freed, by Redis 8's reckoning.
  command('FLUSHDB', 'ASYNC'),
  command('SELECT', fc.constantFrom('0', '1')),
  command('PEXPIRE', key, fc.constantFrom('-1', '100000')),
  command('CLIENT', 'UNBLOCK', fc.constantFrom('@0', '@1', '@2', '@3', '@4')),
  command('CLIENT', 'UNBLOCK', fc.constantFrom('@0', '@1', '@2'), fc.constantFrom('ERROR', 'TIMEOUT')),
];

const anything = fc.oneof(
  { weight: 5, arbitrary: fc.oneof(...waits) },
  { weight: 6, arbitrary: fc.oneof(...fills) },
  { weight: 3, arbitrary: fc.oneof(...others) },
);

const group = fc.constantFrom('g', 'h');
const id = fc.constantFrom('$', '$', '0', '1-1', '+');

/** As many ids as keys behind them. */
const streams = (ids: Arbitrary<string>): Arbitrary<CommandArgs> =>
  fc
    .array(fc.tuple(key, ids), { minLength: 1, maxLength: 3 })
    .map((all) => ['STREAMS', ...all.map(([name]) => name), ...all.map(([, from]) => from)]);

const aboutStreams = fc.oneof(
  { weight: 3, arbitrary: command('XREAD', 'BLOCK', '0', streams(id)) },
  { weight: 4, arbitrary: command('XREADGROUP', 'GROUP', group, 'me', 'BLOCK', '0', streams(fc.constant('>'))) },
  { weight: 6, arbitrary: command('XADD', key, '1-*', 'f', value) },
  { weight: 5, arbitrary: command('XGROUP', 'CREATE', key, group, fc.constantFrom('$', '0'), 'MKSTREAM') },
  { weight: 1, arbitrary: command('XGROUP', 'DESTROY', key, group) },
  { weight: 1, arbitrary: command('XGROUP', 'SETID', key, group, '0') },
  { weight: 1, arbitrary: command('XTRIM', key, 'MAXLEN', '0') },
  { weight: 1, arbitrary: command('XDEL', key, '1-1') },
  { weight: 1, arbitrary: fc.oneof(...waits) },
  { weight: 3, arbitrary: fc.oneof(...others) },
);

/** One command, several in a row, or a transaction. */
const requests = (one: Arbitrary<CommandArgs>): Arbitrary<readonly CommandArgs[]> =>
  fc.oneof(
    { weight: 6, arbitrary: one.map((words) => [words]) },
    { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 4 }) },
    {
      weight: 2,
      arbitrary: fc.array(one, { minLength: 1, maxLength: 5 }).map((all) => [['MULTI'], ...all, ['EXEC']]),
    },
  );

const steps = (one: Arbitrary<CommandArgs>): Arbitrary<WaitingStep[]> =>
  fc.array(fc.record({ client: fc.nat(CLIENTS - 1), commands: requests(one) }), {
    minLength: 1,
    maxLength: 40,
    size: 'max',
  });

const GROUPS = { 'lists and sorted sets': steps(anything), streams: steps(aboutStreams) } as const;

/** Redis before 7.2 served clients by the key that had become ready, without running their commands again. */
const unfit = (): string | undefined => {
  if (noRealServer !== undefined) return noRealServer;
  const [major, minor] = realServer().version;
  return major > 7 || minor >= 2 ? undefined : 'the real server is older than 7.2';
};

describeUnless(unfit(), 'commands that wait are answered as by a real server', () => {
  let ours: RunningServer;
  let real: RunningServer;

  beforeAll(async () => {
    [ours, real] = await Promise.all([startServer(), realServer().start()]);
  });
  afterAll(async () => {
    await Promise.all([ours?.close(), real?.close()]);
  });

  describe.each([2, 3] as const)('RESP%i', (protocol) => {
    test.each(Object.entries(GROUPS))('%s', { timeout: 60_000 + RUNS * 1000 }, async (_, sequences) => {
      const seed = SEED === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(SEED);
      const property = fc.asyncProperty(sequences, (all) => compareWaiting(ours, real, protocol, all));
      const result = await fc.check(property, { numRuns: RUNS, seed });
      const replay = `replay with CINNABAR_DIFF_SEED=${seed}; shrunk ${result.numShrinks} times`;
      expect(result.failed ? `${String(result.errorInstance)}\n${replay}` : undefined).toBeUndefined();
    });
  });
});
