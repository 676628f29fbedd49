import { describe, expect, it } from 'vitest';
import { createHashes, ENCODINGS, error, integers, NOW, WRONG_TYPE } from './hashes.ts';

describe.each(ENCODINGS)('%s', (_, fields) => {
  it('times are told in seconds, rounded up, and in milliseconds', () => {
    const { run, clock } = createHashes({ fields });
    run('HSET', 'k', 'a', '1', 'b', '2');
    run('HPEXPIRE', 'k', '2500', 'FIELDS', '1', 'a');
    const ask = (name: string): string => run(name, 'k', 'FIELDS', '3', 'a', 'b', 'x');
    expect(ask('HTTL')).toBe(integers(3, -1, -2));
    expect(ask('HPTTL')).toBe(integers(2500, -1, -2));
    expect(ask('HEXPIRETIME')).toBe(integers(Math.ceil((NOW + 2500) / 1000), -1, -2));
    expect(ask('HPEXPIRETIME')).toBe(integers(NOW + 2500, -1, -2));
    clock.advance(2501);
    for (const name of ['HTTL', 'HPTTL', 'HEXPIRETIME', 'HPEXPIRETIME']) expect(ask(name)).toBe(integers(-2, -1, -2));
    expect(run('HLEN', 'k')).toBe(':2\r\n');
  });

  it('HPERSIST takes the expiry away', () => {
    const { run, clock, effects, events, keyspace } = createHashes({ fields, listens: true });
    run('HSET', 'k', 'a', '1', 'b', '2', 'c', '3');
    run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
    run('HPEXPIRE', 'k', '20', 'FIELDS', '1', 'c');
    clock.advance(11);
    expect(run('HPERSIST', 'k', 'FIELDS', '4', 'a', 'b', 'c', 'x')).toBe(integers(-2, -1, 1, -2));
    expect(run('HPTTL', 'k', 'FIELDS', '1', 'c')).toBe(integers(-1));
    expect(run('HPERSIST', 'k', 'FIELDS', '1', 'c')).toBe(integers(-1));
    expect(events).toEqual(['hset k', 'hexpire k', 'hexpire k', 'hpersist k']);
    expect(effects.dirty).toBe(6);
    expect(keyspace.databases[0].entries.timed.size).toBe(1);
    run('HDEL', 'k', 'a');
    expect(keyspace.databases[0].entries.timed.size).toBe(0);
  });
});

it('no field of a missing key is there, and other types are refused', () => {
  const { run } = createHashes();
  run('SET', 's', 'v');
  for (const name of ['HTTL', 'HPTTL', 'HEXPIRETIME', 'HPEXPIRETIME', 'HPERSIST']) {
    expect(run(name, 'x', 'FIELDS', '2', 'a', 'b')).toBe(integers(-2, -2));
    expect(run(name, 's', 'bogus', '2', 'a', 'b')).toBe(WRONG_TYPE);
    const misplaced = error('Mandatory argument FIELDS is missing or not at the right position');
    expect(run(name, 'x', 'bogus', '2', 'a')).toBe(misplaced);
  }
});
