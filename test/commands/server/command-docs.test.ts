import { describe, expect, it } from 'vitest';
import { ask, compact } from './described-commands.ts';

describe('COMMAND DOCS', () => {
  it('tells what the declaration says, and nothing that it does not', () => {
    expect(compact(ask('DOCS', 'full'))).toBe(
      '%1 full %9 summary Does it. since 7.0.0 group server complexity O(1) doc_flags ~1 +deprecated ' +
        'deprecated_since 8.0.0 replaced_by `BOX OPEN` history ~1 *2 7.2.0 Counts. ' +
        'arguments *1 %5 name count type integer display_text count since 7.2.0 flags ~1 +optional',
    );
  });

  it('describes subcommands by their whole names', () => {
    const open = '%4 summary Does it. since 7.0.0 group server complexity O(1)';
    expect(compact(ask('DOCS', 'BOX'))).toBe(
      `%1 box %5 summary Does it. since 7.0.0 group server complexity O(1) subcommands %1 box|open ${open}`,
    );
  });

  it('leaves out what does not exist', () => {
    expect(ask('DOCS', 'nosuch')).toBe('%0\r\n');
  });

  it('shows groups of arguments with their parts and without a text of their own', () => {
    expect(compact(ask('DOCS', 'command|list'))).toContain(
      'arguments *1 %5 name filterby type oneof token FILTERBY flags ~1 +optional arguments *3 ' +
        '%4 name module-name type string display_text module-name token MODULE ',
    );
  });
});
