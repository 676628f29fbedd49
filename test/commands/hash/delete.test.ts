import { describe, expect, it } from 'vitest';
import { array, bulk, bulks, createHashes, ENCODINGS, error, NULL, WRONG_TYPE } from './hashes.ts';

describe.each(ENCODINGS)('%s', (_, fields) => {
  it('HDEL counts what it removes, and the key goes with the last field', () => {
    const { run, effects, events, keyspace } = createHashes({ fields, listens: true });
    run('HSET', 'k', 'a', '1', 'b', '2', 'c', '3');
    expect(run('HDEL', 'k', 'a', 'x', 'a', 'b')).toBe(':2\r\n');
    expect(effects.dirty).toBe(5);
    expect(run('HDEL', 'k', 'c')).toBe(':1\r\n');
    expect([run('HDEL', 'k', 'c'), run('HDEL', 'x', 'c')]).toEqual([':0\r\n', ':0\r\n']);
    expect(events).toEqual(['hset k', 'hdel k', 'hdel k', 'del k']);
    expect(keyspace.databases[0].size).toBe(0);
  });

  it('HGETDEL answers the values and removes them; others follow with HDEL', () => {
    const { run, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    expect(run('HGETDEL', 'k', 'FIELDS', '3', 'a', 'x', 'a')).toBe(array(bulk('1'), NULL, NULL));
    expect(run('HGETDEL', 'k', 'FIELDS', '1', 'x')).toBe(array(NULL));
    expect(run('HGETDEL', 'k', 'fields', '1', 'b')).toBe(bulks('2'));
    expect(run('HGETDEL', 'k', 'FIELDS', '1', 'b')).toBe(array(NULL));
    expect(events).toEqual(['hset k', 'hdel k', 'hdel k', 'del k']);
    expect(propagated.slice(1)).toEqual([
      ['HDEL', 'k', 'a', 'x', 'a'],
      ['HDEL', 'k', 'b'],
    ]);
  });

  it('HGETDEL tells of fields whose time has come apart', () => {
    const { run, clock, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '1', 'b', '2');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
    events.length = 0;
    propagated.length = 0;
    clock.advance(11);
    expect(run('HGETDEL', 'k', 'FIELDS', '2', 'a', 'b')).toBe(array(NULL, bulk('2')));
    expect(events).toEqual(['hexpired k', 'hdel k', 'del k']);
    expect(propagated).toEqual([
      ['HDEL', 'k', 'a'],
      ['HDEL', 'k', 'a', 'b'],
    ]);
    run('HSET', 'k', 'a', '1');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
    events.length = 0;
    clock.advance(11);
    expect(run('HGETDEL', 'k', 'FIELDS', '1', 'a')).toBe(array(NULL));
    expect(events).toEqual(['hexpired k', 'del k']);
  });
});

it('a key of another type is refused before anything else', () => {
  const { run } = createHashes();
  run('SET', 's', 'v');
  expect([run('HDEL', 's', 'a'), run('HGETDEL', 's', 'bogus', '1', 'a')]).toEqual([WRONG_TYPE, WRONG_TYPE]);
  const misplaced = error('Mandatory argument FIELDS is missing or not at the right position');
  expect(run('HGETDEL', 'x', 'bogus', '1', 'a')).toBe(misplaced);
});
