import { describe, expect, it } from 'vitest';
import { array, bulk, bulks, createHashes, error, sortedTexts, WRONG_TYPE } from './hashes.ts';

const scanned = (cursor: string, ...texts: string[]): string => array(bulk(cursor), bulks(...texts));

describe('HSCAN', () => {
  it('shows a hash in one piece at once', () => {
    const { run } = createHashes();
    run('HSET', 'k', 'a1', '1', 'a2', '2', 'b', '3');
    expect(run('HSCAN', 'k', '0', 'COUNT', '1')).toBe(scanned('0', 'a1', '1', 'a2', '2', 'b', '3'));
    expect(run('HSCAN', 'k', '0', 'MATCH', 'a*')).toBe(scanned('0', 'a1', '1', 'a2', '2'));
    expect(run('HSCAN', 'k', '0', 'NOVALUES', 'match', '*')).toBe(scanned('0', 'a1', 'a2', 'b'));
    expect(run('HSCAN', 'k', '7', 'MATCH', 'x', 'COUNT', '5')).toBe(scanned('0'));
    expect(run('HSCAN', 'x', '0', 'bogus')).toBe(scanned('0'));
  });

  it('goes through a table some at a time, and shows each field that stays', () => {
    const { run } = createHashes();
    for (let i = 0; i < 1000; i++) run('HSET', 'k', `stays${i}`, '1');
    const seen = new Set<string>();
    let cursor = '0';
    let calls = 0;
    do {
      const reply = run('HSCAN', 'k', cursor, 'COUNT', '10', 'NOVALUES');
      [, , cursor] = reply.split('\r\n');
      for (const text of sortedTexts(reply.slice(reply.indexOf('*', 1)))) seen.add(text);
      for (let i = 0; i < 5; i++) run('HSET', 'k', `comes${calls}-${i}`, '1');
      calls++;
    } while (cursor !== '0');
    expect(calls).toBeGreaterThan(20);
    for (let i = 0; i < 1000; i++) expect(seen.has(`stays${i}`)).toBe(true);
  });

  it.each([512, 0])('leaves out what has expired (up to %i fields in one piece)', (fields) => {
    const { run, clock } = createHashes({ fields });
    run('HSET', 'k', 'a', '1', 'b', '2');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
    clock.advance(11);
    expect(run('HSCAN', 'k', '0', 'COUNT', '1000')).toBe(scanned('0', 'b', '2'));
    expect(run('HLEN', 'k')).toBe(':2\r\n');
  });

  it.each([
    ['HSCAN k abc', 'invalid cursor'],
    ['HSCAN k -1', 'invalid cursor'],
    ['HSCAN k 0 COUNT 0', 'syntax error'],
    ['HSCAN k 0 COUNT x', 'value is not an integer or out of range'],
    ['HSCAN k 0 COUNT', 'syntax error'],
    ['HSCAN k 0 TYPE hash', 'syntax error'],
  ])('refuses %s', (line, message) => {
    const { run } = createHashes();
    run('HSET', 'k', 'a', '1');
    expect(run(...line.split(' '))).toBe(error(message));
  });

  it('refuses other types behind the cursor', () => {
    const { run } = createHashes();
    run('SET', 's', 'v');
    expect(run('HSCAN', 's', 'x')).toBe(error('invalid cursor'));
    expect(run('HSCAN', 's', '0', 'bogus')).toBe(WRONG_TYPE);
  });
});
