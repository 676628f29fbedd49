import { describe, expect, it } from 'vitest';
import { bulks, line, sortHarness } from './sort-harness.ts';

const SYNTAX = '-ERR syntax error\r\n';

describe('the options of SORT', () => {
  it.each([
    ['SORT l bogus', SYNTAX],
    ['SORT l LIMIT 1', SYNTAX],
    ['SORT l BY', SYNTAX],
    ['SORT l GET', SYNTAX],
    ['SORT l STORE', SYNTAX],
    ['SORT l ASC x ALPHA', SYNTAX],
    ['SORT l LIMIT a 1', '-ERR value is not an integer or out of range\r\n'],
    ['SORT l LIMIT 1 9223372036854775808', '-ERR value is not an integer or out of range\r\n'],
    // Options come before the key's type.
    ['SORT string bogus', SYNTAX],
  ])('%s', (command, error) => {
    const harness = sortHarness();
    harness.list('l', 'a');
    harness.run('SET', 'string', 'x');
    expect(harness.run(...line(command))).toBe(error);
  });

  it('given twice count as the later one says, but every GET', () => {
    const harness = sortHarness();
    harness.list('l', '1', '2', '3');
    expect(bulks(harness.run(...line('SORT l desc asc limit 0 1 LIMIT 1 1 get # GET #')))).toEqual(['2', '2']);
    expect(bulks(harness.run(...line('SORT l BY nosort BY w_* DESC')))).toEqual(['3', '2', '1']);
    expect(harness.run(...line('SORT l STORE a STORE b'))).toBe(':3\r\n');
    expect([harness.listOf('a'), harness.listOf('b')]).toEqual([undefined, ['1', '2', '3']]);
  });
});
