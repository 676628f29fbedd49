import { describe, expect, it } from 'vitest';
import { clientInfo } from '../../../src/commands/connection/client-info.ts';
import { waitingCommands } from '../../execution/waiting-commands.ts';
import { createEngine, START_MS } from '../../support/connections.ts';

const FIELDS =
  'id addr laddr fd name age idle flags db sub psub ssub multi watch qbuf qbuf-free argv-mem multi-mem rbs rbp obl oll ' +
  'omem tot-mem events cmd user redir resp lib-name lib-ver io-thread';

const fieldsOf = (line: string): [string, string][] =>
  line.split(' ').map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]);

describe('clientInfo', () => {
  it('has the fields of Redis 8.0 in their order', () => {
    const { client } = createEngine(() => []).connect();
    const names = fieldsOf(clientInfo(client, START_MS)).map(([name]) => name);
    expect(names.join(' ')).toBe(FIELDS);
  });

  it('tells what the client is and does', () => {
    const { connect, keyspace } = createEngine(() => []);
    const options = {
      address: '10.0.0.1:7',
      isUnixSocket: true,
      inputBytes: 5,
      inputCapacity: 20,
      outputBytes: 20_000,
    };
    const { client, run } = connect({ ...options, outputPieces: 2, argumentBytes: 3, outputPeak: 4_000 });
    run('WATCH', 'a', 'b');
    run('MULTI');
    run('SET', 'a', '12');
    Object.assign(client, { name: 'me\0hidden', noEvict: true, noTouch: true, watchBroken: true, libVersion: '1.2' });
    client.db = keyspace.databases[2];
    client.subscriptions = 6;
    client.patternSubscriptions = 2;
    client.shardSubscriptions = 3;
    client.postponed = true;
    expect(Object.fromEntries(fieldsOf(clientInfo(client, START_MS + 61_500, 7)))).toMatchObject({
      ...{ id: '1', addr: '10.0.0.1:7', name: 'me', age: '61', idle: '61', flags: 'PxbdUeT', db: '2', multi: '1' },
      ...{ watch: '2', qbuf: '5', 'qbuf-free': '15', 'multi-mem': '6', oll: '2', omem: '20000', events: 'rw' },
      ...{ sub: '1', psub: '2', ssub: '3', 'argv-mem': '10', rbs: '4001', rbp: '4000', obl: '0' },
      'tot-mem': String(client.memory + 7),
      ...{ cmd: 'set', user: 'default', redir: '-1', resp: '2', 'lib-name': '', 'lib-ver': '1.2' },
    });
  });

  it('who waits in a command still has its arguments', () => {
    const { connect } = createEngine(() => waitingCommands);
    const { client, run } = connect();
    run('TAKE', 'key', '0');
    expect(Object.fromEntries(fieldsOf(clientInfo(client, START_MS)))).toMatchObject({
      ...{ flags: 'b', 'argv-mem': '8', 'tot-mem': String(client.memory), cmd: 'take' },
    });
  });

  it.each([
    [0, 0, { rbs: '1024', rbp: '0', obl: '0', oll: '0', omem: '0', events: 'r' }],
    [1_023, 1_000, { rbs: '1024', rbp: '1023', obl: '1000', oll: '0', omem: '0', events: 'rw' }],
    [50_000, 16_384, { rbs: '16384', rbp: '16384', obl: '16384', oll: '0', omem: '0', events: 'rw' }],
    [50_000, 16_385, { rbs: '16384', rbp: '16384', obl: '0', oll: '1', omem: '16385', events: 'rw' }],
  ])('a reply of %i at once, %i bytes unread', (outputPeak, outputBytes, expected) => {
    const { client } = createEngine(() => []).connect({ outputPeak, outputBytes, outputPieces: 1 });
    expect(Object.fromEntries(fieldsOf(clientInfo(client, START_MS)))).toMatchObject(expected);
  });
});
