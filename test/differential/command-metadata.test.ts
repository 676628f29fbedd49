import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer, testsAnotherServer } from '../support/cinnabar-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { noRealServer, realServer } from '../support/real-server.ts';
import { asResp2, COMPARED_COMMANDS, expectedMetadata, fetchMetadata, METADATA_FIXTURE } from './command-metadata.ts';
import type { Canonical, Metadata } from './command-metadata.ts';

const hasRedis8 = noRealServer === undefined && realServer().version[0] >= 8;

describe('COMMAND describes the commands as Redis 8.0 does', () => {
  let server: RunningServer;
  let resp2: RawClient;
  let resp3: RawClient;
  const expected = process.env.CINNABAR_UPDATE_FIXTURES === undefined ? expectedMetadata() : {};

  beforeAll(async () => {
    server = await startServer();
    resp2 = await RawClient.connect(server);
    resp3 = await RawClient.connect(server);
    await resp3.send('HELLO', '3');
  });
  afterAll(async () => {
    await Promise.all([resp2?.close(), resp3?.close()]);
    await server?.close();
  });

  test.runIf(hasRedis8)('the noted metadata is that of the real Redis 8', async () => {
    const metadata = await metadataOfRealServer();
    if (process.env.CINNABAR_UPDATE_FIXTURES !== undefined) {
      writeFileSync(METADATA_FIXTURE, await format(JSON.stringify(metadata), { parser: 'json', printWidth: 120 }));
    }
    expect(expectedMetadata()).toEqual(metadata);
  });

  test.each(COMPARED_COMMANDS)('INFO and DOCS of %s', async (name) => {
    expect(await fetchMetadata(resp3, name)).toEqual(expected[name]);
    const { info, docs } = (await fetchMetadata(resp2, name)) as Metadata;
    expect(asResp2(info)).toEqual(asResp2(expected[name].info));
    expect(asResp2(docs)).toEqual(asResp2(expected[name].docs));
  });

  test.each(['read', 'write', 'string', 'keyspace', 'fast', 'slow', 'connection', 'transaction', 'dangerous', 'admin'])(
    'LIST FILTERBY ACLCAT %s',
    async (category) => {
      const listed = (await resp2.send('COMMAND', 'LIST', 'FILTERBY', 'ACLCAT', category)).value as string[];
      const inCategory = COMPARED_COMMANDS.filter((name) => categoriesOf(expected[name]).includes(`+@${category}`));
      expect(COMPARED_COMMANDS.filter((name) => listed.includes(name))).toEqual(inCategory);
      expect(inCategory).not.toEqual([]);
    },
  );

  test('LIST FILTERBY PATTERN takes a glob and LIST alone names every command and no command twice', async () => {
    const matching = (await resp2.send('COMMAND', 'LIST', 'FILTERBY', 'PATTERN', 'GETR?NG*')).value as string[];
    expect(matching).toEqual(['getrange']);
    const all = (await resp2.send('COMMAND', 'LIST')).value as string[];
    expect(COMPARED_COMMANDS.filter((name) => !all.includes(name))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });

  test('COMMAND, COMMAND INFO, COMMAND DOCS and COMMAND COUNT speak of the same commands', async () => {
    const count = (await resp2.send('COMMAND', 'COUNT')).value;
    expect((await resp2.send('COMMAND')).value).toHaveLength(count as number);
    expect((await resp2.send('COMMAND', 'INFO')).value).toHaveLength(count as number);
    expect((await resp2.send('COMMAND', 'DOCS')).value).toHaveLength(2 * (count as number));
    expect(((await resp3.send('COMMAND', 'DOCS')).value as Map<unknown, unknown>).size).toBe(count);
  });

  test('an unknown name is null in INFO and absent in DOCS', async () => {
    expect((await resp2.send('COMMAND', 'INFO', 'nosuch', 'nosuch')).text).toBe('*2\r\n$-1\r\n$-1\r\n');
    expect((await resp3.send('COMMAND', 'INFO', 'nosuch')).text).toBe('*1\r\n_\r\n');
    expect((await resp2.send('COMMAND', 'DOCS', 'nosuch')).text).toBe('*0\r\n');
    expect((await resp3.send('COMMAND', 'DOCS', 'nosuch')).text).toBe('%0\r\n');
  });

  test.skipIf(testsAnotherServer())('the commands of newer releases are described too', async () => {
    for (const name of ['msetex', 'delex', 'delifeq', 'digest']) {
      expect(await fetchMetadata(resp3, name), name).toBeDefined();
    }
  });
});

function categoriesOf(metadata: Metadata): Canonical[] {
  return (metadata.info as Canonical[])[7] as Canonical[];
}

async function metadataOfRealServer(): Promise<Record<string, Metadata | undefined>> {
  const real = await realServer().start();
  const client = await RawClient.connect(real);
  await client.send('HELLO', '3');
  const metadata: Record<string, Metadata | undefined> = {};
  for (const name of COMPARED_COMMANDS) metadata[name] = await fetchMetadata(client, name);
  await client.close();
  await real.close();
  return metadata;
}
