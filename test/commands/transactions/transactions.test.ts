import { describe, expect, it } from 'vitest';
import type { Engine } from '../../support/connections.ts';
import { createEngine } from '../../support/connections.ts';

const engine = (): Engine => createEngine(() => []);

describe('MULTI and EXEC', () => {
  it('queue commands and run them together', () => {
    const { run } = engine().connect();
    expect(run('MULTI')).toBe('+OK\r\n');
    expect(run('SET', 'a', '1')).toBe('+QUEUED\r\n');
    expect(run('INCR', 'a')).toBe('+QUEUED\r\n');
    expect(run('EXEC')).toBe('*2\r\n+OK\r\n:2\r\n');
    expect(run('EXEC')).toBe('-ERR EXEC without MULTI\r\n');
  });

  it('run what stands behind a command that fails', () => {
    const { run } = engine().connect();
    run('SET', 'a', 'x');
    run('MULTI');
    run('INCR', 'a');
    run('APPEND', 'a', 'y');
    expect(run('EXEC')).toBe('*2\r\n-ERR value is not an integer or out of range\r\n:2\r\n');
  });

  it('run nothing when a command could not be queued', () => {
    const { run } = engine().connect();
    run('MULTI');
    run('SET', 'a', '1');
    expect(run('GET')).toBe("-ERR wrong number of arguments for 'get' command\r\n");
    expect(run('EXEC')).toBe('-EXECABORT Transaction discarded because of previous errors.\r\n');
    expect(run('GET', 'a')).toBe('$-1\r\n');
  });

  it('cannot be nested, which spoils nothing', () => {
    const { run } = engine().connect();
    run('MULTI');
    expect(run('MULTI')).toBe('-ERR MULTI calls can not be nested\r\n');
    expect(run('EXEC')).toBe('*0\r\n');
  });

  it('end with an EXEC that is itself refused', () => {
    const { run, client } = engine().connect();
    run('MULTI');
    expect(run('EXEC', 'now')).toBe(
      "-EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command\r\n",
    );
    expect(client.queue).toBeUndefined();
  });

  it('propagate each command of the queue once, and EXEC not at all', () => {
    const { connect, effects } = engine();
    const units: string[][] = [];
    const textOf = (argv: readonly { latin1(): string }[]): string => argv.map((word) => word.latin1()).join(' ');
    effects.addSink({ propagate: (commands) => void units.push(commands.map(({ argv }) => textOf(argv))) });
    const { run } = connect();
    run('MULTI');
    run('SET', 'a', '1');
    run('GET', 'a');
    run('INCR', 'a');
    run('EXEC');
    expect(units).toEqual([['SET a 1', 'INCR a']]);
  });
});

describe('DISCARD', () => {
  it('forgets the queue', () => {
    const { run } = engine().connect();
    run('MULTI');
    run('SET', 'a', '1');
    expect(run('DISCARD')).toBe('+OK\r\n');
    expect(run('GET', 'a')).toBe('$-1\r\n');
    expect(run('DISCARD')).toBe('-ERR DISCARD without MULTI\r\n');
  });
});

describe('WATCH', () => {
  it.each([
    ['RESP2', 2, '*-1\r\n'],
    ['RESP3', 3, '_\r\n'],
  ])('lets EXEC answer null when a key has changed, in %s', (_, protocol, reply) => {
    const { connect } = engine();
    const [one, other] = [connect(), connect()];
    one.client.protocol = protocol;
    expect(one.run('WATCH', 'a', 'b')).toBe('+OK\r\n');
    other.run('SET', 'b', '1');
    one.run('MULTI');
    one.run('SET', 'c', '1');
    expect(one.run('EXEC')).toBe(reply);
    expect(other.run('GET', 'c')).toBe('$-1\r\n');
  });

  it('is over after EXEC and after UNWATCH', () => {
    const { run } = engine().connect();
    run('WATCH', 'a');
    run('MULTI');
    run('SET', 'a', '1');
    expect(run('EXEC')).toBe('*1\r\n+OK\r\n');
    run('WATCH', 'a');
    run('SET', 'a', '2');
    expect(run('UNWATCH')).toBe('+OK\r\n');
    run('MULTI');
    expect(run('EXEC')).toBe('*0\r\n');
  });

  it('is refused inside MULTI', () => {
    const { run } = engine().connect();
    run('MULTI');
    expect(run('WATCH', 'a')).toBe('-ERR WATCH inside MULTI is not allowed\r\n');
  });
});
