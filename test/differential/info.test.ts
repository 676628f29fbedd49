import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { noRealServer, realServer } from '../support/real-server.ts';
import { describeUnless } from '../support/skip.ts';

const notThere = noRealServer ?? (realServer().version[0] < 8 ? 'the redis-server here is older than 8.0' : undefined);

/** What cinnabar tells beyond Redis. */
const OWN = /^(server_name|cinnabar_version|node_version|js_heap_used|js_heap_total)$/;
/** Of a module that comes with Redis 8. */
const NOT_HERE = /^module$/;

/** Sections in order, each with its fields in order; counters of single commands are left out, which depend on them. */
function shape(text: string): string[] {
  return text
    .split('\r\n')
    .map((line) => line.split(':')[0])
    .filter((name) => name !== '' && !OWN.test(name) && !NOT_HERE.test(name))
    .map((name) => name.replace(/^(cmdstat|latency_percentiles_usec|errorstat)_.*/, '$1'))
    .filter((name, index, all) => name !== all[index - 1]);
}

describeUnless(notThere, 'INFO beside the real Redis 8', () => {
  const servers: RunningServer[] = [];
  let ours: RawClient;
  let theirs: RawClient;

  beforeAll(async () => {
    servers.push(await startServer(), await realServer().start());
    [ours, theirs] = await Promise.all(servers.map((server) => RawClient.connect(server)));
    for (const client of [ours, theirs]) {
      await client.send('SET', 'a', 'value');
      await client.send('SET', 'b', 'value', 'EX', '100');
      await client.send('INCR', 'a');
    }
  });
  afterAll(async () => {
    await Promise.all([ours?.close(), theirs?.close()]);
    await Promise.all(servers.map((server) => server.close()));
  });

  const SECTIONS = ['server', 'clients', 'memory', 'persistence', 'threads', 'stats', 'replication', 'cpu', 'modules'];
  test.each([
    [[]],
    [['default']],
    [['all']],
    [['everything']],
    [['debug']],
    [['none']],
    [['cpu', 'none', 'server']],
    [['errorstats', 'default', 'Commandstats']],
    ...[...SECTIONS, 'commandstats', 'errorstats', 'latencystats', 'cluster', 'keyspace', 'keysizes', 'sentinel'].map(
      (section) => [[section]],
    ),
  ])('%j has the same sections and fields in the same order', async (sections) => {
    const [here, there] = await Promise.all([ours.ask('INFO', ...sections), theirs.ask('INFO', ...sections)]);
    expect(shape(here)).toEqual(shape(there));
  });

  test('MEMORY STATS has the same fields in the same order', async () => {
    const fields = async (client: RawClient): Promise<string[]> => {
      const flat = (await client.send('MEMORY', 'STATS')).value as unknown[];
      return flat.filter((_, i) => i % 2 === 0).map(String);
    };
    expect(await fields(ours)).toEqual(await fields(theirs));
  });

  test.each(['keyspace', 'keysizes', 'cluster'])('%s has the same values', async (section) => {
    const text = async (client: RawClient): Promise<string> =>
      (await client.ask('INFO', section)).replace(/avg_ttl=\d+/, 'avg_ttl=?');
    expect(await text(ours)).toBe(await text(theirs));
  });

  test('the counts of commands and errors are the same', async () => {
    const counts = async (client: RawClient): Promise<string[]> => {
      await client.send('CONFIG', 'RESETSTAT');
      for (const words of [
        ['GET', 'a'],
        ['GET'],
        ['INCR', 'a'],
        ['SETRANGE', 'a', '-1', 'x'],
        ['bogus'],
        ['GET', 'c'],
      ]) {
        await client.send(...words);
      }
      await client.pipeline([['MULTI'], ['SET', 'm', '1'], ['GET'], ['EXEC'], ['MULTI'], ['INCR', 'm'], ['EXEC']]);
      const text = await client.ask('INFO', 'commandstats', 'errorstats', 'stats');
      return text
        .split('\r\n')
        .filter((line) => /^(cmdstat|errorstat|total_commands|total_error|keyspace_)/.test(line))
        .map((line) => line.replace(/usec=\d+,usec_per_call=[\d.]+/, ''))
        .sort();
    };
    expect(await counts(ours)).toEqual(await counts(theirs));
  });
});
