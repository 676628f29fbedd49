import { describe, expect, it } from 'vitest';
import type { ClientFilter } from '../../../src/commands/connection/client-filter.ts';
import { matches, readFilter, readType } from '../../../src/commands/connection/client-filter.ts';
import { Args } from '../../../src/execution/args.ts';
import { vectorOf } from '../../support/command-harness.ts';
import { createEngine, START_MS } from '../../support/connections.ts';

function read(...words: string[]): ClientFilter {
  const args = new Args(1, 2);
  args.bind(vectorOf(['CLIENT', 'KILL', ...words]), 2);
  return readFilter(args);
}

describe('readFilter', () => {
  it('reads every option, in any case', () => {
    expect(read('id', '7', 'TYPE', 'Slave', 'USER', 'default', 'SKIPME', 'no', 'MAXAGE', '9')).toEqual({
      ...{ id: 7, type: 'replica', user: 'default', skipMe: false, maxAgeSeconds: 9 },
    });
    expect(read('ADDR', 'a:1', 'LADDR', 'b:2')).toEqual({ address: 'a:1', localAddress: 'b:2', skipMe: true });
  });

  it.each([
    [['ID', '0'], 'ERR client-id should be greater than 0'],
    [['ID', 'x'], 'ERR client-id should be greater than 0'],
    [['TYPE', 'x'], "ERR Unknown client type 'x'"],
    [['USER', 'nobody'], "ERR No such user 'nobody'"],
    [['SKIPME', 'maybe'], 'ERR syntax error'],
    [['MAXAGE', 'x'], 'ERR maxage is not an integer or out of range'],
    [['MAXAGE', '0'], 'ERR maxage should be greater than 0'],
    [['ID', '1', 'ADDR'], 'ERR syntax error'],
    [['BOGUS', '1'], 'ERR syntax error'],
  ])('refuses %j', (words, error) => {
    expect(() => read(...words)).toThrow(error);
  });
});

describe('matches', () => {
  const { connect } = createEngine(() => []);
  const { client } = connect({ address: '1.2.3.4:5', localAddress: '6.7.8.9:10' });
  const { client: me } = connect();

  it.each<[Partial<ClientFilter>, boolean]>([
    [{}, true],
    [{ id: 1 }, true],
    [{ id: 2 }, false],
    [{ address: '1.2.3.4:5', localAddress: '6.7.8.9:10' }, true],
    [{ address: '1.2.3.4:6' }, false],
    [{ localAddress: '6.7.8.9:1' }, false],
    [{ type: 'normal', user: 'default' }, true],
    [{ type: 'pubsub' }, false],
    [{ maxAgeSeconds: 60 }, true],
    [{ maxAgeSeconds: 61 }, false],
  ])('%j', (filter, expected) => {
    expect(matches({ skipMe: true, ...filter }, client, me, START_MS + 60_000)).toBe(expected);
  });

  it('spares the client that asks, unless told otherwise', () => {
    expect(matches({ skipMe: true }, me, me, START_MS)).toBe(false);
    expect(matches({ skipMe: false }, me, me, START_MS)).toBe(true);
  });

  it('knows a subscriber by its type', () => {
    const { client: subscriber } = connect();
    subscriber.subscriptions = 1;
    expect(matches({ skipMe: true, type: readType('PubSub') }, subscriber, me, START_MS)).toBe(true);
  });
});
