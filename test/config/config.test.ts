import { join } from 'node:path';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { Config } from '../../src/config/config.ts';
import { DIRECTIVES } from '../../src/config/directives.ts';
import { temporaryFolder } from './temporary-folder.ts';

const failed = (name: string, reason: string): string =>
  `ERR CONFIG SET failed (possibly related to argument '${name}') - ${reason}`;

describe('get', () => {
  test('has the type that the table says', () => {
    const config = new Config();
    expectTypeOf(config.get('maxclients')).toEqualTypeOf<number>();
    expectTypeOf(config.get('protected-mode')).toEqualTypeOf<boolean>();
    expectTypeOf(config.get('log-format')).toEqualTypeOf<'redis' | 'json'>();
    expectTypeOf(config.get('unixsocket')).toEqualTypeOf<string | undefined>();
    expectTypeOf(config.get('bind')).toEqualTypeOf<readonly string[]>();
    expect(config.get('maxclients')).toBe(10000);
    expect(config.get('save')[0]).toEqual({ seconds: 3600, changes: 1 });
    expect(config.get('client-output-buffer-limit').replica.hardBytes).toBe(256 * 1024 ** 2);
    expect(config.get('maxmemory-clients')).toEqual({ unit: 'bytes', amount: 0 });
    expect(config.get('shutdown-on-sigterm')).toEqual([]);
    expect(config.get('replicaof')).toBeUndefined();
    expect(config.get('dir')).toBe(process.cwd());
  });

  test('decodes text and leaves secrets bytes', () => {
    const config = new Config();
    const bytes = Buffer.from('Zoë').toString('latin1');
    expect(config.set([['syslog-ident', 'x']])).toMatch(/immutable/);
    expect(
      config.set([
        ['masteruser', bytes],
        ['masterauth', 'p\xff'],
      ]),
    ).toBeUndefined();
    expect(config.get('masteruser')).toBe('Zoë');
    expect(config.get('masterauth')).toEqual(Buffer.from([0x70, 0xff]));
    expect(config.matching(['masteruser'])).toEqual([['masteruser', bytes]]);
  });

  test('answers every class of events by its letter', () => {
    const config = new Config();
    config.set([['notify-keyspace-events', 'EKAno']]);
    expect(config.get('notify-keyspace-events')).toBe('g$lshzxetdnoKE');
    expect(config.matching(['notify-keyspace-events'])[0][1]).toBe('AoKE');
  });
});

describe('matching', () => {
  const config = new Config();

  test('answers a name as it was asked for, once', () => {
    expect(config.matching(['MAXmemory', 'maxmemory', 'nothing', 'lua-time-limit'])).toEqual([
      ['MAXmemory', '0'],
      ['lua-time-limit', '5000'],
    ]);
  });

  test('answers names and aliases of a glob, in any case', () => {
    expect(config.matching(['*-SERVE-stale-*'])).toEqual([
      ['replica-serve-stale-data', 'yes'],
      ['slave-serve-stale-data', 'yes'],
    ]);
    const names = config.matching(['replicaof', '*of', 'maxmemory*', 'maxmemory']).map(([name]) => name);
    expect(names.slice(0, 2)).toEqual(['replicaof', 'slaveof']);
    expect(new Set(names).size).toBe(names.length);
  });

  test('shows hidden ones by their exact name only', () => {
    expect(config.matching(['key-load-dela?'])).toEqual([]);
    expect(config.matching(['key-load-delay'])).toEqual([['key-load-delay', '0']]);
    const shown = config.matching(['*']).map(([name]) => name);
    for (const [name, { spec }] of Object.entries(DIRECTIVES)) expect(shown.includes(name)).toBe(!spec.hidden);
  });
});

describe('set', () => {
  test.each([
    [[['nothing', '1']], "ERR Unknown option or number of arguments for CONFIG SET - 'nothing'"],
    [
      [
        ['hz', '1'],
        ['No\xff', '1'],
      ],
      "ERR Unknown option or number of arguments for CONFIG SET - 'No\xff'",
    ],
    [
      [
        ['Daemonize', 'yes'],
        ['nothing', '1'],
      ],
      failed('Daemonize', "can't set immutable config"),
    ],
    [[['Dir', '/']], failed('Dir', "can't set protected config")],
    [
      [
        ['hz', '5'],
        ['HZ', '6'],
      ],
      failed('HZ', 'duplicate parameter'),
    ],
    [[['Slave-Priority', 'x']], failed('slave-priority', "argument couldn't be parsed into an integer")],
    [[['appendonly', 'maybe']], failed('appendonly', "argument must be 'yes' or 'no'")],
    [[['maxmemory-clients', '200%']], failed('maxmemory-clients', 'percentage argument must be less or equal to 100')],
    [[['maxclients', '-1']], failed('maxclients', 'argument must be between 1 and 4294967295 inclusive')],
  ] as [[string, string][], string][])('%j is refused', (pairs, error) => {
    const config = new Config();
    const before = config.matching(['*']);
    expect(config.set(pairs)).toBe(error);
    expect(config.matching(['*'])).toEqual(before);
  });

  test('takes nothing when one value is wrong', () => {
    const config = new Config();
    const error = config.set([
      ['maxmemory', '1gb'],
      ['save', '5 5'],
      ['timeout', 'x'],
    ]);
    expect(error).toBe(failed('timeout', "argument couldn't be parsed into an integer"));
    expect(config.get('maxmemory')).toBe(0);
    expect(config.get('save')).toHaveLength(3);
  });

  test('keeps 64-bit numbers exactly', () => {
    const config = new Config();
    config.set([
      ['maxmemory', '18446744073709551615'],
      ['slowlog-log-slower-than', '9223372036854775807'],
    ]);
    expect(config.matching(['maxmemory', 'slowlog-log-slower-than'])).toEqual([
      ['maxmemory', '18446744073709551615'],
      ['slowlog-log-slower-than', '9223372036854775807'],
    ]);
  });

  test('lets alias and name stand beside each other; the later one wins', () => {
    const config = new Config();
    expect(
      config.set([
        ['slave-priority', '5'],
        ['replica-priority', '6'],
      ]),
    ).toBeUndefined();
    expect(config.get('replica-priority')).toBe(6);
  });

  test('refuses some during loading, but a wrong name before it first', () => {
    const config = new Config();
    const loading = { local: true, loading: true };
    const denied = 'LOADING Redis is loading the dataset in memory';
    expect(
      config.set(
        [
          ['repl-diskless-load', 'swapdb'],
          ['nothing', '1'],
        ],
        loading,
      ),
    ).toBe(denied);
    expect(
      config.set(
        [
          ['nothing', '1'],
          ['repl-diskless-load', 'swapdb'],
        ],
        loading,
      ),
    ).toMatch(/^ERR Unknown option/);
    expect(config.set([['loglevel', 'debug']], loading)).toBeUndefined();
  });

  test.each([
    ['no', true, false],
    ['local', true, true],
    ['local', false, false],
    ['yes', false, true],
  ])('with enable-protected-configs %s and local %s: allowed %s', (value, local, allowed) => {
    const config = new Config();
    config.load(config.find('enable-protected-configs')!, [value]);
    expect(config.set([['dbfilename', 'x.rdb']], { local, loading: false }) === undefined).toBe(allowed);
  });

  test('resolves dir from the one before, and says what is wrong with it', () => {
    const folder = temporaryFolder({ 'sub/file': '' });
    const config = new Config({ directory: folder });
    config.load(config.find('enable-protected-configs')!, ['yes']);
    expect(config.set([['dir', 'sub']])).toBeUndefined();
    expect(config.get('dir')).toBe(join(folder, 'sub'));
    expect(config.set([['dir', 'sub']])).toBe(failed('dir', 'No such file or directory'));
    expect(config.set([['dir', 'file']])).toBe(failed('dir', 'Not a directory'));
    expect(config.set([['dir', '']])).toBe(failed('dir', 'No such file or directory'));
    expect(config.get('dir')).toBe(join(folder, 'sub'));
  });

  test('knows the secrets, under any name', () => {
    const config = new Config();
    expect(['RequirePass', 'masterauth', 'masteruser', 'tls-key-file-pass'].every((n) => config.isSensitive(n))).toBe(
      true,
    );
    expect(config.isSensitive('port')).toBe(false);
    expect(config.isSensitive('nothing')).toBe(false);
  });
});

describe('applying', () => {
  test('comes when all values are in place, only for what has changed', () => {
    const config = new Config();
    const calls: unknown[] = [];
    config.onChange('timeout', (value) => void calls.push(['timeout', value, config.get('hz')]));
    config.onChange('hz', (value) => void calls.push(['hz', value]));
    config.onChange('maxclients', () => void calls.push('maxclients'));
    config.set([
      ['timeout', '5'],
      ['maxclients', '10000'],
      ['hz', '50'],
    ]);
    expect(calls).toEqual([
      ['timeout', 5, 50],
      ['hz', 50],
    ]);
  });

  test('comes for a volatile directive even when its value is the same', () => {
    const config = new Config();
    let calls = 0;
    config.onChange('tls-cert-file', () => void calls++);
    config.set([['tls-cert-file', 'a']]);
    config.set([['tls-cert-file', 'a']]);
    expect(calls).toBe(2);
  });

  test('that refuses brings everything back, also what had been applied', () => {
    const warnings: string[] = [];
    const config = new Config({ warn: (text) => warnings.push(text) });
    const applied: string[] = [];
    config.onChange('maxmemory', (value) => void applied.push(`maxmemory ${value}`));
    config.onChange('port', (value) => {
      applied.push(`port ${value}`);
      return value === 1 ? 'Unable to listen on this port. Check server logs.' : undefined;
    });
    config.onChange('hz', (value) => void applied.push(`hz ${value}`));
    const error = config.set([
      ['maxmemory', '100'],
      ['PORT', '1'],
      ['hz', '20'],
    ]);
    expect(error).toBe(failed('port', 'Unable to listen on this port. Check server logs.'));
    expect(applied).toEqual(['maxmemory 100', 'port 1', 'maxmemory 0', 'port 6379']);
    expect([config.get('maxmemory'), config.get('port'), config.get('hz')]).toEqual([0, 6379, 10]);
    expect(warnings).toEqual([
      'Failed applying new configuration. Possibly related to new port setting. Restoring previous settings.',
    ]);
  });

  test('without a text ends behind the name', () => {
    const config = new Config();
    config.onChange('port', () => '');
    expect(config.set([['port', '1']])).toBe("ERR CONFIG SET failed (possibly related to argument 'port')");
  });

  test('bind applies at once, too', () => {
    const config = new Config();
    const values: number[] = [];
    expect(config.bind('timeout', (value) => void values.push(value))).toBeUndefined();
    expect(config.bind('hz', () => 'no')).toBe('no');
    config.set([['timeout', '7']]);
    expect(values).toEqual([0, 7]);
  });
});
