import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { noRealServer, realServer } from '../support/real-server.ts';
import { describeUnless } from '../support/skip.ts';
import { Wire } from './wire.ts';

/** CINNABAR_DIFF_RUNS: sequences; CINNABAR_DIFF_SEED: a number. */
const RUNS = Number(process.env.CINNABAR_DIFF_RUNS ?? 400) / 8;
const SEED = Number(process.env.CINNABAR_DIFF_SEED ?? '20') || 20;

/** `k` is a key, `v` a value, `n` a small number; everything else stands for itself. No time that is over is meant. */
const TEMPLATES = `
  SET k v | SET k v EX 100 | SET k v PXAT 33000000000000 | SET k v NX | SET k v XX | SET k v GET | SET k v KEEPTTL |
  SETNX k v | SETEX k 100 v | PSETEX k 100000 v | GETSET k v | GETDEL k | GETEX k | GETEX k EX 100 | GETEX k PERSIST |
  GETEX k EXAT 1 | APPEND k v | SETRANGE k n v | INCR k | DECR k | INCRBY k n | DECRBY k n |
  INCRBYFLOAT k 1.5 | MSET k v k v | MSETNX k v k v | MGET k k | GET k | STRLEN k | GETRANGE k 0 n | SUBSTR k 0 n |
  LCS k k | DEL k k | UNLINK k k | EXISTS k k | TOUCH k k | TYPE k | TTL k | PTTL k | EXPIRETIME k | PERSIST k |
  EXPIRE k 100 | EXPIRE k -1 | PEXPIREAT k 1 | EXPIRE k 50 GT | EXPIRE k 200 NX | OBJECT ENCODING k | RENAME k k |
  RENAMENX k k | COPY k k | COPY k k REPLACE | COPY k k DB 1 REPLACE | MOVE k 1 | SELECT 0 | SELECT 1 | SWAPDB 0 1 |
  FLUSHDB | SETBIT k n 1 | GETBIT k n | BITCOUNT k | BITPOS k 1 | BITOP AND k k k | BITOP NOT k k | BITOP XOR k k |
  BITFIELD k SET u8 n 7 | BITFIELD k GET u8 n | BITFIELD k OVERFLOW FAIL INCRBY u2 0 3 | BITFIELD_RO k GET u8 0 |
  PFADD k v v | PFADD k | PFCOUNT k | PFCOUNT k k | PFMERGE k k k | WATCH k | MULTI | EXEC | DISCARD | RANDOMKEY
`;

const PARTS: Readonly<Record<string, Arbitrary<string>>> = {
  k: fc.constantFrom('a', 'b', 'c', '\xff \0'),
  v: fc.constantFrom('1', '10', 'hello', '3.5', '', 'x'.repeat(70), '-7'),
  n: fc.constantFrom('0', '1', '5', '40'),
};

const command: Arbitrary<string[]> = fc
  .constantFrom(...TEMPLATES.split('|').map((template) => template.trim().split(/\s+/)))
  .chain((words) => fc.tuple(...words.map((word) => PARTS[word] ?? fc.constant(word))));

const END = 'end of the sequence';

/** All that a listener to everything hears while the commands run. */
async function eventsOf(server: RunningServer, commands: readonly string[][]): Promise<string[]> {
  const [listener, actor] = await Promise.all([Wire.connect(server, 3), Wire.connect(server)]);
  try {
    await actor.exchange(['FLUSHALL'], ['CONFIG', 'SET', 'notify-keyspace-events', 'KEAnm']);
    await listener.exchange(['PSUBSCRIBE', '*']);
    await actor.exchange(...commands, ['DISCARD'], ['PUBLISH', 'control', END]);
    const text = await listener.next(`${END}\r\n`);
    return text
      .split('>4\r\n')
      .slice(1, -1)
      .map((push) => push.split('\r\n').filter((_, line) => line === 5 || line === 7))
      .map(([channel, event]) => `${channel} ${event}`);
  } finally {
    await Promise.all([listener.close(), actor.close()]);
  }
}

describeUnless(noRealServer, 'keyspace events', () => {
  let ours: RunningServer;
  let real: RunningServer;

  beforeAll(async () => {
    [ours, real] = await Promise.all([startServer(), realServer().start()]);
  });
  afterAll(async () => {
    await Promise.all([ours?.close(), real?.close()]);
  });

  test('are the same, in the same order, as those of a real server', { timeout: 60_000 + RUNS * 500 }, async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 60, size: 'max' }), async (commands) => {
        const [left, right] = await Promise.all([eventsOf(ours, commands), eventsOf(real, commands)]);
        expect(left).toEqual(right);
        told += left.length;
      }),
      { numRuns: RUNS, seed: SEED },
    );
    // What compares nothing proves nothing.
    expect(told).toBeGreaterThan(RUNS);
  });
});
