import { describe, expect, test } from 'vitest';
import { ClientPause } from '../../src/execution/pause.ts';
import { stringCommands } from '../../src/commands/string/index.ts';
import { waitingCommands } from '../execution/waiting-commands.ts';
import type { Served } from './fake-clients.ts';
import { servePipeline } from './fake-clients.ts';

const lines = (...parts: string[]): string => parts.map((part) => `${part}\r\n`).join('');
const taken = (key: string, value: string): string => lines('*2', '$1', key, `$${value.length}`, value);

function setUp(): Served {
  const served = servePipeline([...waitingCommands, ...stringCommands]);
  const { effects, dispatcher } = served.harness;
  effects.awaited.onReady = () => served.pipeline.arm();
  dispatcher.blocking.onReleased = (client) => served.pipeline.goOnWith(client);
  return served;
}

async function turns(served: Served): Promise<void> {
  for (let i = 0; i < 4; i++) await served.turn();
}

describe('behind a command that waits', () => {
  test('all stays unparsed, and runs once it is answered', async () => {
    const served = setUp();
    const [a, b] = [served.client(), served.client()];
    a.send(lines('GET x', 'TAKE k 0', 'SET x 1', 'GET x'));
    await turns(served);
    expect([a.socket.received, a.session.inputBytes]).toEqual([lines('$-1'), 16]);
    a.send(lines('GET k', 'GET'));
    await turns(served);
    expect(a.session.inputBytes).toBe(28);
    b.send(lines('SET k v', 'GET k'));
    await turns(served);
    expect(b.socket.received).toBe(lines('+OK', '$-1'));
    expect(a.socket.received).toBe(
      lines('$-1') +
        taken('k', 'v') +
        lines('+OK', '$1', '1', '$-1', "-ERR wrong number of arguments for 'get' command"),
    );
    expect(a.session.inputBytes).toBe(0);
  });

  test('another one may wait, and a request that is not whole', async () => {
    const served = setUp();
    const [a, b] = [served.client(), served.client()];
    a.send(`${lines('TAKE k 0', 'TAKE k 0')}*2\r\n$3\r\nGET\r\n$1\r`);
    b.send(lines('SET k 1'));
    await turns(served);
    expect(a.socket.received).toBe(taken('k', '1'));
    b.send(lines('SET k 2'));
    await turns(served);
    a.send('\nk\r\n');
    await turns(served);
    expect(a.socket.received).toBe(taken('k', '1') + taken('k', '2') + lines('$-1'));
  });

  test('what breaks the protocol is found when its turn comes', async () => {
    const served = setUp();
    const [a, b] = [served.client(), served.client()];
    a.send(lines('TAKE k 0', '*x'));
    await turns(served);
    expect([a.socket.received, a.socket.ended]).toEqual(['', false]);
    b.send(lines('SET k 1'));
    await turns(served);
    expect(a.socket.received).toBe(taken('k', '1') + lines('-ERR Protocol error: invalid multibulk length'));
    expect(a.socket.ended).toBe(true);
  });

  test('nothing runs for a client that leaves', async () => {
    const served = setUp();
    const [a, b] = [served.client(), served.client()];
    a.send(lines('TAKE k 0', 'SET x 1'));
    await turns(served);
    a.session.closeAfterReply();
    await turns(served);
    b.send(lines('SET k 1', 'GET x', 'GET k'));
    await turns(served);
    expect([a.socket.received, b.socket.received]).toEqual(['', lines('+OK', '$-1', '$1', '1')]);
    expect(served.harness.dispatcher.blocking.size).toBe(0);
  });

  test('there may be more than a client is let keep', async () => {
    const served = setUp();
    served.pipeline.options.queryBufferLimit = 100;
    const a = served.client();
    a.send(lines('TAKE k 0', 'x'.repeat(60)));
    await turns(served);
    expect(served.log).toEqual([]);
    a.send('x'.repeat(60));
    await turns(served);
    expect(served.log).toContain('input of 1 overflows');
  });
});

test('those who have waited go on in the order in which they were served', async () => {
  const served = setUp();
  const clients = [served.client(), served.client(), served.client()];
  for (const i of [2, 0, 1]) clients[i].send(lines('READ k 0', `APPEND order ${i}`));
  const writer = served.client();
  writer.send(lines('SET k v'));
  await turns(served);
  writer.send(lines('GET order'));
  await turns(served);
  expect(writer.socket.received).toBe(lines('+OK', '$3', '201'));
});

test('a pause stops a client that has waited from going on', async () => {
  const served = setUp();
  const { dispatcher, keyspace } = served.harness;
  const pause = new ClientPause(dispatcher.state, keyspace);
  pause.onLift = () => {
    dispatcher.blocking.resume();
    served.pipeline.resume();
  };
  const [a, b] = [served.client(), served.client()];
  a.send(lines('READ k 0', 'SET x 1'));
  await turns(served);
  b.send(lines('SET k v'));
  pause.pause(Infinity, false);
  await turns(served);
  expect([a.socket.received, b.socket.received]).toEqual([lines('$1', 'v'), lines('+OK')]);
  pause.lift();
  await turns(served);
  expect([a.socket.received, b.socket.received]).toEqual([lines('$1', 'v', '+OK'), lines('+OK')]);
});

test('what becomes ready outside of commands is served when the turn ends', async () => {
  const served = setUp();
  const { effects, dispatcher, keyspace, clock } = served.harness;
  const a = served.client();
  a.send(lines('SET k - PX 10', 'HOLD k 0 $'));
  await turns(served);
  clock.advance(11);
  keyspace.setTime(clock.wallMs());
  expect(keyspace.databases[0].randomKey()).toBeUndefined();
  effects.settleOutsideCommands();
  expect(effects.awaited.hasReady).toBe(true);
  dispatcher.blocking.serve();
  await turns(served);
  expect(a.socket.received).toBe(lines('+OK', '-ERR no such key'));
});
