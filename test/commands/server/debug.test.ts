import { describe, expect, it } from 'vitest';
import { createDebugHarness } from './debug-parts.ts';

const unknown = (word: string): string =>
  `-ERR unknown subcommand or wrong number of arguments for '${word}'. Try DEBUG HELP.\r\n`;

describe('DEBUG', () => {
  it.each([
    ['nosuch'],
    ['protocol'],
    ['SLEEP'],
    ['error', 'a', 'b'],
    ['structsize', 'x'],
    ['quicklist', 'a', '0', 'x'],
    ['populate', '1', 'a', '1', 'x'],
  ])('%s %s %s: no such subcommand with so many arguments', (word, ...rest) => {
    expect(createDebugHarness().run('DEBUG', word, ...rest)).toBe(unknown(word));
  });

  it('shows an unknown word up to a NUL and to 128 characters', () => {
    const { run } = createDebugHarness();
    expect(run('DEBUG', 'ab\0cd')).toBe(unknown('ab'));
    expect(run('DEBUG', 'x'.repeat(200))).toBe(unknown('x'.repeat(128)));
  });

  it('SLEEP waits so many seconds, and not at all for what is no number', () => {
    const { run } = createDebugHarness();
    const began = performance.now();
    expect(run('DEBUG', 'sleep', '0.05')).toBe('+OK\r\n');
    expect(performance.now() - began).toBeGreaterThan(45);
    expect(run('DEBUG', 'SLEEP', 'abc')).toBe('+OK\r\n');
    expect(run('DEBUG', 'SLEEP', '-1')).toBe('+OK\r\n');
  });

  it('ERROR answers an error of any text in one line', () => {
    const { run } = createDebugHarness();
    expect(run('DEBUG', 'ERROR', 'My error')).toBe('-My error\r\n');
    expect(run('DEBUG', 'ERROR', 'a\r\nb')).toBe('-a  b\r\n');
  });

  it('LOG writes to the log', () => {
    const { run, warnings } = createDebugHarness();
    expect(run('DEBUG', 'LOG', 'hello there')).toBe('+OK\r\n');
    expect(warnings).toEqual(['DEBUG LOG: hello there']);
  });

  it('STRUCTSIZE names the sizes that tools look for', () => {
    const reply = createDebugHarness().run('DEBUG', 'STRUCTSIZE');
    expect(reply).toMatch(/^\$\d+\r\nbits:64 robj:\d+ dictentry:\d+ sdshdr5:\d+ .*sdshdr64:\d+ \r\n$/);
  });

  it('LEAK keeps a string', () => {
    expect(createDebugHarness().run('DEBUG', 'LEAK', 'x')).toBe('+OK\r\n');
  });

  it('CHANGE-REPL-ID and CONFIG-REWRITE-FORCE-ALL ask their owner', () => {
    let changed = 0;
    const { run } = createDebugHarness({
      changeReplicationId: () => void changed++,
      rewriteAll: () => 'No space left on device',
    });
    expect(run('DEBUG', 'change-repl-id')).toBe('+OK\r\n');
    expect(changed).toBe(1);
    expect(run('DEBUG', 'CONFIG-REWRITE-FORCE-ALL')).toBe(
      '-ERR CONFIG-REWRITE-FORCE-ALL failed: No space left on device\r\n',
    );
    expect(createDebugHarness().run('DEBUG', 'CONFIG-REWRITE-FORCE-ALL')).toBe('+OK\r\n');
  });

  it.each(['RELOAD', 'LOADAOF'])('%s says that there is no persistence', (word) => {
    expect(createDebugHarness().run('DEBUG', word)).toMatch(new RegExp(`^-ERR DEBUG ${word} is not available`));
  });

  it('HELP lists every subcommand once', () => {
    const lines = createDebugHarness().run('DEBUG', 'HELP').split('\r\n');
    expect(lines[1]).toBe('+DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:');
    const heads = lines.filter((line) => /^\+[A-Z]/.test(line)).slice(1);
    expect(new Set(heads).size).toBe(heads.length);
    expect(heads.at(-1)).toBe('+HELP');
  });
});
