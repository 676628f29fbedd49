import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { noRealServer, realServer } from '../support/real-server.ts';
import { describeUnless } from '../support/skip.ts';
import { mutated } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';
import { bitmapCommands } from './bitmap-commands.ts';
import { compareServers } from './driver.ts';
import type { Protocol, Step } from './driver.ts';
import { everyTypeCommands } from './every-type-commands.ts';
import { fieldExpiryCommands, hashCommands, hashLimits } from './hash-commands.ts';
import { geoCommands } from './geo-commands.ts';
import { keyCommands } from './key-commands.ts';
import { listCommands, listLimits } from './list-commands.ts';
import { connectionCommands, transactionCommands } from './session-commands.ts';
import { setCommands, setLimits, setLimitsOf7_0 } from './set-commands.ts';
import { setSorts, setSortsOf7_0, sortCommands } from './sort-commands.ts';
import { sortedSetCommands, sortedSetsAsTheyAre } from './sorted-set-commands.ts';
import { streamCommands, streamLimits, streamLimitsOf7_0 } from './stream-commands.ts';
import { stringCommands } from './string-commands.ts';

/** CINNABAR_DIFF_RUNS: sequences per group and protocol; CINNABAR_DIFF_SEED: a number, or `random`. */
const RUNS = Number(process.env.CINNABAR_DIFF_RUNS ?? 400);
const SEED = process.env.CINNABAR_DIFF_SEED ?? '20';

interface Group {
  readonly name: string;
  readonly commands: readonly Arbitrary<CommandArgs>[];
  /** More, that are never sent in a way no client means. */
  readonly asTheyAre?: readonly Arbitrary<CommandArgs>[];
  /** Connections that send in turn. */
  readonly clients: number;
}

const IS_OLDER = noRealServer === undefined && realServer().version[0] < 8;

const GROUPS: readonly Group[] = [
  { name: 'strings', commands: stringCommands, clients: 1 },
  { name: 'bitmaps', commands: bitmapCommands, clients: 1 },
  { name: 'keys', commands: keyCommands, clients: 1 },
  { name: 'lists', commands: listCommands, asTheyAre: listLimits, clients: 1 },
  { name: 'sets', commands: setCommands, asTheyAre: IS_OLDER ? setLimitsOf7_0 : setLimits, clients: 1 },
  { name: 'hashes', commands: hashCommands, asTheyAre: hashLimits, clients: 1 },
  {
    name: 'fields that expire',
    commands: [...hashCommands, ...fieldExpiryCommands, ...fieldExpiryCommands],
    asTheyAre: hashLimits,
    clients: 1,
  },
  { name: 'sorted sets', commands: sortedSetCommands, asTheyAre: sortedSetsAsTheyAre, clients: 1 },
  { name: 'streams', commands: streamCommands, asTheyAre: IS_OLDER ? streamLimitsOf7_0 : streamLimits, clients: 1 },
  { name: 'geo', commands: geoCommands, clients: 1 },
  { name: 'sort', commands: sortCommands, asTheyAre: IS_OLDER ? setSortsOf7_0 : setSorts, clients: 1 },
  { name: 'every type', commands: everyTypeCommands, clients: 1 },
  { name: 'transactions', commands: transactionCommands, clients: 3 },
  { name: 'connection', commands: connectionCommands, clients: 1 },
  { name: 'everything', commands: [...stringCommands, ...keyCommands, ...transactionCommands], clients: 2 },
];

function sequences(group: Group): Arbitrary<Step[]> {
  const { asTheyAre = [] } = group;
  const commands = fc.oneof(
    { weight: group.commands.length, arbitrary: mutated(fc.oneof(...group.commands)) },
    ...asTheyAre.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
  return fc.array(fc.record({ client: fc.nat(group.clients - 1), args: commands }), {
    minLength: 1,
    maxLength: 60,
    size: 'max',
  });
}

describeUnless(noRealServer, 'random command sequences get the same replies as from a real server', () => {
  let ours: RunningServer;
  let real: RunningServer;

  beforeAll(async () => {
    [ours, real] = await Promise.all([startServer(), realServer().start()]);
  });
  afterAll(async () => {
    await Promise.all([ours?.close(), real?.close()]);
  });

  describe.each<Protocol>([2, 3])('RESP%i', (protocol) => {
    test.each(GROUPS)('$name', { timeout: 60_000 + RUNS * 500 }, async (group) => {
      const seed = SEED === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(SEED);
      const property = fc.asyncProperty(sequences(group), (steps) =>
        compareServers(ours, real, protocol, steps, realServer().version),
      );
      const result = await fc.check(property, { numRuns: RUNS, seed });
      const replay = `replay with CINNABAR_DIFF_SEED=${seed}; shrunk ${result.numShrinks} times`;
      expect(result.failed ? `${String(result.errorInstance)}\n${replay}` : undefined).toBeUndefined();
    });
  });
});
