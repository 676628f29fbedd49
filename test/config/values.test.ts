import { describe, expect, test } from 'vitest';
import { Config } from '../../src/config/config.ts';
import type { DirectiveName } from '../../src/config/directives.ts';

/* What a real redis-server 8.0.2 answers; test/config/real-server.test.ts compares many more where there is one. */

const PARSED: [DirectiveName, string, string][] = [
  ['maxmemory', '1K', '1000'],
  ['maxmemory', '1kB', '1024'],
  ['maxmemory', '5gb', '5368709120'],
  ['maxmemory', 'kb', '0'],
  ['maxmemory', '18446744073709551616', '18446744073709551615'],
  ['maxmemory', '17179869184gb', '0'],
  ['maxmemory-clients', '5%', '5%'],
  ['maxmemory-clients', '0%', '0'],
  ['maxmemory-clients', '18446744073709551615', '1%'],
  ['hz', '0', '1'],
  ['hz', '1000', '500'],
  ['maxmemory-policy', 'AllKeys-LRU', 'allkeys-lru'],
  ['oom-score-adj', 'relative', 'yes'],
  ['shutdown-on-sigint', 'force now nosave', 'nosave now force'],
  ['shutdown-on-sigint', 'default now', 'now'],
  ['shutdown-on-sigint', 'default', 'default'],
  ['save', '60 1 50 2', '60 1 50 2'],
  ['save', '60 ', '60 0'],
  ['save', '', ''],
  ['client-output-buffer-limit', '', 'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60'],
  [
    'client-output-buffer-limit',
    'replica 1mb 2kb 3 NORMAL 1 2 3',
    'normal 1 2 3 slave 1048576 2048 3 pubsub 33554432 8388608 60',
  ],
  ['oom-score-adj-values', '3 2 1', '3 2 1'],
  ['latency-tracking-info-percentiles', '5. .5 1e1 99.99999999 -0', '5 0.5 10 100 -0'],
  ['latency-tracking-info-percentiles', '', ''],
  ['notify-keyspace-events', 'KEA', 'AKE'],
  ['notify-keyspace-events', 'AmnE', 'AEm'],
  ['notify-keyspace-events', 'mExg', 'gxEm'],
  ['bind', '127.0.0.1 -::1', '127.0.0.1 -::1'],
  ['bind', '', ''],
  ['proc-title-template', '{{{title} {port}', '{{{title} {port}'],
  ['cluster-announce-hostname', 'node-1.example', 'node-1.example'],
];

describe('a value is shown', () => {
  test.each(PARSED)('%s %j as %j', (name, value, shown) => {
    const config = new Config();
    expect(config.set([[name, value]])).toBeUndefined();
    expect(config.matching([name])).toEqual([[name, shown]]);
  });
});

const INTEGER = "argument couldn't be parsed into an integer";
const POLICIES =
  'argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, ' +
  'allkeys-lfu, allkeys-random, noeviction';

const REFUSED: [DirectiveName, string, string][] = [
  ['timeout', '', INTEGER],
  ['timeout', '+1', INTEGER],
  ['timeout', '007', INTEGER],
  ['timeout', '-0', INTEGER],
  ['timeout', ' 1', INTEGER],
  ['timeout', '9223372036854775808', INTEGER],
  ['timeout', '2147483648', 'argument must be between 0 and 2147483647 inclusive'],
  ['maxmemory', '1tb', 'argument must be a memory value'],
  ['maxmemory', '-1', 'argument must be a memory value'],
  ['maxmemory', '1.5', 'argument must be a memory value'],
  ['maxmemory-clients', '-5%', 'argument must be a memory or percent value'],
  ['maxmemory-clients', '101%', 'percentage argument must be less or equal to 100'],
  ['proto-max-bulk-len', '9223372036854775808', 'argument must be between 1048576 and 9223372036854775807 inclusive'],
  ['maxmemory-policy', 'lru', POLICIES],
  ['shutdown-on-sigint', '', 'argument(s) must be one of the following: default, save, nosave, now, force'],
  ['shutdown-on-sigint', 'save nosave', "shutdown options SAVE and NOSAVE can't be used simultaneously"],
  ['save', '60', 'Invalid save parameters'],
  ['save', '0 1', 'Invalid save parameters'],
  ['save', '60 -1', 'Invalid save parameters'],
  ['save', '60  1', 'Invalid save parameters'],
  ['client-output-buffer-limit', 'normal 0 0', 'Wrong number of arguments in buffer limit configuration.'],
  ['client-output-buffer-limit', 'master 0 0 0', 'Invalid client class specified in buffer limit configuration.'],
  ['client-output-buffer-limit', 'constructor 0 0 0', 'Invalid client class specified in buffer limit configuration.'],
  [
    'client-output-buffer-limit',
    'normal 0 0 -1',
    'Error in hard, soft or soft_seconds setting in buffer limit configuration.',
  ],
  ['oom-score-adj-values', '1 2', 'wrong number of arguments'],
  ['oom-score-adj-values', '1 2 2001', 'Invalid oom-score-adj-values, elements must be between -2000 and 2000.'],
  ['latency-tracking-info-percentiles', 'nan', 'Invalid latency-tracking-info-percentiles parameters'],
  [
    'latency-tracking-info-percentiles',
    '50 101',
    'latency-tracking-info-percentiles parameters should sit between [0.0,100.0]',
  ],
  ['notify-keyspace-events', 'KEq', "Invalid event class character. Use 'Ag$lshzxeKEtmdn'."],
  ['bind', Array(17).fill('::1').join(' '), 'Too many bind addresses specified.'],
  ['cluster-announce-hostname', 'a_b', 'Hostnames may only contain alphanumeric characters, hyphens or dots'],
  ['cluster-announce-hostname', 'a'.repeat(256), 'Hostnames must be less than 256 characters'],
  ['cluster-announce-human-nodename', 'a&b', 'Announced human node name contained invalid character'],
  ['proc-title-template', '{nothing}', 'template format is invalid or contains unknown variables'],
  ['proc-title-template', '  ', 'template format is invalid or contains unknown variables'],
];

describe('a value is refused', () => {
  test.each(REFUSED)('%s %j: %s', (name, value, reason) => {
    expect(new Config().set([[name, value]])).toBe(
      `ERR CONFIG SET failed (possibly related to argument '${name}') - ${reason}`,
    );
  });
});

describe('at the start', () => {
  test.each([
    ['unixsocketperm', '700', '700'],
    ['unixsocketperm', '', '0'],
    ['appendfilename', '', "appendfilename can't be empty"],
    ['appendfilename', 'a/b', "appendfilename can't be a path, just a filename"],
    ['appenddirname', 'a\\b', "appenddirname can't be a path, just a dirname"],
    ['dbfilename', 'a/b', "dbfilename can't be a path, just a filename"],
    ['unixsocketperm', '999', "argument couldn't be parsed as an octal number"],
    ['unixsocketperm', '7777', 'argument must be between 0 and 777 inclusive'],
    ['syslog-ident', 'a\0b', 'a'],
  ])('%s %j: %s', (name, value, outcome) => {
    const config = new Config();
    const error = config.load(config.find(name)!, [value]);
    expect(error ?? config.matching([name])[0][1]).toBe(outcome);
  });

  test.each([
    [['a'], 'wrong number of arguments'],
    [['a', 'b'], 'Invalid master port'],
    [['a', '65536'], 'Invalid master port'],
    [['No', 'ONE'], ''],
    [['a', '7'], 'a 7'],
  ])('replicaof %j: %s', (args, outcome) => {
    const config = new Config();
    const error = config.load(config.find('replicaof')!, args);
    expect(error ?? config.matching(['slaveof'])[0][1]).toBe(outcome);
  });

  test('scores that do not rise are taken with a warning', () => {
    const warnings: string[] = [];
    const config = new Config({ warn: (text) => warnings.push(text) });
    config.set([['oom-score-adj-values', '1 2 3']]);
    expect(warnings).toEqual([]);
    config.set([['oom-score-adj-values', '3 2 1']]);
    expect(warnings).toHaveLength(1);
  });
});
