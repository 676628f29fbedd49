import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Config } from '../../src/config/config.ts';
import { loadConfig, toOptions } from '../../src/config/file.ts';
import type { ConfigFileHooks, ConfigSource } from '../../src/config/file.ts';
import { ConfigFileError, UnreadableFileError } from '../../src/config/file-errors.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Loads `text` as a file beside `files` and answers the values; `hooks` as given. */
function load(text: string, files: Record<string, string> = {}, hooks: ConfigFileHooks = {}): Config {
  const folder = temporaryFolder({ ...files, 'redis.conf': text });
  const config = new Config({ directory: folder });
  loadConfig(config, { file: join(folder, 'redis.conf') }, hooks);
  return config;
}

function failureOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

const shown = (config: Config, name: string): string => config.matching([name])[0][1];
const atLine = (line: number, text: string, reason: string): string =>
  `\n*** FATAL CONFIG FILE ERROR (Redis 8.0.2) ***\nReading the configuration file, at line ${line}\n` +
  `>>> '${text}'\n${reason}\n`;

describe('a configuration file', () => {
  test('is read with comments, blanks, quotes and any case', () => {
    const config = load(
      '# hz 1\n\n \t# x\n  PORT 7000\r\n\thz "12"\t\nmasterauth \'a\\\'b\'\nrequirepass "\\xff\\n c"',
    );
    expect([config.get('port'), config.get('hz')]).toEqual([7000, 12]);
    expect(config.get('masterauth')).toEqual(Buffer.from("a'b"));
    expect(config.get('requirepass')).toEqual(Buffer.from('\xff\n c', 'latin1'));
  });

  test('sets what CONFIG SET may not, and the later line wins', () => {
    const config = load('daemonize yes\nslave-priority 5\nreplica-priority 6\nmaxmemory 1gb\nmaxmemory 2gb\n');
    expect(config.get('daemonize')).toBe(true);
    expect(config.get('replica-priority')).toBe(6);
    expect(config.get('maxmemory')).toBe(2 * 1024 ** 3);
  });

  test.each([
    ['bogus', 'Bad directive or wrong number of arguments'],
    ['bogus yes', 'Bad directive or wrong number of arguments'],
    ['include', 'Bad directive or wrong number of arguments'],
    ['user', 'Bad directive or wrong number of arguments'],
    ['list-max-ziplist-entries 1 2', 'Bad directive or wrong number of arguments'],
    ['port', 'wrong number of arguments'],
    ['port 1 2', 'wrong number of arguments'],
    ['port "1', 'Unbalanced quotes in configuration line'],
    ["port '1'x", 'Unbalanced quotes in configuration line'],
    ['port abc', "argument couldn't be parsed into an integer"],
    ['PORT 70000', 'argument must be between 0 and 65535 inclusive'],
    ['save 1', 'Invalid save parameters'],
    ['dir /nonexistent', 'No such file or directory'],
    ['replicaof a b', 'Invalid master port'],
    ['sentinel monitor a', 'sentinel directive while not in sentinel mode'],
    ['client-output-buffer-limit "normal 1 2 "', 'Wrong number of arguments in buffer limit configuration.'],
  ])('with %j is refused at its line', (line, reason) => {
    const failure = failureOf(() => load(`hz 1\n\n \t${line} \t\r\nport x\n`));
    expect(failure).toBeInstanceOf(ConfigFileError);
    expect(failure.message).toBe(atLine(3, line, reason));
  });

  test('may hold what earlier releases had, and an empty sentinel line', () => {
    expect(() => load('list-max-ziplist-entries 5\nlua-replicate-commands yes\nsentinel\n')).not.toThrow();
  });

  test('that is not there goes to the log', () => {
    const failure = failureOf(() => loadConfig(new Config(), { file: '/nonexistent.conf' }));
    expect(failure).toBeInstanceOf(UnreadableFileError);
    const said = failureOf(() => load('include missing.conf'));
    expect(said.message).toBe("Fatal error, can't open config file 'missing.conf': No such file or directory");
  });

  test('a directory is an empty one', () => {
    const config = new Config();
    expect(() => loadConfig(config, { file: temporaryFolder() })).not.toThrow();
  });

  test('loses what follows a NUL, with the end of the line', () => {
    const failure = failureOf(() => load('hz 5\0\ntimeout 3\n'));
    expect(failure.message).toBe(atLine(1, 'hz 5timeout 3', 'wrong number of arguments'));
  });
});

describe('several arguments', () => {
  test.each([
    ['save 900 1 300 2', 'save', '900 1 300 2'],
    ['save "900 1"', 'save', '900 1'],
    ['save "900  1"', 'save', '900 1'],
    ['save', 'save', ''],
    ['save ""', 'save', ''],
    ['save "\\"x"', 'save', ''],
    ['save 1 1\nsave 2 2', 'save', '1 1 2 2'],
    ['save 1 1\nsave ""\nsave 2 2', 'save', '2 2'],
    ['hz 1', 'save', '3600 1 300 100 60 10000'],
    ['bind 127.0.0.1 ::1', 'bind', '127.0.0.1 ::1'],
    ['bind "127.0.0.1 ::1"', 'bind', '127.0.0.1 ::1'],
    ['shutdown-on-sigterm "nosave force"', 'shutdown-on-sigterm', 'nosave force'],
    ['oom-score-adj-values 1 "2" 3', 'oom-score-adj-values', '1 2 3'],
  ])('%j', (text, name, value) => {
    expect(shown(load(text), name)).toBe(value);
  });
});

describe('include', () => {
  const files = {
    'd/a.conf': 'hz 11\nsave 1 1',
    'd/b.conf': '\ntimeout 12\nsave 2 2',
    'd/.c.conf': 'timeout 99',
    'e.conf': 'hz 77',
  };

  test('reads a file in its place', () => {
    const config = load('hz 1\ninclude e.conf\ntimeout 5', files);
    expect([config.get('hz'), config.get('timeout')]).toEqual([77, 5]);
    expect(load('include e.conf\nhz 2', files).get('hz')).toBe(2);
  });

  test('reads all files that match, in order, and none without an error', () => {
    const config = load('include d/*.conf', files);
    expect([config.get('hz'), config.get('timeout'), shown(config, 'save')]).toEqual([11, 12, '1 1 2 2']);
    expect(load('include d/[!a]*.conf', files).get('hz')).toBe(10);
    expect(load('include d/x*.conf', files).get('hz')).toBe(10);
  });

  test('counts from dir', () => {
    expect(load('dir d\ninclude a.conf\ninclude ../e.conf', files).get('hz')).toBe(77);
  });

  test('makes each later save line the only one, as in Redis', () => {
    expect(shown(load('save 5 5\ninclude d/a.conf\nsave 6 6\nsave 7 7', files), 'save')).toBe('7 7');
    expect(shown(load('save 5 5\ninclude d/a.conf', files), 'save')).toBe('5 5 1 1');
  });

  test('names the line of the included file', () => {
    const failure = failureOf(() => load('hz 1\nhz 1\nhz 1\ninclude bad.conf', { 'bad.conf': '\nport x\n' }));
    expect(failure.message).toBe(atLine(2, 'port x', "argument couldn't be parsed into an integer"));
  });

  test('of itself ends', () => {
    expect(failureOf(() => load('include redis.conf')).message).toContain('Too many levels of include');
  });
});

describe('behind the last line', () => {
  const whole = (reason: string): string => `\n*** FATAL CONFIG FILE ERROR (Redis 8.0.2) ***\n${reason}\n`;

  test('the log file is opened', () => {
    const failure = failureOf(() => load('logfile missing/redis.log'));
    expect(failure.message).toBe(whole("Can't open the log file: No such file or directory"));
    const config = load('logfile redis.log');
    expect(existsSync(join(config.get('dir'), 'redis.log'))).toBe(true);
  });

  test('a cluster node has no replicaof and one database', () => {
    const failure = failureOf(() => load('replicaof 127.0.0.1 1\ncluster-enabled yes'));
    expect(failure.message).toBe(whole('replicaof directive not allowed in cluster mode'));
    const logged: string[] = [];
    const config = load(
      'cluster-enabled yes\ndatabases 5',
      {},
      { log: (level, text) => logged.push(`${level} ${text}`) },
    );
    expect(config.get('databases')).toBe(1);
    expect(logged).toEqual(['warning WARNING: Changing databases number from 5 to 1 since we are in cluster mode']);
  });
});

describe('lines of other subsystems', () => {
  test('reach their hooks in order', () => {
    const seen: unknown[] = [];
    const hooks: ConfigFileHooks = {
      user: (words) => void seen.push(['user', ...words]),
      renameCommand: (from, to) => void seen.push(['rename', from, to]),
      loadModule: (words) => void seen.push(['module', ...words]),
    };
    load('USER alice on ">a b"\nrename-command GET ""\nloadmodule x.so 1\nuser bob', {}, hooks);
    expect(seen).toEqual([
      ['user', 'alice', 'on', '>a b'],
      ['rename', 'GET', ''],
      ['module', 'x.so', '1'],
      ['user', 'bob'],
    ]);
  });

  test('are refused with the reason of the hook, or without one', () => {
    const failure = failureOf(() =>
      load('rename-command a b', {}, { renameCommand: () => 'No such command in rename-command' }),
    );
    expect(failure.message).toBe(atLine(1, 'rename-command a b', 'No such command in rename-command'));
    for (const line of ['rename-command a b', 'user a', 'loadmodule a']) {
      expect(failureOf(() => load(line)).message).toContain('Bad directive');
    }
  });
});

describe('the sources', () => {
  function loadFrom(source: ConfigSource): Config {
    const config = new Config();
    loadConfig(config, source);
    return config;
  }

  test('come in order: file, standard input, options', () => {
    const file = join(temporaryFolder({ 'redis.conf': 'hz 1\ntimeout 1\nport 1\n' }), 'redis.conf');
    const config = loadFrom({ file, stdin: () => 'timeout 2\nport 2\n', options: 'port 3' });
    expect([config.get('hz'), config.get('timeout'), config.get('port')]).toEqual([1, 2, 3]);
    expect(config.file).toBe(file);
  });

  test('are one text, in which lines are counted', () => {
    const failure = failureOf(() => loadFrom({ stdin: () => 'hz 1\nhz 2', options: 'hz 3\nport x' }));
    expect(failure.message).toBe(atLine(4, 'port x', "argument couldn't be parsed into an integer"));
    expect(loadFrom({}).file).toBeUndefined();
  });

  test('may be values', () => {
    const options = toOptions({
      port: 7,
      appendonly: true,
      save: '',
      bind: ['::1', '127.0.0.1'],
      masteruser: 'Zoë "x"',
    });
    const config = loadFrom({ options });
    expect([config.get('port'), config.get('appendonly'), config.get('save')]).toEqual([7, true, []]);
    expect([config.get('bind'), config.get('masteruser')]).toEqual([['::1', '127.0.0.1'], 'Zoë "x"']);
  });
});
