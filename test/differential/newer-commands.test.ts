import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer, testsAnotherServer } from '../support/cinnabar-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { describeUnless } from '../support/skip.ts';
import { words } from './bad-inputs.ts';

/**
 * Commands and options of releases after Redis 8.0. The expectations come from the commands' documents on redis.io
 * (Redis 8.2: BITOP DIFF, DIFF1, ANDOR, ONE; 8.4: SET IF*, DELEX, DIGEST, MSETEX) and valkey.io (DELIFEQ), SET IFEQ
 * also from Valkey 8.1 itself, the digest's rules from redis/redis pull request 14502. `*` stands for any `-ERR` reply.
 */
type Scenario = readonly (readonly [line: string, reply: string])[];

const OK = '+OK\r\n';
const NULL = '$-1\r\n';
const YES = ':1\r\n';
const NO = ':0\r\n';
const BAD_DIGEST = '-ERR must be exactly 16 hexadecimal characters\r\n';
const SYNTAX = '-ERR syntax error\r\n';

/** The example in the document of DIGEST: the XXH3-64 of `Hello world`. */
const HELLO_WORLD_DIGEST = 'b6acb9d84a38ff74';

/** A value whose digest begins with zeros (redis/redis issue 14496), which must be written out. */
const ZEROS_VALUE = 'v8lf0c11xh8ymlqztfd3eeq16kfn4sspw7fqmnuuq3k3t75em5wdizgcdw7uc26nnf961u2jkfzkjytls2kwlj7626sd';
const ZEROS_DIGEST = '00006c38adf31777';
const OTHER_DIGEST = '0000000000000000';

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'SET IFEQ sets only over an equal value': [
    ['SET k a', OK],
    ['SET k b IFEQ a', OK],
    ['SET k c IFEQ a', NULL],
    ['GET k', '$1\r\nb\r\n'],
    ['SET nokey c IFEQ zz', NULL],
    ["SET nokey c IFEQ ''", NULL],
    ['EXISTS nokey', NO],
  ],
  'SET IFEQ GET replies with the value before': [
    ['SET k b', OK],
    ['SET k c IFEQ b GET', '$1\r\nb\r\n'],
    ['SET k d IFEQ zz GET', '$1\r\nc\r\n'],
    ['GET k', '$1\r\nc\r\n'],
    ['SET nokey c IFEQ zz GET', NULL],
  ],
  'SET IFEQ compares text, also of a value kept as an integer': [
    ['SET k 10', OK],
    ['SET k 11 IFEQ 010', NULL],
    ['SET k 11 IFEQ 10', OK],
    ['GET k', '$2\r\n11\r\n'],
  ],
  'SET IFEQ takes the expiry options': [
    ['SET k c', OK],
    ['SET k v IFEQ c EX 100', OK],
    ['TTL k', ':100\r\n'],
    ['SET k w KEEPTTL IFEQ v', OK],
    ['TTL k', ':100\r\n'],
    ['SET k x IFEQ nope EX 500', NULL],
    ['TTL k', ':100\r\n'],
    ['SET k x IFEQ w', OK],
    ['TTL k', ':-1\r\n'],
  ],
  'SET allows one condition': [
    ['SET k c', OK],
    ['SET k v IFEQ', SYNTAX],
    ['SET k v IFEQ x NX', SYNTAX],
    ['SET k v NX IFEQ x', SYNTAX],
    ['SET k v XX IFEQ x', SYNTAX],
    ['SET k v IFEQ x IFEQ y', SYNTAX],
    ['SET k v IFEQ x IFNE y', SYNTAX],
    ['SET k v IFNE', SYNTAX],
    ['SET k v XX IFNE c', SYNTAX],
    ['GET k', '$1\r\nc\r\n'],
  ],
  'SET IFNE sets over another value and over none': [
    ['SET k b IFNE a', OK],
    ['SET k c IFNE b', NULL],
    ['SET k c IFNE x', OK],
    ['GET k', '$1\r\nc\r\n'],
    ['SET k d IFNE c GET', '$1\r\nc\r\n'],
    ['SET k d IFNE x GET', '$1\r\nc\r\n'],
    ['GET k', '$1\r\nd\r\n'],
    ['SET fresh d IFNE x GET', NULL],
    ['GET fresh', '$1\r\nd\r\n'],
  ],
  'SET IFDEQ and IFDNE compare the digest': [
    ['SET k Hello_world', OK],
    [`SET k v IFDEQ ${OTHER_DIGEST}`, NULL],
    [`SET nokey v IFDEQ ${OTHER_DIGEST}`, NULL],
    ['EXISTS nokey', NO],
    [`SET k v IFDNE ${OTHER_DIGEST}`, OK],
    ['GET k', '$1\r\nv\r\n'],
    [`SET fresh v IFDNE ${OTHER_DIGEST}`, OK],
    ['SET k v IFDEQ', SYNTAX],
  ],
  'a digest has 16 characters, which is looked at only where there is a value to compare': [
    ['SET k v', OK],
    ['SET k v IFDEQ xyz', BAD_DIGEST],
    ['SET k v IFDEQ 00000000000000000', BAD_DIGEST],
    ['SET k v IFDNE 000000000000000', BAD_DIGEST],
    ['DELEX k IFDEQ xyz', BAD_DIGEST],
    ['DELEX k IFDNE xyz', BAD_DIGEST],
    ['DELEX nokey IFDEQ xyz', NO],
    ['SET nokey v IFDEQ xyz', NULL],
    ['SET nokey v IFDNE xyz', OK],
  ],
  'DELEX without a condition deletes': [
    ['SET k v', OK],
    ['DELEX k', YES],
    ['DELEX k', NO],
    ['EXISTS k', NO],
  ],
  'DELEX IFEQ and IFNE compare the value': [
    ['SET k v', OK],
    ['DELEX k IFEQ x', NO],
    ['DELEX k IFNE v', NO],
    ['EXISTS k', YES],
    ['DELEX k ifeq v', YES],
    ['EXISTS k', NO],
    ['SET k 12', OK],
    ['DELEX k IFNE 012', YES],
    ['EXISTS k', NO],
  ],
  'DELEX of a missing key is 0 whatever the condition': [
    ['DELEX k IFEQ v', NO],
    ['DELEX k IFNE v', NO],
    [`DELEX k IFDEQ ${OTHER_DIGEST}`, NO],
    [`DELEX k IFDNE ${OTHER_DIGEST}`, NO],
  ],
  'DELEX IFDEQ and IFDNE compare the digest': [
    ['SET k v', OK],
    [`DELEX k IFDEQ ${OTHER_DIGEST}`, NO],
    [`DELEX k IFDNE ${OTHER_DIGEST}`, YES],
    ['EXISTS k', NO],
  ],
  'DELEX refuses what is no condition': [
    ['SET k v', OK],
    ['DELEX', "-ERR wrong number of arguments for 'delex' command\r\n"],
    ['DELEX k IFEQ', '*'],
    ['DELEX k NX v', '*'],
    ['DELEX k IFEQ v IFEQ v', '*'],
    ['GET k', '$1\r\nv\r\n'],
  ],
  'DELIFEQ deletes an equal value': [
    ['DELIFEQ k v', NO],
    ['SET k v', OK],
    ['DELIFEQ k x', NO],
    ['GET k', '$1\r\nv\r\n'],
    ['DELIFEQ k v', YES],
    ['EXISTS k', NO],
    ['SET k 7', OK],
    ['DELIFEQ k 07', NO],
    ['DELIFEQ k 7', YES],
    ['DELIFEQ k', "-ERR wrong number of arguments for 'delifeq' command\r\n"],
    ['DELIFEQ k a b', "-ERR wrong number of arguments for 'delifeq' command\r\n"],
  ],
  'DIGEST of a missing key is null': [
    ['DIGEST nokey', NULL],
    ['DIGEST', "-ERR wrong number of arguments for 'digest' command\r\n"],
    ['DIGEST a b', "-ERR wrong number of arguments for 'digest' command\r\n"],
  ],
  'MSETEX sets all': [
    ['MSETEX 2 a 1 b 2', YES],
    ['MGET a b', '*2\r\n$1\r\n1\r\n$1\r\n2\r\n'],
    ['TTL a', ':-1\r\n'],
    ['MSETEX 1 a 3 EX 100', YES],
    ['TTL a', ':100\r\n'],
    ['MSETEX 1 a 4 KEEPTTL', YES],
    ['TTL a', ':100\r\n'],
    ['MSETEX 1 a 5', YES],
    ['TTL a', ':-1\r\n'],
    ['MSETEX 2 a 6 b 6 PXAT 99999999999999', YES],
    ['PEXPIRETIME b', ':99999999999999\r\n'],
    ['MSETEX 1 a 6 EXAT 99999999999', YES],
    ['EXPIRETIME a', ':99999999999\r\n'],
    ['MSETEX 2 same 1 same 2', YES],
    ['GET same', '$1\r\n2\r\n'],
  ],
  'MSETEX NX sets all or none': [
    ['SET a 0', OK],
    ['MSETEX 2 a 1 b 2 NX', NO],
    ['EXISTS b', NO],
    ['GET a', '$1\r\n0\r\n'],
    ['MSETEX 2 b 1 c 2 NX EX 100', YES],
    ['TTL c', ':100\r\n'],
  ],
  'MSETEX XX sets all or none, and the options have no order': [
    ['SET a 0', OK],
    ['MSETEX 2 a 1 b 2 XX', NO],
    ['GET a', '$1\r\n0\r\n'],
    ['SET b 0', OK],
    ['MSETEX 2 a 1 b 2 EX 100 XX', YES],
    ['MGET a b', '*2\r\n$1\r\n1\r\n$1\r\n2\r\n'],
    ['TTL b', ':100\r\n'],
  ],
  'MSETEX with an expiry in the past leaves no key': [
    ['SET a 0', OK],
    ['MSETEX 2 a 1 b 2 PXAT 1', YES],
    ['EXISTS a b', NO],
  ],
  'MSETEX refuses what does not add up': [
    ['MSETEX', "-ERR wrong number of arguments for 'msetex' command\r\n"],
    ['MSETEX 1 a', "-ERR wrong number of arguments for 'msetex' command\r\n"],
    ['MSETEX 0 a 1', '*'],
    ['MSETEX -1 a 1', '*'],
    ['MSETEX x a 1', '*'],
    ['MSETEX 2 a 1 b', '*'],
    ['MSETEX 2 a 1', '*'],
    ['MSETEX 9223372036854775807 a 1', '*'],
    ['MSETEX 2147483648 a 1', '*'],
    ['MSETEX 1 a 1 b 2', '*'],
    ['MSETEX 1 a 1 NX XX', '*'],
    ['MSETEX 1 a 1 EX 10 PX 10', '*'],
    ['MSETEX 1 a 1 EX 10 KEEPTTL', '*'],
    ['MSETEX 1 a 1 EX', '*'],
    ['MSETEX 1 a 1 EX 0', "-ERR invalid expire time in 'msetex' command\r\n"],
    ['MSETEX 1 a 1 PX -5', "-ERR invalid expire time in 'msetex' command\r\n"],
    ['MSETEX 1 a 1 EX abc', '-ERR value is not an integer or out of range\r\n'],
    ['MSETEX 1 a 1 GET', '*'],
    ['EXISTS a b', NO],
  ],
  'BITOP DIFF, DIFF1, ANDOR and ONE set the first key against the others': [
    // In bits: 0111 0001, 0111 0010 and 0111 0100.
    ['MSET x q y r z t', OK],
    ['BITOP DIFF k x y z', YES],
    ['GET k', '$1\r\n\x01\r\n'],
    ['BITOP DIFF1 k x y z', YES],
    ['GET k', '$1\r\n\x06\r\n'],
    ['BITOP ANDOR k x y z', YES],
    ['GET k', '$1\r\np\r\n'],
    ['BITOP ONE k x y z', YES],
    ['GET k', '$1\r\n\x07\r\n'],
    ['BITOP one k x', YES],
    ['GET k', '$1\r\nq\r\n'],
    ['BITOP DIFF k nokey x', YES],
    ['GET k', '$1\r\n\0\r\n'],
    ['BITOP ONE k nokey', NO],
    ['EXISTS k', NO],
  ],
  'BITOP DIFF, DIFF1 and ANDOR need another key': [
    ['BITOP DIFF k x', '-ERR BITOP DIFF must be called with at least two source keys.\r\n'],
    ['BITOP diff1 k x', '-ERR BITOP DIFF1 must be called with at least two source keys.\r\n'],
    ['BITOP AndOr k x', '-ERR BITOP ANDOR must be called with at least two source keys.\r\n'],
  ],
};

const otherServer = testsAnotherServer() ? 'no other server has them all' : undefined;

describeUnless(otherServer, 'commands of releases after Redis 8.0', () => {
  let server: RunningServer;
  let client: RawClient;

  beforeAll(async () => {
    server = await startServer();
    client = await RawClient.connect(server);
  });
  beforeEach(async () => {
    await client.pipeline([['RESET'], ['FLUSHALL']]);
  });
  afterAll(async () => {
    await client?.close();
    await server?.close();
  });

  test.each(Object.keys(SCENARIOS))('%s', async (name) => {
    const replies = await client.pipeline(SCENARIOS[name].map(([line]) => words(line)));
    const seen = SCENARIOS[name].map(([line, expected], i): [string, string] => {
      const anyError = expected === '*' && replies[i].error?.startsWith('ERR ') === true;
      return [line, anyError ? '*' : replies[i].text];
    });
    expect(seen).toEqual(SCENARIOS[name]);
  });

  test('DIGEST is XXH3 in hexadecimal, and the conditions take it in either case', async () => {
    await client.send('SET', 'k', 'Hello world');
    expect((await client.send('DIGEST', 'k')).text).toBe(`$16\r\n${HELLO_WORLD_DIGEST}\r\n`);
    expect((await client.send('SET', 'k', 'Hello world', 'IFDEQ', HELLO_WORLD_DIGEST)).text).toBe(OK);
    expect((await client.send('SET', 'k', 'x', 'IFDNE', HELLO_WORLD_DIGEST)).text).toBe(NULL);
    expect((await client.send('DELEX', 'k', 'IFDNE', HELLO_WORLD_DIGEST)).text).toBe(NO);
    expect((await client.send('DELEX', 'k', 'IFDEQ', HELLO_WORLD_DIGEST.toUpperCase())).text).toBe(YES);
  });

  test('DIGEST writes leading zeros', async () => {
    await client.send('SET', 'k', ZEROS_VALUE);
    expect((await client.send('DIGEST', 'k')).value).toBe(ZEROS_DIGEST);
    expect((await client.send('DELEX', 'k', 'IFDEQ', ZEROS_DIGEST)).text).toBe(YES);
  });

  test('DIGEST of every length round-trips through IFDEQ', async () => {
    for (const length of [0, 1, 3, 4, 8, 9, 16, 17, 128, 129, 240, 241, 1024, 5000]) {
      await client.send('SET', 'k', 'x'.repeat(length));
      const digest = (await client.send('DIGEST', 'k')).value as string;
      expect(digest).toMatch(/^[0-9a-f]{16}$/);
      expect((await client.send('DELEX', 'k', 'IFDEQ', digest)).text, `${length} bytes`).toBe(YES);
    }
  });

  test('the nulls are RESP3 nulls there', async () => {
    await client.send('HELLO', '3');
    expect((await client.send('DIGEST', 'nokey')).text).toBe('_\r\n');
    expect((await client.send('SET', 'nokey', 'v', 'IFEQ', 'x')).text).toBe('_\r\n');
    expect((await client.send('SET', 'nokey', 'v', 'IFEQ', 'x', 'GET')).text).toBe('_\r\n');
  });

  test.each([
    [['SET', 'k', 'v', 'IFEQ', 'a'], ['k']],
    [['DELEX', 'k', 'IFEQ', 'a'], ['k']],
    [['DELIFEQ', 'k', 'a'], ['k']],
    [['DIGEST', 'k'], ['k']],
    [
      ['MSETEX', '2', 'a', '1', 'b', '2', 'EX', '10'],
      ['a', 'b'],
    ],
  ])('COMMAND GETKEYS %j', async (command, keys) => {
    expect((await client.send('COMMAND', 'GETKEYS', ...command)).value).toEqual(keys);
  });

  test('a transaction watching a key fails after DELEX deleted it', async () => {
    const other = await RawClient.connect(server);
    await client.pipeline([['SET', 'k', 'v'], ['WATCH', 'k'], ['MULTI'], ['PING']]);
    expect((await other.send('DELEX', 'k', 'IFEQ', 'v')).text).toBe(YES);
    expect((await client.send('EXEC')).text).toBe('*-1\r\n');
    await other.close();
  });
});
