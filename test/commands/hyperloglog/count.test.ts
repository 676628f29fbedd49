import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessesOf, countEveryAccess } from '../../support/access-counts.ts';
import { encodingOf } from '../../support/command-harness.ts';
import { bulk, EMPTY, numbers, start } from './harness.ts';

describe('PFCOUNT', () => {
  test('is near the number of elements, alone and together, and exact for few', () => {
    const harness = start();
    harness.run('PFADD', 'a', 'x', 'y', 'z');
    expect(harness.run('PFCOUNT', 'a')).toBe(':3\r\n');
    expect(harness.run('PFCOUNT', 'a', 'none')).toBe(':3\r\n');
    expect(harness.run('PFCOUNT', 'none')).toBe(':0\r\n');
    expect(harness.run('PFCOUNT', 'none', 'none')).toBe(':0\r\n');
    harness.run('PFADD', 'b', ...numbers(0, 20_000));
    harness.run('PFADD', 'c', ...numbers(10_000, 30_000));
    expect(Number(harness.run('PFCOUNT', 'b').slice(1))).toBeCloseTo(20_000, -3);
    expect(Number(harness.run('PFCOUNT', 'b', 'c').slice(1))).toBeCloseTo(30_000, -3);
  });

  test('remembers the number with the value, once, and PFADD forgets it', () => {
    const harness = start({ listens: true, propagates: true });
    harness.run('PFADD', 'h', 'a', 'b');
    const { dirty } = harness.effects;
    expect(harness.run('PFCOUNT', 'h')).toBe(':2\r\n');
    expect(harness.effects.dirty).toBe(dirty + 1);
    expect(harness.run('GET', 'h').slice(13, 21)).toBe('\x02\0\0\0\0\0\0\0');
    expect(harness.run('PFCOUNT', 'h')).toBe(':2\r\n');
    expect(harness.effects.dirty).toBe(dirty + 1);
    harness.run('PFADD', 'h', 'c');
    expect(harness.run('PFCOUNT', 'h')).toBe(':3\r\n');
    expect(harness.propagated.map(([name]) => name)).toEqual(['PFADD', 'PFCOUNT', 'PFADD', 'PFCOUNT']);
    expect(harness.events.filter((event) => event.startsWith('pf'))).toEqual(['pfadd h', 'pfadd h']);
  });

  test('believes a number that is remembered, up to 63 bits', () => {
    const harness = start();
    harness.run('SET', 'h', `HYLL\x01\0\0\0${'\xff'.repeat(7)}\x7f\x7f\xff`);
    expect(harness.run('PFCOUNT', 'h')).toBe(':9223372036854775807\r\n');
    expect(encodingOf(harness, 'h')).toBe('raw');
  });
});

describe('PFMERGE', () => {
  test('has the registers of all, the destination among them, sparse where all are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2000), fc.nat(900)), { maxLength: 4 }), fc.boolean(), (ranges, simd) => {
        const harness = start({ listens: true });
        harness.run('PFDEBUG', 'SIMD', simd ? 'ON' : 'OFF');
        const words = ranges.map(([from, count]) => numbers(from, from + count));
        words.forEach((elements, i) => harness.run('PFADD', `s${i}`, ...elements));
        harness.run('PFADD', 'all', 'own', ...words.flat());
        harness.run('PFADD', 'to', 'own');
        const sources = words.map((_, i) => `s${i}`);
        expect(harness.run('PFMERGE', 'to', ...sources, 'none')).toBe('+OK\r\n');
        expect(harness.events.at(-1)).toBe('pfadd to');
        expect(harness.run('PFCOUNT', 'to')).toBe(harness.run('PFCOUNT', 'all'));
        expect(harness.run('PFDEBUG', 'ENCODING', 'to')).toBe(harness.run('PFDEBUG', 'ENCODING', 'all'));
        expect(harness.run('PFDEBUG', 'GETREG', 'to')).toBe(harness.run('PFDEBUG', 'GETREG', 'all'));
      }),
      { numRuns: 25 },
    );
  });

  test('makes the destination, dense where a source is', () => {
    const harness = start();
    expect(harness.run('PFMERGE', 'new')).toBe('+OK\r\n');
    expect(harness.run('GET', 'new')).toBe(bulk(EMPTY));
    harness.run('PFADD', 'dense', 'a');
    harness.run('PFDEBUG', 'TODENSE', 'dense');
    harness.run('PFMERGE', 'to', 'dense');
    expect(harness.run('PFDEBUG', 'ENCODING', 'to')).toBe('+dense\r\n');
    expect(harness.run('PFCOUNT', 'to')).toBe(':1\r\n');
  });
});

test('PFCOUNT of one is one access, whether it counts or remembers', () => {
  const { keyspace, run } = start();
  countEveryAccess(keyspace);
  run('PFADD', 'h', 'a');
  run('PFCOUNT', 'h');
  expect(accessesOf(keyspace, 'h')).toBe(1);
  run('PFCOUNT', 'h');
  expect(accessesOf(keyspace, 'h')).toBe(2);
});
