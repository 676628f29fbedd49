import { describe, expect, it } from 'vitest';
import { array, bulk, bulks, createHashes, ENCODINGS, error, integers, NOW, NULL, WRONG_TYPE } from './hashes.ts';

describe.each(ENCODINGS)('%s, HGETEX', (_, fields) => {
  it('reads, and changes nothing without an option', () => {
    const { run, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    expect(run('HGETEX', 'k', 'FIELDS', '3', 'a', 'x', 'b')).toBe(array(bulk('1'), NULL, bulk('2')));
    expect(run('HGETEX', 'x', 'FIELDS', '2', 'a', 'b')).toBe(array(NULL, NULL));
    expect([events, propagated.length]).toEqual([['hset k'], 1]);
  });

  it.each([
    ['EX', '10', NOW + 10_000],
    ['px', '10', NOW + 10],
    ['EXAT', String(NOW / 1000 + 7), NOW + 7000],
    ['PXAT', String(NOW + 7), NOW + 7],
  ])('%s sets the time, and others follow with HPEXPIREAT', (option, time, expected) => {
    const { run, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    expect(run('HGETEX', 'k', option, time, 'FIELDS', '2', 'a', 'x')).toBe(array(bulk('1'), NULL));
    expect(run('HPEXPIRETIME', 'k', 'FIELDS', '2', 'a', 'b')).toBe(integers(expected, -1));
    expect(events).toEqual(['hset k', 'hexpire k']);
    expect(propagated[1]).toEqual(['HPEXPIREAT', 'k', String(expected), 'FIELDS', '2', 'a', 'x']);
  });

  it('PERSIST takes the time away, and others follow with HPERSIST', () => {
    const { run, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
    expect(run('HGETEX', 'k', 'PERSIST', 'FIELDS', '2', 'a', 'b')).toBe(bulks('1', '2'));
    expect(run('HGETEX', 'k', 'PERSIST', 'FIELDS', '1', 'a')).toBe(bulks('1'));
    expect(run('HTTL', 'k', 'FIELDS', '1', 'a')).toBe(integers(-1));
    expect(events).toEqual(['hset k', 'hexpire k', 'hpersist k']);
    expect(propagated.slice(2)).toEqual([['HPERSIST', 'k', 'FIELDS', '2', 'a', 'b']]);
  });

  it('a time that has passed deletes what was read', () => {
    const { run, events, keyspace, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1');
    expect(run('HGETEX', 'k', 'PXAT', '1', 'FIELDS', '2', 'a', 'a')).toBe(array(bulk('1'), NULL));
    expect(events).toEqual(['hset k', 'hdel k', 'del k']);
    expect(propagated.slice(1)).toEqual([['HDEL', 'k', 'a']]);
    expect(keyspace.databases[0].size).toBe(0);
  });

  it('fields whose time has come are told of first', () => {
    const { run, clock, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
    events.length = 0;
    propagated.length = 0;
    clock.advance(11);
    expect(run('HGETEX', 'k', 'PX', '5', 'FIELDS', '2', 'a', 'b')).toBe(array(NULL, bulk('2')));
    expect(events).toEqual(['hexpired k', 'hexpire k']);
    clock.advance(6);
    expect(run('HGETEX', 'k', 'FIELDS', '1', 'b')).toBe(array(NULL));
    expect(events.slice(2)).toEqual(['hexpired k', 'del k']);
    const time = String(NOW + 11 + 5);
    expect(propagated).toEqual([
      ['HDEL', 'k', 'a'],
      ['HPEXPIREAT', 'k', time, 'FIELDS', '2', 'a', 'b'],
      ['HDEL', 'k', 'b'],
    ]);
  });
});

it.each([
  ['HGETEX k EX abc FIELDS 1 a', 'value is not an integer or out of range'],
  ['HGETEX k EX -1 FIELDS 1 a', 'invalid expire time, must be >= 0'],
  ['HGETEX k PX 70368744177664 FIELDS 1 a', "invalid expire time in 'hgetex' command"],
  ['HGETEX k EX 10 FIELDS', 'Number of fields must be a positive integer'],
  ['HGETEX k KEEPTTL FIELDS 1 a', 'Mandatory argument FIELDS is missing or not at the right position'],
  ['HGETEX k PERSIST EX 10 FIELDS 1 a', 'Mandatory argument FIELDS is missing or not at the right position'],
  ['HGETEX k FIELDS 2 a', 'The `numfields` parameter must match the number of arguments'],
])('%s is refused', (line, message) => {
  const { run } = createHashes();
  run('HSET', 'k', 'a', '1');
  expect(run(...line.split(' '))).toBe(error(message));
  run('SET', 'k', 'v');
  expect(run(...line.split(' '))).toBe(WRONG_TYPE);
});
