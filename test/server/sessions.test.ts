import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { OutputBufferLimit } from '../../src/config/types/output-buffer-limits.ts';
import { Clients } from '../../src/execution/clients.ts';
import type { CommandSpec } from '../../src/execution/command.ts';
import { command } from '../../src/execution/command.ts';
import { createServer } from '../../src/index.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import { HEADROOM } from '../../src/net/connection.ts';
import type { Endpoint } from '../../src/net/listener.ts';
import { RequestParser } from '../../src/resp/request-parser.ts';
import { Pipeline } from '../../src/server/pipeline.ts';
import { Sessions } from '../../src/server/sessions.ts';
import { silentLog } from '../../src/server/silent-log.ts';
import type { Harness } from '../support/command-harness.ts';
import { createHarness } from '../support/command-harness.ts';
import { FakeSocket } from './fake-clients.ts';

const common = { group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -1, flags: [] } as const;
const commands: readonly CommandSpec[] = [
  command({ ...common, name: 'PING', handler: ({ reply }) => reply.simple('PONG') }),
  command({
    ...common,
    name: 'ECHO',
    handler({ args, reply }) {
      const index = args.next();
      reply.bulk(args.bytes, args.at(index), args.length(index));
    },
  }),
];

const TCP: Endpoint = { host: '127.0.0.1', port: 6379, backlog: 10 };

interface SetUp {
  readonly harness: Harness;
  readonly sessions: Sessions;
  readonly clients: Clients;
  /** A socket that has been accepted, or refused: then it sends nothing. */
  open(fields?: object, endpoint?: Endpoint): { socket: FakeSocket; send: (text: string) => void };
  turn(): Promise<void>;
}

function setUp(): SetUp {
  const harness = createHarness({ commands });
  const { keyspace, watch, dispatcher, reply, clock } = harness;
  const clients = new Clients();
  const sessions = new Sessions(clients, keyspace, watch, silentLog);
  const parser = new RequestParser({ maxBulkLength: 1e9 });
  sessions.pipeline = new Pipeline(parser, dispatcher, keyspace, reply, clock, {
    beforeReplies: [],
    traffic: { reads: 0, writes: 0 },
    protocolError: (session, error) => sessions.protocolError(session, error),
    inputOverflow: (session) => sessions.inputOverflow(session),
    account: ({ client }) => sessions.eviction.account(client),
    enforceMemory: () => sessions.eviction.enforceNow(keyspace.nowMs),
  });
  const open = (fields = {}, endpoint = TCP): ReturnType<SetUp['open']> => {
    const socket = Object.assign(new FakeSocket(), fields);
    const receiver = sessions.accept(socket as unknown as Socket, endpoint);
    const send = (text: string): void => {
      sessions.input.bytes.u8.set(Buffer.from(text, 'latin1'), HEADROOM);
      receiver?.deliver(text.length);
    };
    return { socket, send };
  };
  return { harness, sessions, clients, open, turn: () => new Promise((resolve) => setImmediate(resolve)) };
}

/** Gives clients that subscribe to nothing this limit. */
function limit(sessions: Sessions, normal: OutputBufferLimit): void {
  sessions.outputLimits.limits = { ...sessions.outputLimits.limits, normal };
  sessions.refreshLimits();
}

describe('Sessions', () => {
  test('a client is known from its first byte until its socket has closed', async () => {
    const { harness, clients, open, turn } = setUp();
    const { socket, send } = open();
    expect([clients.size, clients.received]).toEqual([1, 1]);
    const [client] = clients;
    expect([client.id, client.authenticated, client.createdMs]).toEqual([1, true, harness.clock.wallMs()]);
    harness.watch.add(client, client.db.keyOver(Bytes.fromString('a'), 0, 1));
    send('PING\r\n');
    await turn();
    expect(socket.received).toBe('+PONG\r\n');
    socket.destroy();
    await turn();
    expect([clients.size, harness.watch.size, client.closing]).toEqual([0, 0, true]);
    expect(clients.inputBytes).toBe(6);
  });

  test('one more than maxclients is told so and goes', async () => {
    const { sessions, clients, open, turn } = setUp();
    sessions.options.maxClients = 2;
    const [first] = [open(), open()];
    const third = open();
    await turn();
    expect(third.socket.received).toBe('-ERR max number of clients reached\r\n');
    expect(third.socket.ended).toBe(true);
    expect([clients.size, clients.rejected, clients.received]).toEqual([2, 1, 3]);
    first.socket.destroy();
    await turn();
    open();
    expect(clients.size).toBe(2);
  });

  test('protected mode lets in only who is on this machine, unless there is a password', async () => {
    const { sessions, clients, open, turn } = setUp();
    const stranger = open({ remoteAddress: '10.0.0.1' });
    await turn();
    expect(stranger.socket.received).toMatch(/^-DENIED Redis is running in protected mode/);
    for (const remoteAddress of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1']) open({ remoteAddress });
    open({ remoteAddress: undefined }, { path: '/tmp/a.sock', mode: 0, backlog: 1 });
    expect([clients.size, clients.rejected]).toEqual([5, 1]);
    sessions.options.hasPassword = true;
    open({ remoteAddress: '10.0.0.1' });
    const protectedBy = [...clients].at(-1);
    expect(protectedBy?.authenticated).toBe(false);
    sessions.options.hasPassword = false;
    sessions.options.protectedMode = false;
    open({ remoteAddress: '10.0.0.1' });
    expect([clients.size, clients.rejected]).toEqual([7, 1]);
  });

  test('who has been idle too long goes', async () => {
    const { harness, sessions, clients, open, turn } = setUp();
    const { clock } = harness;
    const [idle, active] = [open(), open()];
    clock.advance(10_000);
    active.send('PING\r\n');
    await turn();
    sessions.check(clock.wallMs());
    expect(idle.socket.destroyed).toBe(false);
    sessions.options.timeoutMs = 9_999;
    sessions.check(clock.wallMs());
    await turn();
    expect([idle.socket.destroyed, active.socket.destroyed, clients.size]).toEqual([true, false, 1]);
  });

  test('the soft limit of output has to be exceeded all the time', async () => {
    const { harness, sessions, clients, open, turn } = setUp();
    limit(sessions, { hardBytes: 0, softBytes: 1_000, softSeconds: 1 });
    const { socket, send } = open();
    socket.reading = false;
    const start = harness.clock.wallMs();
    const checkAfter = (ms: number): void => sessions.check(start + ms);
    send(`ECHO ${'x'.repeat(20_000)}\r\n`);
    await turn();
    checkAfter(0);
    checkAfter(1_000);
    socket.readAll();
    await turn();
    checkAfter(1_100);
    socket.reading = false;
    harness.clock.advance(2_000);
    send(`ECHO ${'x'.repeat(20_000)}\r\n`);
    await turn();
    checkAfter(2_000);
    checkAfter(3_000);
    expect([socket.destroyed, clients.outputOverflows]).toEqual([false, 0]);
    checkAfter(3_001);
    expect([socket.destroyed, clients.outputOverflows]).toEqual([true, 1]);
  });

  test('the hard limit of output holds at once, for those who are there already too', async () => {
    const { sessions, clients, open, turn } = setUp();
    const { socket, send } = open();
    limit(sessions, { hardBytes: 1_000, softBytes: 0, softSeconds: 0 });
    send(`ECHO ${'x'.repeat(16_000)}\r\n`);
    await turn();
    expect(socket.destroyed).toBe(false);
    send(`ECHO ${'x'.repeat(17_000)}\r\n`);
    await turn();
    expect([socket.destroyed, clients.outputOverflows]).toEqual([true, 1]);
  });

  test('a short reply under way is no reason to evict when the next client is served in the same turn', async () => {
    const { sessions, open, turn } = setUp();
    const large = open();
    const small = open();
    large.send(`*2\r\n$4\r\nECHO\r\n$200000\r\n${'x'.repeat(1_000)}`);
    sessions.eviction.setLimit({ unit: 'bytes', amount: 210_000 }, 0);
    sessions.pipeline.options.accountsMemory = true;
    small.send(`ECHO ${'y'.repeat(16_000)}\r\n`);
    large.send('x');
    await turn();
    expect(large.socket.destroyed).toBe(false);
    small.send(`ECHO ${'y'.repeat(17_000)}\r\n`);
    large.send('x');
    await turn();
    expect(large.socket.destroyed).toBe(true);
  });

  test('a protocol error is told, then the client goes', async () => {
    const { open, turn } = setUp();
    const { socket, send } = open();
    send('*1\r\n+\r\n');
    await turn();
    await turn();
    expect(socket.received).toBe("-ERR Protocol error: expected '$', got '+'\r\n");
    expect(socket.ended).toBe(true);
  });

  test('destroyAll leaves nobody', async () => {
    const { sessions, clients, open, turn } = setUp();
    const all = [open(), open(), open()];
    sessions.destroyAll();
    await turn();
    expect(all.every(({ socket }) => socket.destroyed)).toBe(true);
    expect(clients.size).toBe(0);
  });

  test.each([1, 4_096, 30_000])('a peer that ends its half gets all %i replies first', async (count) => {
    const server = await createServer({ host: '127.0.0.1', port: 0 });
    const socket = connect({ host: '127.0.0.1', port: server.port, allowHalfOpen: true });
    let received = '';
    socket.setEncoding('latin1').on('data', (text: string) => (received += text));
    socket.end('PING\r\n'.repeat(count));
    await new Promise<void>((resolve, reject) => socket.once('close', () => resolve()).once('error', reject));
    expect(received.length / '+PONG\r\n'.length).toBe(count);
    await server.close();
  });
});
