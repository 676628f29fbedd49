import { expect, test } from 'vitest';
import { ActiveDefrag } from '../../src/keyspace/defrag.ts';
import { ManualClock } from '../../src/util/clock.ts';
import { createDebugHarness } from '../commands/server/debug-parts.ts';
import { SAMPLE_VALUES } from '../support/every-type.ts';
import { dataBytes } from '../support/stored-keys.ts';

/** Every look at it takes a while, so that work goes on in slices. */
class TickingClock extends ManualClock {
  override monotonicUs(): number {
    this.advance(0.05);
    return super.monotonicUs();
  }
}

const COPIES = 21;

/** Values of every type, of which most are deleted again; names of those that are left. */
function fragmented() {
  const harness = createDebugHarness();
  const { run, keyspace } = harness;
  const left: string[] = [];
  for (let copy = 0; copy < COPIES; copy++) {
    for (const [i, sample] of SAMPLE_VALUES.entries()) {
      const name = `${copy}:${i}`;
      if (copy === 0) for (const words of sample.make(name)) run(...words);
      else run('COPY', `0:${i}`, name);
      if (copy % 3 === 0) left.push(name);
    }
  }
  for (let copy = 0; copy < COPIES; copy++) {
    for (const i of SAMPLE_VALUES.keys()) if (copy % 3 !== 0) run('DEL', `${copy}:${i}`);
  }
  while (keyspace.lazyFree.step(1000));
  const defrag = new ActiveDefrag(keyspace, new TickingClock(Date.now()));
  Object.assign(defrag.options, { enabled: true, ignoreBytes: 1, lowerPercent: 0 });
  return { ...harness, left, defrag };
}

const digests = (run: (...words: string[]) => string, names: readonly string[]): string =>
  run('DEBUG', 'DIGEST-VALUE', ...names);

test('collections are moved together, and stay what they are', () => {
  const { run, keyspace, left, defrag } = fragmented();
  const before = digests(run, left);
  const used = dataBytes(keyspace);
  const { reserved } = keyspace.arena;
  expect(defrag.decide()).toBe(true);
  let slices = 0;
  while (defrag.slice(100)) slices++;
  expect(slices).toBeGreaterThan(10);
  expect(digests(run, left)).toBe(before);
  expect(dataBytes(keyspace)).toBe(used);
  expect(keyspace.arena.reserved).toBeLessThanOrEqual(reserved);
  for (const [i, { encoding }] of SAMPLE_VALUES.entries()) {
    expect(run('OBJECT', 'ENCODING', `3:${i}`)).toContain(`\r\n${encoding}\r\n`);
  }
  run('DEL', ...left);
  while (keyspace.lazyFree.step(1000));
  expect(dataBytes(keyspace)).toBe(0);
});

test('collections may be changed, deleted and replaced while it goes on', () => {
  const { run, keyspace, left, defrag } = fragmented();
  expect(defrag.decide()).toBe(true);
  const names = [...left];
  for (let turn = 0; defrag.slice(100); turn++) {
    const name = names[(turn * 31) % names.length];
    const sample = SAMPLE_VALUES[Number(name.split(':')[1])];
    if (turn % 3 === 0) expect(run(...sample.change(name))).not.toMatch(/^-ERR (?!no such)/);
    else if (turn % 3 === 1) run('DEL', name);
    else run('COPY', names[(turn * 7) % names.length], name, 'REPLACE');
    keyspace.lazyFree.step(50);
  }
  const kept = names.filter((name) => run('EXISTS', name) === ':1\r\n');
  expect(kept.length).toBeGreaterThan(0);
  expect(digests(run, kept)).not.toContain('-');
  run('FLUSHALL');
  while (keyspace.lazyFree.step(1000));
  expect(dataBytes(keyspace)).toBe(0);
});
