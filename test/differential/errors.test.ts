import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { noRealServer, realServer } from '../support/real-server.ts';
import { describeUnless } from '../support/skip.ts';
import { BAD_INPUTS, SETUP, words } from './bad-inputs.ts';
import { sameReply } from './comparison.ts';
import { REPLIES_OF_REDIS_8 } from './replies-of-redis-8.ts';

describeUnless(noRealServer, 'bad input gets the same bytes as from a real server', () => {
  let ours: RunningServer;
  let real: RunningServer;

  beforeAll(async () => {
    [ours, real] = await Promise.all([startServer(), realServer().start()]);
  });
  afterAll(async () => {
    await Promise.all([ours?.close(), real?.close()]);
  });

  describe.each([2, 3])('RESP%i', (protocol) => {
    test.each(Object.keys(BAD_INPUTS))('%s', async (name) => {
      const lines = BAD_INPUTS[name];
      const [left, right] = await Promise.all([replies(ours, protocol, lines), replies(real, protocol, lines)]);
      const wrong: Record<string, { ours: string; real: string }> = {};
      lines.forEach((line, i) => {
        const noted = realServer().version[0] >= 8 ? undefined : REPLIES_OF_REDIS_8[line];
        const expected = noted === undefined ? right[i] : inProtocol(noted, protocol);
        const same = sameReply(words(line), Buffer.from(left[i], 'latin1'), Buffer.from(expected, 'latin1'));
        if (!same) wrong[line] = { ours: left[i], real: expected };
      });
      expect(wrong).toEqual({});
    });
  });

  test.runIf(noRealServer === undefined && realServer().version[0] >= 8)(
    'the noted replies of Redis 8 are its own',
    async () => {
      const lines = Object.keys(REPLIES_OF_REDIS_8);
      expect(Object.fromEntries((await replies(real, 2, lines)).map((reply, i) => [lines[i], reply]))).toEqual(
        REPLIES_OF_REDIS_8,
      );
    },
  );
});

/** A noted reply, which is one of RESP2, as RESP3 has it. */
function inProtocol(reply: string, protocol: number): string {
  return protocol === 3 && /^[*$]-1\r\n$/.test(reply) ? '_\r\n' : reply;
}

/** The exact reply to each line, every one on a connection of its own with the same data before. */
async function replies(server: RunningServer, protocol: number, lines: readonly string[]): Promise<string[]> {
  const control = await RawClient.connect({ host: server.host, port: server.port });
  const result: string[] = [];
  for (const line of lines) {
    await control.pipeline(SETUP);
    const client = await RawClient.connect({ host: server.host, port: server.port });
    if (protocol === 3) await client.send('HELLO', '3');
    const reply = await client.send(...words(line).map((word) => Buffer.from(word, 'latin1')));
    result.push(reply.text);
    await client.close();
  }
  await control.close();
  return result;
}
