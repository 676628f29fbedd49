import { describe, expect, it } from 'vitest';
import { clientCommand } from '../../../src/commands/connection/client.ts';
import type { TestConnection } from '../../support/connections.ts';
import { createEngine } from '../../support/connections.ts';

const idsIn = (reply: string): number[] => [...reply.matchAll(/^id=(\d+)/gm)].map(([, id]) => Number(id));

function connections(count: number): TestConnection[] {
  const engine = createEngine((parts) => [clientCommand(parts)]);
  return Array.from({ length: count }, () => engine.connect());
}

describe('CLIENT LIST', () => {
  it('lists who is connected, one a line, in the order in which they came', () => {
    const [a, b] = connections(3);
    expect(idsIn(a.run('CLIENT', 'LIST'))).toEqual([1, 2, 3]);
    a.run('CLIENT', 'KILL', 'ID', String(b.client.id));
    expect(idsIn(a.run('CLIENT', 'LIST'))).toEqual([1, 3]);
  });

  it('lists those of a type, or those asked for', () => {
    const [a, b] = connections(3);
    b.client.subscriptions = 2;
    expect(idsIn(a.run('CLIENT', 'LIST', 'TYPE', 'PUBSUB'))).toEqual([2]);
    expect(idsIn(a.run('CLIENT', 'LIST', 'TYPE', 'normal'))).toEqual([1, 3]);
    expect(a.run('CLIENT', 'LIST', 'TYPE', 'slave')).toBe('$0\r\n\r\n');
    expect(idsIn(a.run('CLIENT', 'LIST', 'ID', '3', '99', '1', '3'))).toEqual([3, 1, 3]);
  });

  it.each([
    [['TYPE', 'x'], "ERR Unknown client type 'x'"],
    [['TYPE'], 'ERR syntax error'],
    [['ID'], 'ERR syntax error'],
    [['ID', '1', 'x'], 'ERR Invalid client ID'],
    [['bogus'], 'ERR syntax error'],
  ])('refuses %j', (words, error) => {
    expect(connections(1)[0].run('CLIENT', 'LIST', ...words)).toBe(`-${error}\r\n`);
  });
});

describe('CLIENT INFO', () => {
  it('is verbatim text in RESP3', () => {
    const [{ run, client }] = connections(1);
    expect(run('CLIENT', 'INFO')).toMatch(/^\$\d+\r\nid=1 .*\n\r\n$/);
    client.protocol = 3;
    expect(run('CLIENT', 'INFO')).toMatch(/^=\d+\r\ntxt:id=1 .* cmd=client\|info .*\n\r\n$/);
  });
});
