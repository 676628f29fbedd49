import { describe, expect, it } from 'vitest';
import { bulk, bulks, createHashes, ENCODINGS, sortedTexts, WRONG_TYPE } from './hashes.ts';

describe('HGETALL, HKEYS and HVALS', () => {
  it('show a hash in one piece in the order in which its fields came', () => {
    const { run } = createHashes();
    run('HSET', 'k', 'b', '1', 'a', '2');
    expect(run('HGETALL', 'k')).toBe(bulks('b', '1', 'a', '2'));
    expect([run('HKEYS', 'k'), run('HVALS', 'k')]).toEqual([bulks('b', 'a'), bulks('1', '2')]);
  });

  it('show all of a table', () => {
    const { run } = createHashes({ fields: 0 });
    run('HSET', 'k', 'b', '1', 'a', '2');
    expect(sortedTexts(run('HGETALL', 'k'))).toEqual(['1', '2', 'a', 'b']);
    expect(sortedTexts(run('HKEYS', 'k'))).toEqual(['a', 'b']);
    expect(sortedTexts(run('HVALS', 'k'))).toEqual(['1', '2']);
  });

  it('answer a map in RESP3, and an array for one side', () => {
    const { run } = createHashes({ protocol: 3 });
    run('HSET', 'k', 'a', '1');
    expect(run('HGETALL', 'k')).toBe(`%1\r\n${bulk('a')}${bulk('1')}`);
    expect(run('HKEYS', 'k')).toBe(bulks('a'));
    expect([run('HGETALL', 'x'), run('HKEYS', 'x'), run('HVALS', 'x')]).toEqual(['%0\r\n', '*0\r\n', '*0\r\n']);
  });

  it('refuse other types', () => {
    const { run } = createHashes();
    run('SET', 's', 'v');
    for (const name of ['HGETALL', 'HKEYS', 'HVALS']) expect(run(name, 's')).toBe(WRONG_TYPE);
  });
});

describe.each(ENCODINGS)('%s', (_, fields) => {
  it('they leave out what has expired, and remove nothing', () => {
    const { run, clock } = createHashes({ fields });
    run('HSET', 'k', 'a', '1', 'b', '2', 'c', '3');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '2', 'a', 'c');
    clock.advance(11);
    expect(run('HGETALL', 'k')).toBe(bulks('b', '2'));
    expect([run('HKEYS', 'k'), run('HVALS', 'k'), run('HLEN', 'k')]).toEqual([bulks('b'), bulks('2'), ':3\r\n']);
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'b');
    clock.advance(11);
    expect(run('HGETALL', 'k')).toBe('*0\r\n');
  });
});
