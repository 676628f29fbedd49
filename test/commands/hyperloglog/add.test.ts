import { describe, expect, test } from 'vitest';
import { encodingOf, plantList } from '../../support/command-harness.ts';
import { bulk, CORRUPT, EMPTY, NOT_HLL, numbers, registersIn, start, WRONG_TYPE } from './harness.ts';

describe('PFADD', () => {
  test('makes a raw, sparse value that is not counted yet, and tells whether a register changed', () => {
    const harness = start({ listens: true });
    expect(harness.run('PFADD', 'h')).toBe(':1\r\n');
    expect(harness.run('GET', 'h')).toBe(bulk(EMPTY));
    expect(encodingOf(harness, 'h')).toBe('raw');
    expect(harness.run('PFADD', 'h')).toBe(':0\r\n');
    expect(harness.run('PFADD', 'h', 'a', 'b')).toBe(':1\r\n');
    expect(harness.run('PFADD', 'h', 'b', 'a')).toBe(':0\r\n');
    expect(harness.events).toEqual(['pfadd h', 'pfadd h']);
  });

  test('counts as changes the registers that changed, and one for a new key', () => {
    const harness = start();
    harness.run('PFADD', 'h', 'a', 'b', 'a');
    expect(harness.effects.dirty).toBe(3);
    harness.run('PFADD', 'h', 'a');
    expect(harness.effects.dirty).toBe(3);
  });

  test('a value beyond hll-sparse-max-bytes becomes dense, with the same registers', () => {
    const options = { maxSparseBytes: 3000 };
    const harness = start({}, options);
    harness.run('PFADD', 'sparse', ...numbers(0, 500));
    expect(harness.run('PFDEBUG', 'ENCODING', 'sparse')).toBe('+sparse\r\n');
    options.maxSparseBytes = 100;
    harness.run('PFADD', 'dense', ...numbers(0, 500));
    expect(harness.run('PFDEBUG', 'ENCODING', 'dense')).toBe('+dense\r\n');
    expect(harness.run('STRLEN', 'dense')).toBe(':12304\r\n');
    expect(harness.run('PFDEBUG', 'GETREG', 'dense')).toBe(harness.run('PFDEBUG', 'GETREG', 'sparse'));
    expect(registersIn(harness, 'dense')).toBe(registersIn(harness, 'sparse'));
  });

  test('a value stays sparse as long as it may', () => {
    const harness = start({}, { maxSparseBytes: 1_000_000 });
    harness.run('PFADD', 'h', ...numbers(0, 12_000));
    expect(harness.run('PFDEBUG', 'ENCODING', 'h')).toBe('+sparse\r\n');
    expect(Number(harness.run('STRLEN', 'h').slice(1))).toBeGreaterThan(3000);
  });

  test('keeps the expiry, and works where a long key leaves the value a buffer of its own', () => {
    const harness = start();
    const key = 'k'.repeat(60_000);
    harness.run('PFADD', key, 'a');
    harness.run('EXPIRE', key, '100');
    harness.run('PFADD', key, ...numbers(0, 5000));
    expect(harness.run('PFDEBUG', 'ENCODING', key)).toBe('+dense\r\n');
    expect(harness.run('TTL', key)).toBe(':100\r\n');
    harness.run('PFADD', 'short', 'a', ...numbers(0, 5000));
    expect(registersIn(harness, key)).toBe(registersIn(harness, 'short'));
  });

  test('a reply under way that reads a large value in place is not disturbed', () => {
    const harness = start();
    const key = 'k'.repeat(60_000);
    harness.run('PFADD', key, ...numbers(0, 5000));
    const before = harness.run('GET', key);
    const [got] = harness.pipeline(['GET', key], ['PFADD', key, ...numbers(5000, 9000)]).split(':1\r\n');
    expect(got).toBe(before);
    expect(harness.run('GET', key)).not.toBe(before);
  });
});

describe('values that are none', () => {
  test.each([['PFADD'], ['PFCOUNT'], ['PFMERGE'], ['PFDEBUG', 'GETREG']])('%s %s', (...words) => {
    const harness = start();
    harness.run('PFADD', 'good', 'a');
    plantList(harness, 'list');
    expect(harness.run(...words, 'list')).toBe(WRONG_TYPE);
    for (const value of [
      '',
      '12',
      'HYLL',
      `HYLx${EMPTY.slice(4)}`,
      `HYLL\x02${EMPTY.slice(5)}`,
      `HYLL\0${EMPTY.slice(5)}`,
    ]) {
      harness.run('SET', 'bad', value);
      expect(harness.run(...words, 'bad')).toBe(NOT_HLL);
      expect(harness.run('GET', 'bad')).toBe(bulk(value));
    }
    if (words[0] === 'PFMERGE') expect(harness.run('PFMERGE', 'to', 'good', 'bad')).toBe(NOT_HLL);
    if (words[0] === 'PFCOUNT') expect(harness.run('PFCOUNT', 'good', 'bad')).toBe(NOT_HLL);
  });

  test('runs that are unsound', () => {
    const harness = start();
    for (const runs of ['', '\x05', '\x7f', '\x7f\xff\x00', '\x7f\xff\xff']) {
      harness.run('SET', 'bad', `${EMPTY.slice(0, 16)}${runs}`);
      expect(harness.run('PFCOUNT', 'bad')).toBe(CORRUPT);
      expect(harness.run('PFCOUNT', 'bad', 'bad')).toBe(CORRUPT);
      expect(harness.run('PFMERGE', 'to', 'bad')).toBe(CORRUPT);
      expect(harness.run('EXISTS', 'to')).toBe(':0\r\n');
      expect(harness.run('PFDEBUG', 'TODENSE', 'bad')).toBe(CORRUPT);
      expect(harness.run('PFDEBUG', 'GETREG', 'bad')).toBe(CORRUPT);
    }
    harness.run('SET', 'bad', `${EMPTY.slice(0, 16)}\x05`);
    expect(harness.run('PFADD', 'bad', ...numbers(0, 100))).toBe(CORRUPT);
  });
});
