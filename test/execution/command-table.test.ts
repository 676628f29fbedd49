import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandSpec } from '../../src/execution/command.ts';
import { command } from '../../src/execution/command.ts';
import { CommandTable } from '../../src/execution/command-table.ts';
import { vectorOf } from '../support/command-harness.ts';

function named(name: string, more: Partial<CommandSpec> = {}): CommandSpec {
  const common = { group: 'generic', since: '1.0.0', summary: '', complexity: '' } as const;
  return command({ ...common, name, arity: 1, flags: [], handler: () => undefined, ...more });
}

function container(name: string, words: readonly string[], more: Partial<CommandSpec> = {}): CommandSpec {
  const { handler: _, ...spec } = named(name, { arity: -2, subcommands: words.map((word) => named(word)), ...more });
  return spec;
}

function anyCase(text: string): fc.Arbitrary<string> {
  return fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) => [...text].map((char, i) => (upper[i] ? char.toUpperCase() : char.toLowerCase())).join(''));
}

describe('CommandTable', () => {
  const table = new CommandTable([named('GET'), named('GETEX'), named('A'), container('CLIENT', ['ID', 'SETNAME'])]);
  const find = (...words: string[]): string | undefined => table.find(vectorOf(words))?.name;

  test('finds a command in any case', () => {
    fc.assert(
      fc.property(anyCase('getex'), anyCase('client'), anyCase('setname'), (getex, client, setname) => {
        expect(find(getex, 'x')).toBe('getex');
        expect(find(client, setname, 'x')).toBe('client|setname');
      }),
    );
  });

  test.each(['', 'G', 'GE', 'GETE', 'GETEXX', 'GET ', 'GE\x14', 'G\x05T', '\xc7ET', 'a|b', 'client|id', 'Ä'])(
    'does not find %j',
    (name) => {
      expect(find(name, 'x')).toBeUndefined();
    },
  );

  test('a container alone is itself, with an unknown word nothing', () => {
    expect(find('client')).toBe('client');
    expect(find('client', 'foo')).toBeUndefined();
    expect(find('client', '')).toBeUndefined();
    const callable = new CommandTable([container('COMMAND', ['COUNT'], { handler: () => undefined, arity: -1 })]);
    expect(callable.find(vectorOf(['COMMAND']))?.name).toBe('command');
    expect(callable.find(vectorOf(['COMMAND', 'FOO']))).toBeUndefined();
  });

  test('get knows small letters, and subcommands behind a bar', () => {
    expect(table.get('get')?.spec.name).toBe('GET');
    expect(table.get('client|setname')?.spec.name).toBe('SETNAME');
    expect(table.get('client|foo')).toBeUndefined();
    expect(table.get('foo|id')).toBeUndefined();
    expect(table.get('GET')).toBeUndefined();
  });

  test('thousands of names, many of which share a slot, are all found', () => {
    const names = Array.from({ length: 5_000 }, (_, i) => `CMD${i.toString(36).toUpperCase()}X`);
    const large = new CommandTable(names.map((name) => named(name)));
    expect(large.size).toBe(5_000);
    expect(names.filter((name) => large.find(vectorOf([name]))?.spec.name !== name)).toEqual([]);
    expect([...large.entries].map(({ spec }) => spec.name)).toEqual(names);
  });

  test('renames, and takes out under an empty name', () => {
    const names = Array.from({ length: 2_000 }, (_, i) => `C${i}`);
    const large = new CommandTable(names.map((name) => named(name)));
    const found = (name: string): string | undefined => large.find(vectorOf([name]))?.spec.name;
    expect(large.rename('c7', 'Seven')).toBe(true);
    expect(found('sEVEN')).toBe('C7');
    expect(found('C7')).toBeUndefined();
    expect(large.get('seven')?.spec.name).toBe('C7');
    expect(large.rename('C8', '')).toBe(true);
    expect(found('C8')).toBeUndefined();
    expect(large.rename('C9', 'c10')).toBe(false);
    expect(large.rename('C8', 'X')).toBe(false);
    expect(large.size).toBe(1_999);
    const others = names.filter((name) => name !== 'C7' && name !== 'C8');
    expect(others.filter((name) => found(name) !== name)).toEqual([]);
  });
});
