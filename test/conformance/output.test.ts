import { describe, expect, it } from 'vitest';
import { parseOutput } from './output.ts';

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`;

describe('what the suite prints', () => {
  it('names the tests that passed, failed and were skipped', () => {
    const outcome = parseOutput(
      lines(
        'Cleanup: may take some time... OK',
        '[ready]: 4711',
        '[ok]: a first one (12 ms)',
        '[ok]: with (brackets) (0 ms)',
        '[err]: a bad one in tests/unit/some.tcl',
        "Expected 'a' to be 'b'",
        '  in a second line',
        '[skip]: left out',
        '[ignore]: large memory flag not provided',
        '[1/1 done]: unit/some (3 seconds)',
      ),
    );
    expect(outcome).toEqual({
      passed: ['a first one', 'with (brackets)'],
      failed: [{ test: 'a bad one', details: "Expected 'a' to be 'b'\n  in a second line" }],
      skipped: ['left out'],
      broken: [],
      isDone: true,
    });
  });

  it('counts no failure again that the summary repeats', () => {
    const outcome = parseOutput(
      lines('[err]: once in tests/unit/some.tcl', 'why', '', '                   The End', '', '*** [err]: once in x') +
        '[err]: once in tests/unit/some.tcl\n',
    );
    expect(outcome.failed.map(({ test }) => test)).toEqual(['once']);
  });

  it('may be coloured', () => {
    const escape = String.fromCharCode(27);
    const outcome = parseOutput(`[${escape}[0;32;49mok${escape}[0m]: green (1 ms)\n`);
    expect(outcome.passed).toEqual(['green']);
  });

  it('trusts no test that a block without a name has failed in', () => {
    const outcome = parseOutput(lines('[err]: r command', 'x', '[ok]: around it (1 ms)', '[ok]: after it (1 ms)'));
    expect(outcome.failed).toEqual([{ test: 'around it', details: 'r command\nx' }]);
    expect(outcome.passed).toEqual(['after it']);
    expect(outcome.broken).toEqual(['r command\nx']);
  });

  it('suspects one test only', () => {
    const outcome = parseOutput(
      lines('[err]: r command', '[err]: around it in tests/unit/x.tcl', '[ok]: after it (1 ms)'),
    );
    expect(outcome.failed.map(({ test }) => test)).toEqual(['around it']);
    expect(outcome.passed).toEqual(['after it']);
  });

  it.each(['exception', 'TIMEOUT'])('ends a unit with %s', (mark) => {
    const outcome = parseOutput(lines('[ok]: one (1 ms)', `[${mark}]: it was so`, 'and so'));
    expect(outcome).toMatchObject({ passed: ['one'], broken: ['it was so\nand so'], isDone: false });
  });
});
