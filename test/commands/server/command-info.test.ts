import { describe, expect, it } from 'vitest';
import { ask, compact } from './described-commands.ts';

describe('COMMAND INFO', () => {
  it('tells everything that programs need', () => {
    expect(compact(ask('INFO', 'FULL'))).toBe(
      '*1 *10 full :-2 ~3 +write +no_mandatory_keys +movablekeys :0 :0 :0 ~3 +@write +@slow +@dangerous ' +
        '~1 nondeterministic_output ' +
        '~1 %4 notes So it is flags ~3 +RW +access +update begin_search %2 type index spec %1 index :1 ' +
        'find_keys %2 type keynum spec %3 keynumidx :0 firstkey :1 keystep :1 ~0',
    );
  });

  it('describes subcommands inside their container, and by themselves', () => {
    const open =
      '*10 box|open :3 ~1 +fast :2 :2 :1 ~1 +@fast ~0 ~1 %3 flags ~1 +RO begin_search %2 type index spec %1 index :2 ' +
      'find_keys %2 type range spec %3 lastkey :0 keystep :1 limit :0 ~0';
    expect(compact(ask('INFO', 'box'))).toBe(`*1 *10 box :-2 ~0 :0 :0 :0 ~1 +@slow ~0 ~0 *1 ${open}`);
    expect(compact(ask('INFO', 'Box|Open'))).toBe(`*1 ${open}`);
  });

  it('is null for what does not exist, as often as it is asked', () => {
    expect(ask('INFO', 'nosuch', 'box|nosuch', 'box|open|x', '|')).toBe('*4\r\n_\r\n_\r\n_\r\n_\r\n');
  });
});
