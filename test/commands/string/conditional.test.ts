import { beforeAll, describe, expect, it } from 'vitest';
import { loadXxh3 } from '../../../src/util/xxh3.ts';
import { createHarness, plantList } from '../../support/command-harness.ts';

const YES = ':1\r\n';
const NO = ':0\r\n';
const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const NEEDS_STRING = '-ERR Key should be of string type if conditions are specified\r\n';
const WRONG_ARITY = "-ERR wrong number of arguments for 'delex' command\r\n";
const INVALID_CONDITION = '-ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE\r\n';
const INVALID_DIGEST = '-ERR must be exactly 16 hexadecimal characters\r\n';
const HELLO_DIGEST = '9555e8555c62dcfd';
const OTHER_DIGEST = '0'.repeat(16);

beforeAll(loadXxh3);

describe('DELEX', () => {
  it.each([
    ['', YES],
    ['IFEQ hello', YES],
    ['ifeq other', NO],
    ['IFNE hello', NO],
    ['IfNe other', YES],
    [`IFDEQ ${HELLO_DIGEST}`, YES],
    [`IFDEQ ${OTHER_DIGEST}`, NO],
    [`IFDNE ${HELLO_DIGEST}`, NO],
    [`IFDNE ${OTHER_DIGEST}`, YES],
    ['IFDEQ abc', INVALID_DIGEST],
    ['IFDNE ', INVALID_DIGEST],
    ['FOO hello', INVALID_CONDITION],
    ['IFEQ', WRONG_ARITY],
    ['IFEQ hello IFEQ hello', WRONG_ARITY],
  ])('with %j', (condition, reply) => {
    const { run } = createHarness();
    run('SET', 'k', 'hello');
    expect(run('DELEX', 'k', ...(condition === '' ? [] : condition.split(' ')))).toBe(reply);
    expect(run('STRLEN', 'k')).toBe(reply === YES ? NO : ':5\r\n');
  });

  it.each(['IFEQ', 'IFNE', 'IFDEQ', 'IFDNE', 'FOO'])('of a missing key is 0, with %s too', (condition) => {
    const { run } = createHarness();
    expect([run('DELEX', 'k', condition, 'x'), run('DELEX', 'k')]).toEqual([NO, NO]);
  });

  it('of a missing key still refuses a condition without its value', () => {
    expect(createHarness().run('DELEX', 'k', 'IFEQ')).toBe(WRONG_ARITY);
  });

  it('deletes another type, but compares only strings', () => {
    const harness = createHarness();
    plantList(harness, 'k');
    expect(harness.run('DELEX', 'k', 'IFNE', 'x')).toBe(NEEDS_STRING);
    expect(harness.run('DELEX', 'k', 'FOO', 'x')).toBe(NEEDS_STRING);
    expect(harness.run('DELEX', 'k')).toBe(YES);
    expect(harness.keyspace.databases[0].size).toBe(0);
  });

  it('tells others DEL, when it deletes', () => {
    const { run, events, propagated } = createHarness({ listens: true, propagates: true });
    run('SET', 'k', 'v');
    run('DELEX', 'k', 'IFEQ', 'x');
    run('DELEX', 'k', 'IFEQ', 'v');
    run('DELEX', 'k');
    expect(events).toEqual(['set k', 'del k']);
    expect(propagated).toEqual([
      ['SET', 'k', 'v'],
      ['DEL', 'k'],
    ]);
  });
});

describe('DELIFEQ', () => {
  it('deletes an equal value', () => {
    const { run, propagated } = createHarness({ propagates: true });
    expect(run('DELIFEQ', 'k', '')).toBe(NO);
    run('SET', 'k', '7');
    expect([run('DELIFEQ', 'k', '07'), run('DELIFEQ', 'k', '7'), run('DELIFEQ', 'k', '7')]).toEqual([NO, YES, NO]);
    expect(propagated.at(-1)).toEqual(['DEL', 'k']);
  });

  it('refuses another type', () => {
    const harness = createHarness();
    plantList(harness, 'k');
    expect(harness.run('DELIFEQ', 'k', 'x')).toBe(WRONG_TYPE);
  });
});

describe('DIGEST', () => {
  it('is sixteen hexadecimal digits, or null', () => {
    const { run } = createHarness();
    expect(run('DIGEST', 'k')).toBe('$-1\r\n');
    run('SET', 'k', 'hello');
    expect(run('DIGEST', 'k')).toBe(`$16\r\n${HELLO_DIGEST}\r\n`);
    run('SET', 'k', 'v8');
    expect(run('DIGEST', 'k')).toBe('$16\r\n0cc76dbb41381419\r\n');
  });

  it('depends on the value alone, however it came about', () => {
    const { run } = createHarness();
    run('SET', 'a', '124');
    run('SET', 'b', '123');
    run('INCR', 'b');
    run('APPEND', 'c', '12');
    run('APPEND', 'c', '4');
    expect([run('DIGEST', 'b'), run('DIGEST', 'c')]).toEqual([run('DIGEST', 'a'), run('DIGEST', 'a')]);
  });

  it('refuses another type', () => {
    const harness = createHarness({ protocol: 3 });
    plantList(harness, 'k');
    expect([harness.run('DIGEST', 'k'), harness.run('DIGEST', 'missing')]).toEqual([WRONG_TYPE, '_\r\n']);
  });
});
