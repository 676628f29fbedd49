import { describe, expect, it } from 'vitest';
import { clientInfo } from '../../../src/commands/connection/client-info.ts';
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
    const options = { address: '10.0.0.1:7', isUnixSocket: true, inputBytes: 5, inputCapacity: 20, outputBytes: 100 };
    const { client, run } = connect({ ...options, outputPieces: 2 });
    run('WATCH', 'a', 'b');
    run('MULTI');
    run('SET', 'a', '12');
    Object.assign(client, { name: 'me\0hidden', noEvict: true, noTouch: true, watchBroken: true, libVersion: '1.2' });
    client.db = keyspace.databases[2];
    expect(Object.fromEntries(fieldsOf(clientInfo(client, START_MS + 61_500)))).toMatchObject({
      ...{ id: '1', addr: '10.0.0.1:7', name: 'me', age: '61', idle: '61', flags: 'xdUeT', db: '2', multi: '1' },
      ...{ watch: '2', qbuf: '5', 'qbuf-free': '15', 'multi-mem': '6', oll: '2', omem: '100', events: 'rw' },
      ...{ cmd: 'set', user: 'default', redir: '-1', resp: '2', 'lib-name': '', 'lib-ver': '1.2' },
    });
  });
});
