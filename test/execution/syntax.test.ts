import { describe, expect, it } from 'vitest';
import type { CommandArgument } from '../../src/execution/syntax.ts';
import { parseSyntax } from '../../src/execution/syntax.ts';

const PLAIN = { optional: false, multiple: false, multipleToken: false };

/** An argument without what it does not say. */
function arg(name: string, type: CommandArgument['type'], more: Partial<CommandArgument> = {}): CommandArgument {
  const shown = more.arguments === undefined ? { displayText: name } : {};
  return { name, type, ...shown, ...PLAIN, ...more };
}

const token = (name: string, more: Partial<CommandArgument> = {}): CommandArgument =>
  arg(name, 'pure-token', { token: name.toUpperCase(), ...more });

describe('parseSyntax', () => {
  it.each<[string, CommandArgument[]]>([
    ['', []],
    ['value', [arg('value', 'string')]],
    ['key', [arg('key', 'key', { keySpecIndex: 0 })]],
    ['key:string', [arg('key', 'string')]],
    ['count:integer', [arg('count', 'integer')]],
    ['addr@ip:port', [arg('addr', 'string', { displayText: 'ip:port' })]],
    ['by:pattern@glob#1', [arg('by', 'pattern', { displayText: 'glob', keySpecIndex: 1 })]],
    [
      'source:key destination:key',
      [arg('source', 'key', { keySpecIndex: 0 }), arg('destination', 'key', { keySpecIndex: 1 })],
    ],
    ['key1:key key2:key#0', [arg('key1', 'key', { keySpecIndex: 0 }), arg('key2', 'key', { keySpecIndex: 0 })]],
    ['REPLACE', [token('replace')]],
    ['NO-EVICT ', [token('no-evict')]],
    ["auto='*'", [arg('auto', 'pure-token', { token: '*' })]],
    ['empty=\'""\'', [arg('empty', 'pure-token', { token: '""' })]],
    ['crash:pure-token', [arg('crash', 'pure-token')]],
    ['[GET]', [token('get', { optional: true })]],
    ['[change=CH]', [arg('change', 'pure-token', { token: 'CH', optional: true })]],
    ['[LEN len:integer]', [arg('len', 'integer', { token: 'LEN', optional: true })]],
    ['full=FULL count', [arg('full', 'pure-token', { token: 'FULL' }), arg('count', 'string')]],
  ])('%j', (syntax, expected) => {
    expect(parseSyntax(syntax)).toEqual(expected);
  });

  it.each<[string, Partial<CommandArgument>]>([
    ['key...', { multiple: true }],
    ['key [key ...]', { multiple: true }],
    ['[key...]', { optional: true, multiple: true }],
    ['[key [key ...]]', { optional: true, multiple: true }],
    ['[KEYS key...]', { token: 'KEYS', optional: true, multiple: true }],
    ['[KEYS key]...', { token: 'KEYS', optional: true, multiple: true, multipleToken: true }],
  ])('repeats: %j', (syntax, expected) => {
    expect(parseSyntax(syntax)).toEqual([arg('key', 'key', { keySpecIndex: 0, ...expected })]);
  });

  it('reads alternatives, named or not, wanted or not', () => {
    const parts = [token('nx'), token('xx')];
    expect(parseSyntax('[NX | XX]')).toEqual([arg('condition', 'oneof', { arguments: parts, optional: true })]);
    expect(parseSyntax('when=<NX | XX>')).toEqual([arg('when', 'oneof', { arguments: parts })]);
    const filters = [arg('id', 'integer', { token: 'ID', optional: true }), arg('user', 'string')];
    expect(parseSyntax('filter=<[ID id:integer] | user>...')).toEqual([
      arg('filter', 'oneof', { arguments: filters, multiple: true }),
    ]);
  });

  it('reads blocks, with and without a token', () => {
    const parts = [arg('field', 'string'), arg('value', 'string')];
    expect(parseSyntax('<field value>...')).toEqual([arg('data', 'block', { arguments: parts, multiple: true })]);
    expect(parseSyntax('pair=[field value]')).toEqual([arg('pair', 'block', { arguments: parts, optional: true })]);
    const auth = arg('auth', 'block', { arguments: parts, token: 'AUTH' });
    expect(parseSyntax('AUTH auth=<field value>')).toEqual([auth]);
    expect(parseSyntax('[AUTH auth=<field value>]...')).toEqual([
      { ...auth, optional: true, multiple: true, multipleToken: true },
    ]);
  });

  it('notes since when, and until when, behind a name, a token, a bracket and a repetition', () => {
    expect(parseSyntax('a!2.8.12')).toEqual([arg('a', 'string', { deprecatedSince: '2.8.12' })]);
    expect(parseSyntax('[GET^6.2.0]')).toEqual([token('get', { since: '6.2.0', optional: true })]);
    expect(parseSyntax('[ID id:integer...^6.2.0]')).toEqual([
      arg('id', 'integer', { token: 'ID', since: '6.2.0', optional: true, multiple: true }),
    ]);
    expect(parseSyntax('[NX | XX^7.0.0]^2.6.12')).toEqual([
      arg('condition', 'oneof', {
        arguments: [token('nx'), token('xx', { since: '7.0.0' })],
        since: '2.6.12',
        optional: true,
      }),
    ]);
  });

  it.each(['[a', 'a]', '<>', 'a |', '[a | ]', 'a:colour', 'Mixed', 'a=', '{a}'])('refuses %j', (syntax) => {
    expect(() => parseSyntax(syntax)).toThrow(/^Wrong command syntax/);
  });
});
