import { describe, expect, it } from 'vitest';
import { array, bulks, createHashes, ENCODINGS, error, integers, NOW, NULL, WRONG_TYPE } from './hashes.ts';

const LATEST = 70368744177663;

describe.each(ENCODINGS)('%s', (_, fields) => {
  it.each([
    ['HEXPIRE', '100', NOW + 100_000],
    ['HPEXPIRE', '100', NOW + 100],
    ['HEXPIREAT', String(NOW / 1000 + 7), NOW + 7000],
    ['HPEXPIREAT', String(NOW + 7), NOW + 7],
  ])('%s sets the time, and others follow with HPEXPIREAT', (name, time, expected) => {
    const { run, effects, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    expect(run(name, 'k', time, 'FIELDS', '3', 'a', 'x', 'b')).toBe(integers(1, -2, 1));
    expect(run('HPEXPIRETIME', 'k', 'FIELDS', '2', 'a', 'b')).toBe(integers(expected, expected));
    expect(events).toEqual(['hset k', 'hexpire k']);
    expect(effects.dirty).toBe(4);
    expect(propagated[1]).toEqual(['HPEXPIREAT', 'k', String(expected), 'FIELDS', '2', 'a', 'b']);
  });

  it.each([
    ['NX', [1, 0, 0]],
    ['XX', [0, 1, 1]],
    ['GT', [0, 1, 0]],
    ['LT', [1, 0, 1]],
    ['lt', [1, 0, 1]],
  ])('%s decides field by field', (condition, expected) => {
    const { run, propagated } = createHashes({ fields, propagates: true });
    run('HSET', 'k', 'never', '1', 'sooner', '2', 'later', '3');
    run('HPEXPIREAT', 'k', String(NOW + 50), 'FIELDS', '1', 'sooner');
    run('HPEXPIREAT', 'k', String(NOW + 150), 'FIELDS', '1', 'later');
    const names = ['never', 'sooner', 'later'];
    const reply = run('HPEXPIREAT', 'k', String(NOW + 100), condition, 'FIELDS', '3', ...names);
    expect(reply).toBe(integers(...expected));
    const met = names.filter((_name, i) => expected[i] === 1);
    expect(propagated.at(-1)).toEqual(
      ['HPEXPIREAT', 'k', String(NOW + 100), condition, 'FIELDS', String(met.length), ...met], //
    );
  });

  it('the same time is neither later nor sooner', () => {
    const { run } = createHashes({ fields });
    run('HSET', 'k', 'a', '1');
    run('HPEXPIREAT', 'k', String(NOW + 50), 'FIELDS', '1', 'a');
    for (const condition of ['GT', 'LT']) {
      expect(run('HPEXPIREAT', 'k', String(NOW + 50), condition, 'FIELDS', '1', 'a')).toBe(integers(0));
    }
  });

  it('a time that has passed deletes, and the hash goes with its last field', () => {
    const { run, events, keyspace, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    expect(run('HEXPIRE', 'k', '0', 'FIELDS', '1', 'a')).toBe(integers(2));
    expect(run('HPEXPIREAT', 'k', '1', 'FIELDS', '2', 'b', 'b')).toBe(integers(2, -2));
    expect(events).toEqual(['hset k', 'hdel k', 'hdel k', 'del k']);
    expect(propagated.slice(1)).toEqual([
      ['HDEL', 'k', 'a'],
      ['HDEL', 'k', 'b'],
    ]);
    expect(keyspace.stats.expiredFields).toBe(2);
    expect(keyspace.databases[0].entries.timed.size).toBe(0);
  });

  it('a time that has passed deletes also while nothing expires', () => {
    const { run, events, keyspace } = createHashes({ fields, listens: true });
    run('HSET', 'k', 'a', '1', 'b', '2', 'c', '3');
    events.length = 0;
    keyspace.expiresKeys = false;
    expect(run('HPEXPIREAT', 'k', '0', 'FIELDS', '1', 'a')).toBe(integers(2));
    expect(run('HGETEX', 'k', 'PXAT', '1', 'FIELDS', '1', 'b')).toBe(bulks('2'));
    expect(run('HSETEX', 'k', 'PXAT', '1', 'FIELDS', '1', 'c', 'v')).toBe(':1\r\n');
    expect(events).toEqual(['hdel k', 'hdel k', 'hset k', 'hdel k', 'del k']);
    expect(keyspace.stats.expiredFields).toBe(3);
  });

  it('what changes nothing is neither told nor propagated', () => {
    const { run, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1');
    expect(run('HEXPIRE', 'k', '5', 'XX', 'FIELDS', '2', 'a', 'x')).toBe(integers(0, -2));
    expect(run('HEXPIRE', 'x', '5', 'FIELDS', '2', 'a', 'x')).toBe(integers(-2, -2));
    expect([events, propagated.length]).toEqual([['hset k'], 1]);
  });

  it('a field goes exactly after its time', () => {
    const { run, clock } = createHashes({ fields });
    run('HSET', 'k', 'a', '1');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
    clock.advance(10);
    expect(run('HGET', 'k', 'a')).not.toBe(NULL);
    clock.advance(1);
    expect(run('HGET', 'k', 'a')).toBe(NULL);
  });
});

it('takes the encoding that holds expiries, though no field is there', () => {
  const { run, keyspace } = createHashes();
  run('HSET', 'k', 'a', '1');
  run('HEXPIRE', 'k', '5', 'FIELDS', '1', 'x');
  const [{ entries }] = keyspace.databases;
  const [address] = [...entries.dict];
  expect(entries.form(address) >> 4).toBe(2);
  expect(entries.isTimed(address)).toBe(false);
});

it.each([
  ['HEXPIRE k abc FIELDS 1 a', 'value is not an integer or out of range'],
  ['HEXPIRE k -1 FIELDS 1 a', 'invalid expire time, must be >= 0'],
  ['HEXPIRE k 70368744178 FIELDS 1 a', "invalid expire time in 'hexpire' command"],
  ['HEXPIRE k 9223372036854775807 FIELDS 1 a', "invalid expire time in 'hexpire' command"],
  [`HPEXPIREAT k ${LATEST + 1} FIELDS 1 a`, "invalid expire time in 'hpexpireat' command"],
  [`HPEXPIRE k ${LATEST} FIELDS 1 a`, "invalid expire time in 'hpexpire' command"],
  ['HEXPIRE k 5 YY FIELDS 1 a', 'Mandatory argument FIELDS is missing or not at the right position'],
  ['HEXPIRE k 5 NX XX FIELDS 1 a', 'Mandatory argument FIELDS is missing or not at the right position'],
  ['HEXPIRE k 5 FIELDS 0 a', 'Parameter `numFields` should be greater than 0'],
  ['HEXPIRE k 5 FIELDS x a', 'Parameter `numFields` should be greater than 0'],
  ['HEXPIRE k 5 NX FIELDS 2 a', 'The `numfields` parameter must match the number of arguments'],
])('%s is refused', (line, message) => {
  const { run } = createHashes();
  run('HSET', 'k', 'a', '1');
  expect(run(...line.split(' '))).toBe(error(message));
  expect(run('HTTL', 'k', 'FIELDS', '1', 'a')).toBe(integers(-1));
});

it('the last time that there is can be set; another type is refused first', () => {
  const { run } = createHashes();
  run('HSET', 'k', 'a', '1');
  expect(run('HPEXPIREAT', 'k', String(LATEST), 'FIELDS', '1', 'a')).toBe(integers(1));
  expect(run('HPEXPIRETIME', 'k', 'FIELDS', '1', 'a')).toBe(array(`:${LATEST}\r\n`));
  run('SET', 's', 'v');
  expect(run('HEXPIRE', 's', 'abc', 'FIELDS', '1', 'a')).toBe(WRONG_TYPE);
});

it('of fields that expire together in a small hash the last comes first', () => {
  const { run } = createHashes();
  run('HSET', 'k', 'a', '1', 'b', '2', 'c', '3', 'd', '4');
  run('HEXPIRE', 'k', '100', 'FIELDS', '3', 'a', 'b', 'c');
  expect(run('HKEYS', 'k')).toBe(bulks('c', 'b', 'a', 'd'));
  run('HEXPIRE', 'k', '100', 'FIELDS', '1', 'a');
  expect(run('HKEYS', 'k')).toBe(bulks('a', 'c', 'b', 'd'));
});
