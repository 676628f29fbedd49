import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { noRealServer, realServer } from '../support/real-server.ts';
import { describeUnless } from '../support/skip.ts';
import { command, oneOf, repeated } from './arbitraries.ts';
import type { CommandArgs } from './arbitraries.ts';
import { compareServers } from './driver.ts';
import type { Protocol, Step } from './driver.ts';

const RUNS = Number(process.env.CINNABAR_DIFF_RUNS ?? 150);

const key = oneOf('h1', 'h2', 'h3', 'h4');

/** From one element to thousands: sparse values of every shape, and dense ones. */
const elements = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.nat(3000).map(String), { maxLength: 4 }) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(5000), fc.nat(300)).map(numbersFrom) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(9000), fc.integer({ min: 1000, max: 6000 })).map(numbersFrom) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(100_000), fc.nat(20_000)).map(numbersFrom) },
  { weight: 1, arbitrary: fc.array(fc.uint8Array({ maxLength: 40 }).map(asLatin1), { maxLength: 5 }) },
);

function numbersFrom([first, count]: [number, number]): string[] {
  return Array.from({ length: count }, (_, i) => String(first + i));
}

function asLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** Whole opcodes only: what a real server makes of an XZERO cut in two is a write beyond the value. */
const opcodes = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x3f }), fc.integer({ min: 0x80, max: 0xff })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((bytes) => asLatin1(Uint8Array.from(bytes)));

const headers = oneOf(
  'HYLL\x01\0\0\0\0\0\0\0\0\0\0\0\x7f\xff',
  'HYLL\x01\0\0\0\x05\0\0\0\0\0\0\0\x7f\xff',
  'HYLL\x01\0\0\0\xff\xff\xff\xff\xff\xff\xff\x7f\x7f\xff',
  'HYLL\x01\0\0\0\0\0\0\0\0\0\0\x80\x40\x00\x7f\xfe',
  'HYLL\x01\0\0\0\0\0\0\0\0\0\0\x80\x7f\xfe',
  'HYLL\x01\0\0\0\0\0\0\0\0\0\0\x80',
  'HYLL\x02\0\0\0\0\0\0\0\0\0\0\x80\x7f\xff',
  'HYLL\0\0\0\0\0\0\0\0\0\0\0\x80\x7f\xff',
  `HYLL\0\0\0\0\0\0\0\0\0\0\0\x80${'\xff'.repeat(12288)}`,
  `HYLL\0\0\0\0\0\0\0\0\0\0\0\x80${'\xb2\x2c\xcb'.repeat(4096)}`,
  `HYLL\0\0\0\0\0\0\0\0\0\0\0\x80${'\x31\x0c\xc3'.repeat(4096)}`,
  'HYLx\x01\0\0\0\0\0\0\0\0\0\0\x80\x7f\xff',
  'HYLL',
  '',
  '12',
);

const commands: readonly Arbitrary<CommandArgs>[] = [
  ...Array.from({ length: 6 }, () => command('PFADD', key, elements)),
  command('PFCOUNT', key),
  command('PFCOUNT', repeated(2, 4, key)),
  command('PFMERGE', key, repeated(0, 3, key)),
  command('GET', key),
  command('GET', key),
  command('OBJECT', 'ENCODING', key),
  command('PFDEBUG', oneOf('ENCODING', 'decode', 'getreg', 'TODENSE', 'nosuch'), key),
  command('CONFIG', 'SET', 'hll-sparse-max-bytes', oneOf('0', '40', '300', '3000', '20000', '20000', '20000')),
  command('SET', key, headers),
  command('APPEND', key, opcodes),
  command('SETRANGE', key, fc.nat(15).map(String), oneOf('\0', '\x01', '\x80')),
  command('COPY', key, key),
  command('DEL', key),
];

const sequences = fc
  .array(fc.oneof(...commands), { minLength: 1, maxLength: 40, size: 'max' })
  .map((args): Step[] =>
    [
      ['CONFIG', 'SET', 'hll-sparse-max-bytes', '3000'],
      ...args,
      ...['h1', 'h2', 'h3', 'h4'].map((k) => ['GET', k]),
    ].map((words) => ({ client: 0, args: words })),
  );

describeUnless(noRealServer, 'HyperLogLogs have the replies and the bytes of a real server', () => {
  let ours: RunningServer;
  let real: RunningServer;

  beforeAll(async () => {
    [ours, real] = await Promise.all([startServer(), realServer().start()]);
  });
  afterAll(async () => {
    await Promise.all([ours?.close(), real?.close()]);
  });

  describe.each<Protocol>([2, 3])('RESP%i', (protocol) => {
    test('random commands', { timeout: 60_000 + RUNS * 500 }, async () => {
      await fc.assert(
        fc.asyncProperty(sequences, (steps) => compareServers(ours, real, protocol, steps, realServer().version)),
        { numRuns: RUNS, seed: 7 },
      );
    });
  });
});
