import { describe, expect, it } from 'vitest';
import type { DebugHarness } from '../server/debug-parts.ts';
import { createDebugHarness } from '../server/debug-parts.ts';
import type { SampleValue } from '../../support/every-type.ts';
import { SAMPLE_VALUES } from '../../support/every-type.ts';
import { dataBytes, keyNamed } from '../../support/stored-keys.ts';

const OTHER = SAMPLE_VALUES.filter(({ encoding }) => encoding === 'quicklist' || encoding === 'intset');

function make({ run }: DebugHarness, sample: SampleValue, key: string): void {
  for (const words of sample.make(key)) {
    const reply = run(...words);
    if (reply.startsWith('-')) throw new Error(`${words.slice(0, 5).join(' ')}: ${reply}`);
  }
}

const digestOf = ({ run }: DebugHarness, key: string): string => run('DEBUG', 'DIGEST-VALUE', key).split('\r\n')[1];
const encodingOf = ({ run }: DebugHarness, key: string): string => run('OBJECT', 'ENCODING', key).split('\r\n')[1];

/** Values of each type by their size: the bins that are not 0. */
function sizesOf({ keyspace }: DebugHarness, db = 0): string[] {
  return keyspace.databases[db].entries.sizes.flatMap((bins, type) =>
    [...bins.entries()].filter(([, count]) => count !== 0).map(([bin, count]) => `${type}:${bin}=${count}`),
  );
}

/** Frees all that waits for it. */
function settle({ keyspace }: DebugHarness): void {
  while (keyspace.lazyFree.step(100));
}

describe.each(SAMPLE_VALUES)('$name ($type, $encoding)', (sample) => {
  const { type, encoding, size } = sample;

  it('is what TYPE, OBJECT ENCODING, SCAN TYPE and its size tell', () => {
    const harness = createDebugHarness();
    make(harness, sample, 'k');
    expect(harness.run('TYPE', 'k')).toBe(`+${type}\r\n`);
    expect(encodingOf(harness, 'k')).toBe(encoding);
    expect(harness.run('SCAN', '0', 'TYPE', type)).toBe('*2\r\n$1\r\n0\r\n*1\r\n$1\r\nk\r\n');
    expect(harness.run('SCAN', '0', 'TYPE', type === 'list' ? 'set' : 'list')).toBe('*2\r\n$1\r\n0\r\n*0\r\n');
    const { entries } = harness.keyspace.databases[0];
    expect(entries.sizeOf(entries.find(keyNamed(harness.keyspace.databases[0], 'k')))).toBe(size);
    expect(sizesOf(harness)).toHaveLength(1);
  });

  it('is copied with its expiry, and neither of the two follows the other', () => {
    const harness = createDebugHarness();
    const { run } = harness;
    make(harness, sample, 'k');
    run('EXPIRE', 'k', '100');
    expect(run('COPY', 'k', 'copy')).toBe(':1\r\n');
    expect([run('TTL', 'copy'), encodingOf(harness, 'copy'), run('TYPE', 'copy')]).toEqual([
      ':100\r\n',
      encoding,
      `+${type}\r\n`,
    ]);
    const before = digestOf(harness, 'k');
    expect(digestOf(harness, 'copy')).toBe(before);
    expect(run(...sample.change('k'))).not.toMatch(/^-/);
    const changed = digestOf(harness, 'k');
    expect([changed === before, digestOf(harness, 'copy')]).toEqual([false, before]);
    run('COPY', 'k', 'second', 'REPLACE', 'DB', '1');
    run('DEL', 'k');
    settle(harness);
    expect(digestOf(harness, 'copy')).toBe(before);
    expect(run('MOVE', 'copy', '1')).toBe(':1\r\n');
    expect(sizesOf(harness)).toEqual([]);
    harness.client.db = harness.keyspace.databases[1];
    expect([digestOf(harness, 'second'), digestOf(harness, 'copy')]).toEqual([changed, before]);
    expect([encodingOf(harness, 'second'), encodingOf(harness, 'copy')]).toEqual([encoding, encoding]);
  });

  it.each(OTHER)('takes the place of $name with RENAME, COPY and a new value', (other) => {
    const harness = createDebugHarness();
    const { run, keyspace } = harness;
    make(harness, sample, 'k');
    const before = [digestOf(harness, 'k'), sizesOf(harness)];
    make(harness, other, 'other');
    expect(run('RENAME', 'k', 'other')).toBe('+OK\r\n');
    expect([digestOf(harness, 'other'), sizesOf(harness), encodingOf(harness, 'other')]).toEqual([...before, encoding]);
    make(harness, other, 'k');
    expect(run('COPY', 'other', 'k', 'REPLACE')).toBe(':1\r\n');
    expect([digestOf(harness, 'k'), encodingOf(harness, 'k')]).toEqual([before[0], encoding]);
    run('SET', 'k', 'v');
    run('SET', 'other', 'v', 'KEEPTTL');
    settle(harness);
    expect([run('GET', 'k'), sizesOf(harness)]).toEqual(['$1\r\nv\r\n', ['0:1=2']]);
    run('DEL', 'k', 'other');
    expect(dataBytes(keyspace)).toBe(0);
  });

  it.each([['DEL', 'k'], ['UNLINK', 'k'], ['PEXPIRE', 'k', '-1'], ['FLUSHDB'], ['FLUSHALL', 'ASYNC']])(
    'leaves nothing behind after %s',
    (...words) => {
      const harness = createDebugHarness();
      make(harness, sample, 'k');
      expect(harness.run(...words)).not.toMatch(/^-/);
      settle(harness);
      expect([dataBytes(harness.keyspace), sizesOf(harness), harness.run('EXISTS', 'k')]).toEqual([0, [], ':0\r\n']);
      expect(harness.keyspace.lazyFree.pending).toBe(0);
    },
  );

  it('expires like any other', () => {
    const harness = createDebugHarness();
    make(harness, sample, 'k');
    harness.run('PEXPIRE', 'k', '50');
    harness.clock.advance(51);
    expect([harness.run('TYPE', 'k'), sizesOf(harness)]).toEqual(['+none\r\n', []]);
    settle(harness);
    expect(dataBytes(harness.keyspace)).toBe(0);
  });

  it('goes to the other database with SWAPDB', () => {
    const harness = createDebugHarness();
    make(harness, sample, 'k');
    const before = digestOf(harness, 'k');
    harness.run('SWAPDB', '0', '2');
    expect(harness.run('EXISTS', 'k')).toBe(':0\r\n');
    [, , harness.client.db] = harness.keyspace.databases;
    expect(digestOf(harness, 'k')).toBe(before);
    expect(harness.run(...sample.change('k'))).not.toMatch(/^-/);
  });
});
