import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHarness, encodingOf, expiryOf, HARNESS_NOW_MS, plantList } from '../../support/command-harness.ts';

const NOT_AN_INTEGER = '-ERR value is not an integer or out of range\r\n';
const NOT_A_FLOAT = '-ERR value is not a valid float\r\n';
const OVERFLOW = '-ERR increment or decrement would overflow\r\n';
const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

describe('INCR and its kin', () => {
  it('begin at 0', () => {
    const { run } = createHarness();
    expect([run('INCR', 'a'), run('DECR', 'b'), run('INCRBY', 'c', '7'), run('DECRBY', 'd', '7')]).toEqual([
      ':1\r\n',
      ':-1\r\n',
      ':7\r\n',
      ':-7\r\n',
    ]);
    expect(run('DECRBY', 'e', '0')).toBe(':0\r\n');
    expect(run('GET', 'd')).toBe(bulk('-7'));
  });

  it.each([
    ['9', 'INCR', '10'],
    ['10', 'DECR', '9'],
    ['-1', 'INCR', '0'],
    ['99999999999999', 'INCR', '100000000000000'],
    ['9007199254740991', 'INCR', '9007199254740992'],
    ['9007199254740993', 'INCR', '9007199254740994'],
    ['9007199254740992', 'DECR', '9007199254740991'],
    ['-9007199254740991', 'DECR', '-9007199254740992'],
    ['9223372036854775806', 'INCR', '9223372036854775807'],
    ['-9223372036854775807', 'DECR', '-9223372036854775808'],
  ])('%s %s is %s', (before, name, after) => {
    const harness = createHarness();
    harness.run('SET', 'k', before, 'EX', '10');
    expect(harness.run(name, 'k')).toBe(`:${after}\r\n`);
    expect(harness.run('GET', 'k')).toBe(bulk(after));
    expect(encodingOf(harness, 'k')).toBe('int');
    expect(expiryOf(harness, 'k')).toBe(HARNESS_NOW_MS + 10_000);
  });

  it.each([
    ['9223372036854775807', 'INCR', ''],
    ['-9223372036854775808', 'DECR', ''],
    ['1', 'INCRBY', '9223372036854775807'],
    ['-2', 'DECRBY', '9223372036854775807'],
    ['0', 'DECRBY', '-9223372036854775808'],
  ])('%s %s %s would overflow', (before, name, by) => {
    const { run } = createHarness();
    run('SET', 'k', before);
    const reply = run(name, 'k', ...(by === '' ? [] : [by]));
    expect(reply).toBe(by === '-9223372036854775808' ? '-ERR decrement would overflow\r\n' : OVERFLOW);
    expect(run('GET', 'k')).toBe(bulk(before));
  });

  it.each(['', ' 1', '1 ', '+1', '01', '-0', '1.0', 'abc', '9223372036854775808', '0x1', '1e3', '1\0'])(
    'take %j for no integer',
    (text) => {
      const { run } = createHarness();
      run('SET', 'k', text);
      expect(run('INCR', 'k')).toBe(NOT_AN_INTEGER);
      expect(run('INCRBY', 'other', text)).toBe(NOT_AN_INTEGER);
      expect(run('GET', 'k')).toBe(bulk(text));
    },
  );

  it('look at the increment before the type', () => {
    const harness = createHarness();
    plantList(harness, 'list');
    expect(harness.run('INCRBY', 'list', 'x')).toBe(NOT_AN_INTEGER);
    expect(harness.run('INCRBY', 'list', '1')).toBe(WRONG_TYPE);
    expect(harness.run('INCR', 'list')).toBe(WRONG_TYPE);
  });

  it('make an integer of a value that APPEND or INCRBYFLOAT left', () => {
    const harness = createHarness();
    harness.run('INCRBYFLOAT', 'k', '41');
    expect(encodingOf(harness, 'k')).toBe('embstr');
    harness.run('INCR', 'k');
    harness.run('APPEND', 'k', '0');
    expect(encodingOf(harness, 'k')).toBe('raw');
    expect(harness.run('INCR', 'k')).toBe(':421\r\n');
    expect(encodingOf(harness, 'k')).toBe('int');
  });

  it('report incrby and go out as they came', () => {
    const { run, events, propagated } = createHarness({ listens: true, propagates: true });
    run('INCR', 'k');
    run('DECRBY', 'k', '5');
    run('INCRBY', 'k', 'x');
    expect(events).toEqual(['incrby k', 'incrby k']);
    expect(propagated).toEqual([
      ['INCR', 'k'],
      ['DECRBY', 'k', '5'],
    ]);
  });

  it('count as 64-bit integers do', () => {
    const amount = fc.oneof(
      fc.bigInt({ min: -100n, max: 100n }),
      fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
      fc.bigInt({ min: INT64_MIN + 1n, max: INT64_MAX }),
    );
    const step = fc.tuple(fc.constantFrom('INCRBY', 'DECRBY'), amount);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { run } = createHarness();
        let model = 0n;
        for (const [name, by] of steps) {
          const sum = name === 'INCRBY' ? model + by : model - by;
          const fits = sum >= INT64_MIN && sum <= INT64_MAX;
          if (fits) model = sum;
          expect(run(name, 'k', by.toString())).toBe(fits ? `:${model}\r\n` : OVERFLOW);
        }
        if (steps.length > 0) expect(run('INCRBY', 'k', '0')).toBe(`:${model}\r\n`);
      }),
    );
  });
});

describe('INCRBYFLOAT', () => {
  it.each([
    ['1', '1.5', '2.5'],
    ['3.0e3', '200', '3200'],
    ['0.1', '0.2', '0.3'],
    ['10.50', '0.1', '10.6'],
    ['5.0e3', '2.0e2', '5200'],
    ['1.5', '-1.5', '0'],
    ['1', '1e17', '100000000000000001'],
    ['17179869184', '1.5', '17179869185.5'],
    ['0x10', '1', '17'],
    ['9007199254740993', '0.5', '9007199254740993.5'],
  ])('%s and %s are %s', (before, by, sum) => {
    const { run } = createHarness();
    run('SET', 'k', before);
    expect(run('INCRBYFLOAT', 'k', by)).toBe(bulk(sum));
    expect(run('GET', 'k')).toBe(bulk(sum));
  });

  it('begins at 0, keeps the expiry and stays text', () => {
    const harness = createHarness();
    expect(harness.run('INCRBYFLOAT', 'k', '3')).toBe(bulk('3'));
    harness.run('GETEX', 'k', 'EX', '10');
    expect(harness.run('INCRBYFLOAT', 'k', '4')).toBe(bulk('7'));
    expect(encodingOf(harness, 'k')).toBe('embstr');
    expect(expiryOf(harness, 'k')).toBe(HARNESS_NOW_MS + 10_000);
  });

  it('is a bulk string in RESP3 too', () => {
    expect(createHarness({ protocol: 3 }).run('INCRBYFLOAT', 'k', '1.5')).toBe(bulk('1.5'));
  });

  it.each(['', 'abc', ' 1', '1 ', 'nan', '1e5000', '1.5.1'])('takes %j for no number', (text) => {
    const { run } = createHarness();
    run('SET', 'k', text);
    expect(run('INCRBYFLOAT', 'k', '1')).toBe(NOT_A_FLOAT);
    expect(run('INCRBYFLOAT', 'other', text)).toBe(NOT_A_FLOAT);
    expect(run('GET', 'other')).toBe('$-1\r\n');
  });

  it('refuses infinity and another type', () => {
    const harness = createHarness();
    plantList(harness, 'list');
    expect(harness.run('INCRBYFLOAT', 'k', 'inf')).toBe('-ERR increment would produce NaN or Infinity\r\n');
    expect(harness.run('INCRBYFLOAT', 'list', 'x')).toBe(WRONG_TYPE);
  });

  it('reports incrbyfloat and is propagated as the sum', () => {
    const { run, events, propagated } = createHarness({ listens: true, propagates: true });
    run('INCRBYFLOAT', 'k', '0.1');
    run('INCRBYFLOAT', 'k', '0.2');
    expect(events).toEqual(['incrbyfloat k', 'incrbyfloat k']);
    expect(propagated).toEqual([
      ['SET', 'k', '0.1', 'KEEPTTL'],
      ['SET', 'k', '0.3', 'KEEPTTL'],
    ]);
  });
});
