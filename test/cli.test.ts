import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../src/cli.ts';
import type { PrintCommand, RunCommand } from '../src/cli.ts';
import { Config } from '../src/config/config.ts';
import { loadConfig } from '../src/config/file.ts';

function runOf(...argv: string[]): RunCommand {
  const command = parseCommandLine(argv);
  if (command.kind !== 'run') throw new Error(`not run: ${command.text}`);
  return command;
}

function printOf(...argv: string[]): PrintCommand {
  const command = parseCommandLine(argv);
  if (command.kind !== 'print') throw new Error('not printed');
  return command;
}

/** What CONFIG GET shows of the names after a start with these arguments. */
function shown(argv: string[], ...names: string[]): string[] {
  const config = new Config();
  loadConfig(config, { options: runOf(...argv).options });
  return config.matching(names).map(([, value]) => value);
}

describe('the configuration', () => {
  test('is empty without arguments', () => {
    expect(runOf()).toEqual({ kind: 'run', stdin: false });
  });

  test('comes from a file, whose path is made absolute', () => {
    expect(runOf('redis.conf')).toEqual({
      kind: 'run',
      configFile: resolve('redis.conf'),
      stdin: false,
      options: '',
    });
    expect(runOf('/etc/redis.conf', '--port', '1').configFile).toBe(resolve('/etc/redis.conf'));
  });

  test.each([
    [['-'], true, ''],
    [['-', '--port', '1'], true, 'port "1" '],
    [['--port', '1', '-'], true, 'port "1" '],
    [['a.conf', '-'], true, ''],
    [['--hz', '-'], true, 'hz '],
    [['--port', '1', '-', '--hz', '4'], false, 'port "1" "-" \nhz "4" '],
    [['a.conf', '-', '--hz', '1'], false, '"-" \nhz "1" '],
  ])('%j: standard input %s', (argv, stdin, options) => {
    expect(runOf(...argv)).toMatchObject({ stdin, options });
  });
});

describe('directives', () => {
  test.each([
    [
      ['--port', '7', '--hz', '8'],
      ['port', 'hz'],
      ['7', '8'],
    ],
    [
      ['--port 7', "--maxmemory-policy 'volatile-lru'"],
      ['port', 'maxmemory-policy'],
      ['7', 'volatile-lru'],
    ],
    [['--save', '900', '1', '--save', '60', '1000'], ['save'], ['900 1 60 1000']],
    [['--save 60 1'], ['save'], ['60 1']],
    [['--save 1 1 '], ['save'], ['1 1']],
    [['--save', '60 1', '--save', '50 2'], ['save'], ['60 1 50 2']],
    [['--save'], ['save'], ['']],
    [['--save', ''], ['save'], ['']],
    [
      ['--save', '--hz', '7'],
      ['save', 'hz'],
      ['', '7'],
    ],
    [
      ['--hz', '7', '--SAVE'],
      ['save', 'hz'],
      ['', '7'],
    ],
    [
      ['--save', '', '--hz', '7'],
      ['save', 'hz'],
      ['', '7'],
    ],
    [['--requirepass x'], ['requirepass'], ['x']],
    [['--appendonly yes'], ['appendonly'], ['yes']],
    [['--log-format', 'json'], ['log-format'], ['json']],
    [['--bind', '127.0.0.1', '::1'], ['bind'], ['127.0.0.1 ::1']],
    [
      ['--proc-title-template', '--my--title', '--hz', '7'],
      ['proc-title-template', 'hz'],
      ['--my--title', '7'],
    ],
    [
      ['--proc-title-template', '--save', '--save', '', '--hz', '7'],
      ['proc-title-template', 'save'],
      ['--save', ''],
    ],
    [['--shutdown-on-sigint', 'nosave', 'force', 'now'], ['shutdown-on-sigint'], ['nosave now force']],
    [['--masterauth', 'a b"c\n\\'], ['masterauth'], ['a b"c\n\\']],
    [['--masterauth', 'ü'], ['masterauth'], ['\xc3\xbc']],
    [['--port 7\nhz 8'], ['port', 'hz'], ['7', '8']],
  ])('%j', (argv, names, values) => {
    expect(shown(argv, ...names)).toEqual(values);
  });

  test.each([
    [['--invalid'], 2, 'invalid', 'Bad directive or wrong number of arguments'],
    [['--port'], 2, 'port', 'wrong number of arguments'],
    [['--port', '1', '--loglevel'], 3, 'loglevel', 'wrong number of arguments'],
    [['--port', '6379', '6380'], 2, 'port "6379" "6380"', 'wrong number of arguments'],
    [['--port', '--loglevel', 'verbose'], 2, 'port "--loglevel" "verbose"', 'wrong number of arguments'],
    [['--port', '--bla', '--loglevel', 'debug'], 2, 'port "--bla"', "argument couldn't be parsed into an integer"],
    [['--replicaof', '--127.0.0.1', '--abc'], 2, 'replicaof "--127.0.0.1"', 'wrong number of arguments'],
    [['--replicaof', '--127.0.0.1', 'abc'], 2, 'replicaof "--127.0.0.1" "abc"', 'Invalid master port'],
    [['--hz "7', 'x'], 2, 'hz "7 "x"', 'Unbalanced quotes in configuration line'],
  ])('%j is refused', (argv, line, text, reason) => {
    expect(() => shown(argv)).toThrow(
      `\n*** FATAL CONFIG FILE ERROR (Redis 8.0.2) ***\nReading the configuration file, at line ${line}\n` +
        `>>> '${text}'\n${reason}\n`,
    );
  });
});

describe('what is printed', () => {
  test.each(['-v', '--version'])('%s: a line that tools know', (option) => {
    const { stream, text, exitCode } = printOf(option, '--port', '1');
    expect([stream, exitCode]).toEqual(['stdout', 0]);
    expect(text).toMatch(
      /^Redis server v=8\.0\.2 sha=00000000:0 malloc=arena bits=64 build=[0-9a-f]+ \(cinnabar \d+\.\d+\.\d+\)\n$/,
    );
  });

  test.each(['-h', '--help'])('%s: how it is used', (option) => {
    const { stream, text, exitCode } = printOf(option);
    expect([stream, exitCode]).toEqual(['stderr', 1]);
    expect(text).toMatch(/^Usage: cinnabar /);
  });

  test('is asked for by the first argument alone', () => {
    expect(runOf('--port', '1', '--version').options).toBe('port "1" \nversion ');
  });

  test('--test-memory is declined', () => {
    expect(printOf('--test-memory', '16')).toMatchObject({ stream: 'stderr', exitCode: 1 });
    expect(printOf('--test-memory').text).toContain('in megabytes');
  });

  test('--check-system tells by its exit code', () => {
    const { text, exitCode } = printOf('--check-system');
    expect(text).toMatch(/^\[slow-clocksource\]\.\.\./);
    expect(exitCode === 1).toBe(text.includes('WARNING'));
  });

  test('--sentinel is declined wherever it stands', () => {
    expect(printOf('sentinel.conf', '--sentinel')).toMatchObject({ stream: 'stderr', exitCode: 1 });
  });
});
