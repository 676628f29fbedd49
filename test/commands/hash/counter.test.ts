import { describe, expect, it } from 'vitest';
import { bulk, createHashes, ENCODINGS, error, WRONG_TYPE } from './hashes.ts';

const MAX = '9223372036854775807';
const MIN = '-9223372036854775808';

describe.each(ENCODINGS)('%s', (_, fields) => {
  it('HINCRBY begins at 0 and reaches both ends of 64 bits', () => {
    const { run } = createHashes({ fields });
    expect([run('HINCRBY', 'k', 'a', '7'), run('HINCRBY', 'k', 'a', '-9')]).toEqual([':7\r\n', ':-2\r\n']);
    run('HSET', 'k', 'b', '9007199254740993', 'max', MAX, 'min', MIN);
    expect(run('HINCRBY', 'k', 'b', '1')).toBe(':9007199254740994\r\n');
    expect(run('HINCRBY', 'k', 'new', MIN)).toBe(`:${MIN}\r\n`);
    const overflow = error('increment or decrement would overflow');
    expect([run('HINCRBY', 'k', 'max', '1'), run('HINCRBY', 'k', 'min', '-1')]).toEqual([overflow, overflow]);
    expect(run('HGET', 'k', 'max')).toBe(bulk(MAX));
  });

  it('HINCRBYFLOAT computes as a long double, and is followed by HSET', () => {
    const { run, events, propagated } = createHashes({ fields, listens: true, propagates: true });
    run('HSET', 'k', 'a', '10.50');
    expect(run('HINCRBYFLOAT', 'k', 'a', '0.1')).toBe(bulk('10.6'));
    expect(run('HINCRBYFLOAT', 'k', 'b', '5.0e3')).toBe(bulk('5000'));
    expect(run('HINCRBYFLOAT', 'k', 'b', '1')).toBe(bulk('5001'));
    expect(events).toEqual(['hset k', 'hincrbyfloat k', 'hincrbyfloat k', 'hincrbyfloat k']);
    expect(propagated[1]).toEqual(['HSET', 'k', 'a', '10.6']);
  });

  it.each(['HINCRBY', 'HINCRBYFLOAT'])(
    '%s keeps the expiry of the field, and begins anew when it has passed',
    (name) => {
      const { run, clock, events } = createHashes({ fields, listens: true });
      run('HSET', 'k', 'a', '5');
      run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
      run(name, 'k', 'a', '1');
      expect(run('HPTTL', 'k', 'FIELDS', '1', 'a')).toBe('*1\r\n:10\r\n');
      events.length = 0;
      clock.advance(11);
      expect(run(name, 'k', 'a', '1')).toMatch(/1\r\n$/);
      expect(run('HPTTL', 'k', 'FIELDS', '1', 'a')).toBe('*1\r\n:-1\r\n');
      expect(events).toEqual(['hexpired k', 'del k', `${name.toLowerCase()} k`]);
    },
  );

  it('a value that is no number is refused and stays', () => {
    const { run } = createHashes({ fields });
    run('HSET', 'k', 'text', 'abc', 'half', '1.5', 'space', ' 1');
    for (const field of ['text', 'half', 'space']) {
      expect(run('HINCRBY', 'k', field, '1')).toBe(error('hash value is not an integer'));
    }
    for (const field of ['text', 'space']) {
      expect(run('HINCRBYFLOAT', 'k', field, '1')).toBe(error('hash value is not a float'));
    }
    expect(run('HGET', 'k', 'text')).toBe(bulk('abc'));
  });
});

it.each([
  ['HINCRBY', 'abc', 'value is not an integer or out of range'],
  ['HINCRBY', '1.5', 'value is not an integer or out of range'],
  ['HINCRBY', '9223372036854775808', 'value is not an integer or out of range'],
  ['HINCRBYFLOAT', 'abc', 'value is not a valid float'],
  ['HINCRBYFLOAT', 'inf', 'value is NaN or Infinity'],
  ['HINCRBYFLOAT', '-Infinity', 'value is NaN or Infinity'],
])('%s %s is refused and makes no key', (name, by, message) => {
  const { run } = createHashes();
  expect(run(name, 'k', 'a', by)).toBe(error(message));
  expect(run('HLEN', 'k')).toBe(':0\r\n');
  run('SET', 's', '1');
  expect(run(name, 's', 'a', '1')).toBe(WRONG_TYPE);
});

it('a sum beyond the long doubles is refused', () => {
  const { run } = createHashes();
  run('HSET', 'k', 'a', '1e4932');
  expect(run('HINCRBYFLOAT', 'k', 'a', '1e4932')).toBe(error('increment would produce NaN or Infinity'));
});
