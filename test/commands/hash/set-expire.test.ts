import { describe, expect, it } from 'vitest';
import { bulks, createHashes, ENCODINGS, error, integers, NOW, NULL, WRONG_TYPE } from './hashes.ts';

const YES = ':1\r\n';
const NO = ':0\r\n';

describe.each(ENCODINGS)('%s, HSETEX', (_, fields) => {
  it('sets fields, which stay for ever without an option', () => {
    const { run, effects, events } = createHashes({ fields, listens: true });
    expect(run('HSETEX', 'k', 'FIELDS', '2', 'a', '1', 'b', '2')).toBe(YES);
    run('HEXPIRE', 'k', '10', 'FIELDS', '2', 'a', 'b');
    expect(run('HSETEX', 'k', 'FIELDS', '1', 'a', '3')).toBe(YES);
    expect(run('HSETEX', 'k', 'KEEPTTL', 'FIELDS', '1', 'b', '4')).toBe(YES);
    expect(run('HMGET', 'k', 'a', 'b')).toBe(bulks('3', '4'));
    expect(run('HTTL', 'k', 'FIELDS', '2', 'a', 'b')).toBe(integers(-1, 10));
    expect(events).toEqual(['hset k', 'hexpire k', 'hset k', 'hset k']);
    expect(effects.dirty).toBe(6);
  });

  it.each([
    ['EX', '10', NOW + 10_000],
    ['px', '10', NOW + 10],
    ['EXAT', String(NOW / 1000 + 7), NOW + 7000],
  ])('%s sets the time, and others follow with PXAT', (option, time, expected) => {
    const { run, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    expect(run('HSETEX', 'k', 'FNX', option, time, 'FIELDS', '1', 'a', '1')).toBe(YES);
    expect(run('HPEXPIRETIME', 'k', 'FIELDS', '1', 'a')).toBe(integers(expected));
    expect(events).toEqual(['hset k', 'hexpire k']);
    expect(propagated).toEqual([['HSETEX', 'k', 'FNX', 'PXAT', String(expected), 'FIELDS', '1', 'a', '1']]);
  });

  it('what stands as it is to be replayed goes out as it came', () => {
    const { run, propagated } = createHashes({ fields, propagates: true });
    run('HSETEX', 'k', 'pxat', String(NOW + 5), 'FIELDS', '1', 'a', '1');
    expect(propagated).toEqual([['HSETEX', 'k', 'pxat', String(NOW + 5), 'FIELDS', '1', 'a', '1']]);
  });

  it('FNX needs all fields to be new, FXX all to be there', () => {
    const { run, keyspace } = createHashes({ fields });
    expect(run('HSETEX', 'k', 'FXX', 'FIELDS', '1', 'a', '1')).toBe(NO);
    expect(keyspace.databases[0].size).toBe(0);
    expect(run('HSETEX', 'k', 'FNX', 'FIELDS', '1', 'a', '1')).toBe(YES);
    expect(run('HSETEX', 'k', 'FNX', 'FIELDS', '2', 'b', '1', 'a', '2')).toBe(NO);
    expect(run('HSETEX', 'k', 'FXX', 'FIELDS', '2', 'a', '2', 'b', '1')).toBe(NO);
    expect(run('HGET', 'k', 'b')).toBe(NULL);
    expect(run('HSETEX', 'k', 'FXX', 'FIELDS', '1', 'a', '2')).toBe(YES);
    expect(run('HMGET', 'k', 'a')).toBe(bulks('2'));
  });

  it('a condition finds no field whose time has come, and tells nobody that it went', () => {
    const { run, clock, events } = createHashes({ fields, listens: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '2', 'a', 'b');
    events.length = 0;
    clock.advance(11);
    expect(run('HSETEX', 'k', 'FNX', 'FIELDS', '1', 'a', '3')).toBe(YES);
    expect(events).toEqual(['hset k']);
    run('HDEL', 'k', 'a');
    events.length = 0;
    expect(run('HSETEX', 'k', 'FXX', 'FIELDS', '1', 'b', '3')).toBe(NO);
    expect(events).toEqual(['del k']);
    expect(run('HLEN', 'k')).toBe(NO);
  });

  it('a time that has passed deletes what was set', () => {
    const { run, events, keyspace, propagated } = createHashes({ fields, listens: true, propagates: true });
    expect(run('HSETEX', 'k', 'PXAT', '1', 'FIELDS', '2', 'a', '1', 'b', '2')).toBe(YES);
    expect(events).toEqual(['hset k', 'hdel k', 'del k']);
    expect(propagated).toEqual([
      ['HDEL', 'k', 'a'],
      ['HDEL', 'k', 'b'],
    ]);
    expect(keyspace.databases[0].size).toBe(0);
  });
});

it.each([
  ['HSETEX k FIELDS 0 a 1', 'invalid number of fields'],
  ['HSETEX k FIELDS x a 1', 'invalid number of fields'],
  ['HSETEX k FIELDS 2147483648 a 1', 'invalid number of fields'],
  ['HSETEX k FIELDS 2 a 1', "wrong number of arguments for 'hsetex' command"],
  ['HSETEX k FIELDS 1 a 1 b', "wrong number of arguments for 'hsetex' command"],
  ['HSETEX k FNX FIELDS 1 a', "wrong number of arguments for 'hsetex' command"],
  ['HSETEX k FNX FXX FIELDS 1 a 1', 'Only one of FXX or FNX arguments can be specified'],
  ['HSETEX k FNX FNX FIELDS 1 a 1', 'Only one of FXX or FNX arguments can be specified'],
  ['HSETEX k EX 1 PX 1 FIELDS 1 a 1', 'Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified'],
  ['HSETEX k KEEPTTL KEEPTTL FIELDS 1 a 1', 'Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified'],
  ['HSETEX k KEEPTTL EX abc FIELDS 1 a 1', 'Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified'],
  ['HSETEX k EX abc FIELDS 1 a 1', 'value is not an integer or out of range'],
  ['HSETEX k EX -1 FIELDS 1 a 1', 'invalid expire time, must be >= 0'],
  ['HSETEX k EX 70368744178 FIELDS 1 a 1', "invalid expire time in 'hsetex' command"],
  ['HSETEX k EX 1 FNX PX', 'Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified'],
  ['HSETEX k FNX bogus 1 a 1', 'unknown argument: bogus'],
  ['HSETEX k a 1 b 2', 'unknown argument: a'],
])('%s is refused and makes no key', (line, message) => {
  const { run, keyspace } = createHashes();
  expect(run(...line.split(' '))).toBe(error(message));
  expect(keyspace.databases[0].size).toBe(0);
});

it('an option that ends the request lacks its time', () => {
  const { run } = createHashes();
  expect(run('HSETEX', 'k', 'FNX', 'FNX', 'a', 'b')).toBe(error('Only one of FXX or FNX arguments can be specified'));
  expect(run('HSETEX', 'k', 'FXX', 'KEEPTTL', 'FXX', 'EX')).toBe(
    error('Only one of FXX or FNX arguments can be specified'),
  );
});

it('another type is refused', () => {
  const { run } = createHashes();
  run('SET', 's', 'v');
  expect(run('HSETEX', 's', 'FIELDS', '1', 'a', '1')).toBe(WRONG_TYPE);
});
