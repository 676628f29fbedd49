import { describe, expect, it } from 'vitest';
import { elements } from '../../support/set-harness.ts';
import { array, bulk, createHashes, ENCODINGS, error, NULL, sortedTexts, WRONG_TYPE } from './hashes.ts';

const FIELDS = Array.from({ length: 20 }, (_, i) => `f${String(i).padStart(2, '0')}`);

describe.each(ENCODINGS)('%s, HRANDFIELD', (_, limit) => {
  const filled = (protocol: 2 | 3 = 2): ReturnType<typeof createHashes> => {
    const harness = createHashes({ fields: limit, protocol });
    harness.run('HSET', 'k', ...FIELDS.flatMap((field) => [field, field.toUpperCase()]));
    return harness;
  };

  it('answers one field, each as often as any other', () => {
    const { run } = filled();
    const counts = new Map<string, number>();
    for (let i = 0; i < 4000; i++) {
      const reply = run('HRANDFIELD', 'k');
      counts.set(reply, (counts.get(reply) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(FIELDS.map(bulk));
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(80);
  });

  it.each([1, 3, 7, 19, 20, 500])('answers %i different ones, or all', (count) => {
    const { run } = filled();
    const texts = sortedTexts(run('HRANDFIELD', 'k', String(count)));
    expect(texts.length).toBe(Math.min(count, 20));
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.every((text) => FIELDS.includes(text))).toBe(true);
  });

  it('shows each field in the end, however few are asked for', () => {
    const { run } = filled();
    for (const count of ['2', '10', '-3']) {
      const seen = new Set<string>();
      for (let i = 0; i < 300; i++) for (const text of sortedTexts(run('HRANDFIELD', 'k', count))) seen.add(text);
      expect([...seen].sort()).toEqual(FIELDS);
    }
  });

  it('draws again and again for a negative count', () => {
    const { run } = filled();
    expect(sortedTexts(run('HRANDFIELD', 'k', '-100')).length).toBe(100);
    expect(run('HRANDFIELD', 'k', '0')).toBe('*0\r\n');
  });

  it('answers values too, in RESP3 as pairs', () => {
    const flat = filled().run('HRANDFIELD', 'k', '-5', 'WITHVALUES').split('\r\n');
    expect(flat[0]).toBe('*10');
    expect(flat[4]).toBe(flat[2].toUpperCase());
    const nested = filled(3).run('HRANDFIELD', 'k', '2', 'withvalues').split('\r\n');
    expect([nested[0], nested[1]]).toEqual(['*2', '*2']);
    expect(nested[5]).toBe(nested[3].toUpperCase());
  });

  it('removes what has expired first, and the hash with the last field', () => {
    const { run, clock, events, propagated } = createHashes({ fields: limit, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1', 'b', '2', 'c', '3');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '2', 'a', 'b');
    events.length = 0;
    propagated.length = 0;
    clock.advance(11);
    expect(run('HRANDFIELD', 'k', '5')).toBe(array(bulk('c')));
    expect(run('HLEN', 'k')).toBe(':1\r\n');
    expect(events).toEqual(['hexpired k']);
    expect(propagated.map(([name, key, field]) => `${name} ${key} ${field}`).sort()).toEqual(['HDEL k a', 'HDEL k b']);
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'c');
    clock.advance(11);
    expect(run('HRANDFIELD', 'k')).toBe(NULL);
    expect(events.slice(2)).toEqual(['hexpired k', 'del k']);
  });
});

it('shows some fields of a small hash in its order', () => {
  const { run } = createHashes();
  run('HSET', 'k', ...FIELDS.flatMap((field) => [field, '1']));
  for (const shown of [FIELDS, [...FIELDS.slice(15), ...FIELDS.slice(0, 15)]]) {
    for (const count of ['2', '8', '19']) {
      const texts = elements(run('HRANDFIELD', 'k', count));
      expect(texts).toEqual(shown.filter((field) => texts.includes(field)));
    }
    run('HEXPIRE', 'k', '100', 'FIELDS', '5', ...FIELDS.slice(15).reverse());
  }
});

it('a missing key has no field', () => {
  const { run } = createHashes();
  expect([run('HRANDFIELD', 'x'), run('HRANDFIELD', 'x', '3')]).toEqual([NULL, '*0\r\n']);
});

it.each([
  ['abc', 'value is not an integer or out of range'],
  ['-9223372036854775808', 'value is out of range, value must between -9223372036854775807 and 9223372036854775807'],
  ['9223372036854775808', 'value is not an integer or out of range'],
  ['5 bogus', 'syntax error'],
  ['5 WITHVALUES x', 'syntax error'],
  ['-4611686018427387904 WITHVALUES', 'value is out of range'],
  ['9223372036854775807 WITHVALUES', 'value is out of range'],
])('HRANDFIELD k %s is refused', (words, message) => {
  const { run } = createHashes();
  run('SET', 'k', 'v');
  expect(run('HRANDFIELD', 'k', ...words.split(' '))).toBe(error(message));
  expect(run('HRANDFIELD', 'k', '1')).toBe(WRONG_TYPE);
});
