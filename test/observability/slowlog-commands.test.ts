import { describe, expect, it } from 'vitest';
import { command } from '../../src/execution/command.ts';
import type { Observed } from './observed.ts';
import { observed } from './observed.ts';

const COMMON = { group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -2 } as const;

/** WAIT takes as many milliseconds as it is told; HUSH too, and is never logged. */
function slow(): Observed {
  const engine: Observed = observed(
    command({
      ...COMMON,
      name: 'TAKE',
      flags: [],
      handler: ({ args, reply }) => take(args.integer(), () => reply.ok()),
    }),
    command({
      ...{ ...COMMON, name: 'HUSH', flags: ['skip_slowlog'] },
      handler: ({ args, reply }) => take(args.integer(), () => reply.ok()),
    }),
  );
  const take = (ms: number, then: () => void): void => {
    engine.clock.advance(ms);
    then();
  };
  return engine;
}

const ADDRESS = '$15\r\n127.0.0.1:50000\r\n';
const entry = (id: number, us: number, ms: string): string =>
  `*6\r\n:${id}\r\n:1700000000\r\n:${us}\r\n*2\r\n$4\r\nTAKE\r\n$${ms.length}\r\n${ms}\r\n${ADDRESS}$0\r\n\r\n`;

describe('SLOWLOG', () => {
  it('has what took at least so long, the newest first', () => {
    const { run } = slow().connect();
    for (const ms of ['9', '10', '20']) run('TAKE', ms);
    run('HUSH', '20');
    expect(run('SLOWLOG', 'LEN')).toBe(':2\r\n');
    expect(run('SLOWLOG', 'GET')).toBe(`*2\r\n${entry(1, 20_000, '20')}${entry(0, 10_000, '10')}`);
    expect(run('SLOWLOG', 'GET', '1')).toBe(`*1\r\n${entry(1, 20_000, '20')}`);
    expect(run('SLOWLOG', 'GET', '0')).toBe('*0\r\n');
    expect(run('slowlog', 'reset')).toBe('+OK\r\n');
    expect(run('SLOWLOG', 'GET', '-1')).toBe('*0\r\n');
  });

  it('answers ten unless it is told how many', () => {
    const { run } = slow().connect();
    for (let i = 0; i < 12; i++) run('TAKE', '10');
    expect(run('SLOWLOG', 'GET')).toMatch(/^\*10\r\n/);
    expect(run('SLOWLOG', 'GET', '-1')).toMatch(/^\*12\r\n/);
    expect(run('SLOWLOG', 'GET', '99')).toMatch(/^\*12\r\n/);
  });

  it('notes everything from 0 on, and nothing below', () => {
    const { connect, commandWatch } = slow();
    const { run } = connect();
    commandWatch.thresholds.slow = 0;
    commandWatch.refresh();
    run('SET', 'a', 'b');
    run('SLOWLOG', 'LEN');
    expect(run('SLOWLOG', 'LEN')).toBe(':2\r\n');
    commandWatch.thresholds.slow = -1;
    commandWatch.refresh();
    run('TAKE', '1000');
    expect(commandWatch.logs.slow.length).toBe(3);
  });

  it.each([
    [['GET', '-2'], 'ERR count should be greater than or equal to -1'],
    [['GET', 'x'], 'ERR count should be greater than or equal to -1'],
    [['GET', '1', '2'], "ERR unknown subcommand or wrong number of arguments for 'GET'. Try SLOWLOG HELP."],
    [['LEN', '1'], "ERR wrong number of arguments for 'slowlog|len' command"],
    [['bogus'], "ERR unknown subcommand 'bogus'. Try SLOWLOG HELP."],
  ])('refuses %j', (words, error) => {
    expect(
      slow()
        .connect()
        .run('SLOWLOG', ...words),
    ).toBe(`-${error}\r\n`);
  });

  it('explains itself', () => {
    expect(slow().connect().run('SLOWLOG', 'HELP')).toMatch(/^\*11\r\n\+SLOWLOG <subcommand>/);
  });
});

describe('COMMANDLOG', () => {
  it('has slow commands, large requests and large replies, each in its log', () => {
    const { connect, commandWatch } = slow();
    Object.assign(commandWatch.thresholds, { largeRequest: 100, largeReply: 100 });
    commandWatch.refresh();
    const { run } = connect();
    run('TAKE', '10');
    run('SET', 'k', 'v'.repeat(100));
    run('GET', 'k');
    const found = (type: string): string => run('COMMANDLOG', 'GET', '-1', type);
    expect(found('large-reply')).toMatch(/^\*1\r\n\*6\r\n:0\r\n:1700000000\r\n:108\r\n\*2\r\n\$3\r\nGET\r\n/);
    expect(found('LARGE-REQUEST')).toMatch(/^\*1\r\n\*6\r\n:0\r\n:1700000000\r\n:128\r\n\*3\r\n\$3\r\nSET\r\n/);
    expect(found('slow')).toBe(`*1\r\n${entry(0, 10_000, '10')}`);
    // GET's, and the one that showed the large request.
    expect(run('COMMANDLOG', 'LEN', 'large-reply')).toBe(':2\r\n');
    expect(run('COMMANDLOG', 'RESET', 'large-reply')).toBe('+OK\r\n');
    expect(run('COMMANDLOG', 'LEN', 'large-reply')).toBe(':0\r\n');
    expect(run('COMMANDLOG', 'LEN', 'slow')).toBe(run('SLOWLOG', 'LEN'));
  });

  it.each([
    [['GET', '1', 'foo'], 'ERR type should be one of the following: slow, large-request, large-reply'],
    [['LEN', 'constructor'], 'ERR type should be one of the following: slow, large-request, large-reply'],
    [['GET', 'x', 'slow'], 'ERR count should be greater than or equal to -1'],
    [['GET', '-2', 'foo'], 'ERR count should be greater than or equal to -1'],
    [['GET', '1'], "ERR wrong number of arguments for 'commandlog|get' command"],
  ])('refuses %j', (words, error) => {
    expect(
      slow()
        .connect()
        .run('COMMANDLOG', ...words),
    ).toBe(`-${error}\r\n`);
  });

  it('explains itself', () => {
    expect(slow().connect().run('COMMANDLOG', 'HELP')).toMatch(/^\*11\r\n\+COMMANDLOG <subcommand>/);
  });
});
