import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../support/child-server.ts';
import { startServer } from '../support/cinnabar-server.ts';
import { frame, Wire } from './wire.ts';

let server: RunningServer;
let open: Wire[] = [];

beforeAll(async () => {
  server = await startServer();
});
afterEach(async () => {
  await Promise.all(open.map((wire) => wire.close()));
  open = [];
});
afterAll(() => server?.close());

async function connect(protocol: 2 | 3 = 2): Promise<Wire> {
  const wire = await Wire.connect(server, protocol);
  open.push(wire);
  return wire;
}

describe.each([2, 3] as const)('in RESP%i', (protocol) => {
  const type = protocol === 3 ? '>' : '*';

  test('names are confirmed one by one, with the subscriptions to channels and patterns together', async () => {
    const wire = await connect(protocol);
    const text = await wire.exchange(['SUBSCRIBE', 'a', 'b', 'a'], ['PSUBSCRIBE', 'x*'], ['SUBSCRIBE', 'c']);
    expect(text).toBe(
      frame(type, 'subscribe', 'a', 1) +
        frame(type, 'subscribe', 'b', 2) +
        frame(type, 'subscribe', 'a', 2) +
        frame(type, 'psubscribe', 'x*', 3) +
        frame(type, 'subscribe', 'c', 4),
    );
  });

  test('shard channels are counted by themselves', async () => {
    const wire = await connect(protocol);
    const text = await wire.exchange(['SUBSCRIBE', 'a'], ['SSUBSCRIBE', 'a', 'b'], ['SUNSUBSCRIBE', 'a', 'c']);
    expect(text).toBe(
      frame(type, 'subscribe', 'a', 1) +
        frame(type, 'ssubscribe', 'a', 1) +
        frame(type, 'ssubscribe', 'b', 2) +
        frame(type, 'sunsubscribe', 'a', 1) +
        frame(type, 'sunsubscribe', 'c', 1),
    );
  });

  test('leaving is confirmed too, also where there was nothing to leave', async () => {
    const wire = await connect(protocol);
    await wire.exchange(['SUBSCRIBE', 'a', 'b'], ['PSUBSCRIBE', 'p']);
    expect(await wire.exchange(['UNSUBSCRIBE', 'b', 'never'])).toBe(
      frame(type, 'unsubscribe', 'b', 2) + frame(type, 'unsubscribe', 'never', 2),
    );
    expect(await wire.exchange(['UNSUBSCRIBE'], ['UNSUBSCRIBE'])).toBe(
      frame(type, 'unsubscribe', 'a', 1) + frame(type, 'unsubscribe', null, 1),
    );
    expect(await wire.exchange(['PUNSUBSCRIBE'], ['PUNSUBSCRIBE'], ['SUNSUBSCRIBE'])).toBe(
      frame(type, 'punsubscribe', 'p', 0) + frame(type, 'punsubscribe', null, 0) + frame(type, 'sunsubscribe', null, 0),
    );
  });

  test('messages come by channel and by pattern, and say which', async () => {
    const wire = await connect(protocol);
    const other = await connect();
    await wire.exchange(['SUBSCRIBE', 'news.a', 'a\xff\0'], ['PSUBSCRIBE', 'news.*'], ['SSUBSCRIBE', 'news.a']);
    expect(
      await other.exchange(
        ['PUBLISH', 'news.a', 'one'],
        ['PUBLISH', 'news.b', ''],
        ['PUBLISH', 'other', 'x'],
        ['PUBLISH', 'a\xff\0', '\r\n\xfe'],
        ['SPUBLISH', 'news.a', 'shard'],
        ['SPUBLISH', 'news.b', 'shard'],
      ),
    ).toBe(':2\r\n:1\r\n:0\r\n:1\r\n:1\r\n:0\r\n');
    expect(await wire.exchange()).toBe(
      frame(type, 'message', 'news.a', 'one') +
        frame(type, 'pmessage', 'news.*', 'news.a', 'one') +
        frame(type, 'pmessage', 'news.*', 'news.b', '') +
        frame(type, 'message', 'a\xff\0', '\r\n\xfe') +
        frame(type, 'smessage', 'news.a', 'shard'),
    );
  });

  test('a message longer than an output chunk comes whole, to several', async () => {
    const wires = [await connect(protocol), await connect(protocol), await connect(protocol)];
    for (const wire of wires) await wire.exchange(['SUBSCRIBE', 'long']);
    const other = await connect();
    const long = 'x'.repeat(700_000);
    expect(await other.exchange(['PUBLISH', 'long', 'a'], ['PUBLISH', 'long', long], ['PUBLISH', 'long', 'b'])).toBe(
      ':3\r\n:3\r\n:3\r\n',
    );
    for (const wire of wires) {
      const text = await wire.exchange();
      const expected = ['a', long, 'b'].map((message) => frame(type, 'message', 'long', message)).join('');
      expect(text === expected).toBe(true);
    }
  });

  test.each([['off'], ['skip']])('CLIENT REPLY %s silences replies, not confirmations and messages', async (mode) => {
    const wire = await connect(protocol);
    const other = await connect();
    wire.sendAll(['CLIENT', 'REPLY', mode], ['SUBSCRIBE', 'a', 'b']);
    await wire.next(frame(type, 'subscribe', 'b', 2));
    await other.exchange(['PUBLISH', 'a', '1'], ['PUBLISH', 'b', '2']);
    const text = await wire.next(frame(type, 'message', 'b', '2'));
    expect(text).toBe(frame(type, 'message', 'a', '1') + frame(type, 'message', 'b', '2'));
  });

  test('RESET takes everything back', async () => {
    const wire = await connect(protocol);
    const other = await connect();
    await wire.exchange(['SUBSCRIBE', 'a'], ['PSUBSCRIBE', 'a*'], ['SSUBSCRIBE', 'a']);
    expect(await wire.exchange(['RESET'], ['GET', 'k'])).toBe('+RESET\r\n$-1\r\n');
    expect(await other.exchange(['PUBLISH', 'a', 'x'], ['SPUBLISH', 'a', 'x'], ['PUBSUB', 'NUMPAT'])).toBe(
      ':0\r\n:0\r\n:0\r\n',
    );
  });

  test('whoever goes listens no longer', async () => {
    const wire = await connect(protocol);
    const other = await connect();
    await wire.exchange(['SUBSCRIBE', 'gone'], ['PSUBSCRIBE', 'gone*'], ['SSUBSCRIBE', 'gone']);
    await wire.close();
    await expect.poll(() => other.exchange(['PUBLISH', 'gone', 'x'], ['SPUBLISH', 'gone', 'x'])).toBe(':0\r\n:0\r\n');
    expect(await other.exchange(['PUBSUB', 'NUMPAT'])).toBe(':0\r\n');
  });

  test('messages of a transaction come to others as they are sent', async () => {
    const wire = await connect(protocol);
    const other = await connect();
    await wire.exchange(['SUBSCRIBE', 'a']);
    await other.exchange(['MULTI'], ['PUBLISH', 'a', '1'], ['PUBLISH', 'a', '2'], ['EXEC']);
    expect(await wire.exchange()).toBe(frame(type, 'message', 'a', '1') + frame(type, 'message', 'a', '2'));
  });

  test('SUBSCRIBE in a transaction answers inside it, a frame for each name', async () => {
    const wire = await connect(protocol);
    expect(await wire.exchange(['MULTI'], ['SUBSCRIBE', 'a', 'b'], ['GET', 'k'], ['EXEC'])).toBe(
      '+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n' +
        frame(type, 'subscribe', 'a', 1) +
        frame(type, 'subscribe', 'b', 2) +
        (protocol === 3 ? '_\r\n' : '$-1\r\n'),
    );
  });

  test('SSUBSCRIBE is refused in a transaction', async () => {
    const wire = await connect(protocol);
    expect(await wire.exchange(['MULTI'], ['SSUBSCRIBE', 'a'], ['EXEC'])).toBe(
      "+OK\r\n+QUEUED\r\n*1\r\n-ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client\r\n",
    );
  });

  test("what a transaction publishes to its own client comes behind EXEC's reply", async () => {
    const wire = await connect(protocol);
    expect(
      await wire.exchange(['MULTI'], ['SUBSCRIBE', 'a'], ['PUBLISH', 'a', '1'], ['PUBLISH', 'a', '2'], ['EXEC']),
    ).toBe(
      '+OK\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n*3\r\n' +
        frame(type, 'subscribe', 'a', 1) +
        ':1\r\n:1\r\n' +
        frame(type, 'message', 'a', '1') +
        frame(type, 'message', 'a', '2'),
    );
  });

  test('CLIENT LIST and INFO count the subscriptions', async () => {
    const wire = await connect(protocol);
    const other = await connect();
    await wire.exchange(['CLIENT', 'SETNAME', 'listener'], ['SUBSCRIBE', 'a', 'b'], ['PSUBSCRIBE', 'p*']);
    await wire.exchange(['SSUBSCRIBE', 's', 't', 'u']);
    const list = await other.exchange(['CLIENT', 'LIST', 'TYPE', 'pubsub']);
    expect(list).toContain(' name=listener ');
    expect(list).toContain(' flags=P ');
    expect(list).toContain(' sub=2 psub=1 ssub=3 ');
    const info = await other.exchange(['INFO', 'stats'], ['INFO', 'clients']);
    expect(info).toContain('\r\npubsub_channels:2\r\npubsub_patterns:1\r\npubsubshard_channels:3\r\n');
    expect(info).toContain('\r\npubsub_clients:1\r\n');
    await wire.exchange(['UNSUBSCRIBE'], ['PUNSUBSCRIBE'], ['SUNSUBSCRIBE']);
    expect(await other.exchange(['INFO', 'clients'])).toContain('\r\npubsub_clients:0\r\n');
    expect(await other.exchange(['CLIENT', 'LIST', 'TYPE', 'pubsub'])).toBe('$0\r\n\r\n');
  });
});

describe('a RESP2 client that listens', () => {
  const refused = (name: string): string =>
    `-ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this ` +
    'context\r\n';

  test.each([
    ['SUBSCRIBE', 'UNSUBSCRIBE'],
    ['PSUBSCRIBE', 'PUNSUBSCRIBE'],
    ['SSUBSCRIBE', 'SUNSUBSCRIBE'],
  ])('through %s may do little else, until it stops', async (enter, leave) => {
    const wire = await connect();
    await wire.exchange([enter, 'a']);
    expect(await wire.exchange(['GET', 'k'], ['PUBLISH', 'a', 'x'], ['CLIENT', 'ID'], ['HELLO', '3'])).toBe(
      refused('get') + refused('publish') + refused('client|id') + refused('hello'),
    );
    expect(await wire.exchange(['PING'], ['PING', 'x'])).toBe(
      '*2\r\n$4\r\npong\r\n$0\r\n\r\n*2\r\n$4\r\npong\r\n$1\r\nx\r\n',
    );
    await wire.exchange([leave]);
    expect(await wire.exchange(['PING'], ['GET', 'k'])).toBe('+PONG\r\n$-1\r\n');
  });

  test('may quit', async () => {
    const wire = await connect();
    await wire.exchange(['SUBSCRIBE', 'a']);
    wire.send('QUIT');
    expect(await wire.next('+OK\r\n')).toBe('+OK\r\n');
    await wire.closed;
  });
});

describe('a RESP3 client', () => {
  test('does as it likes while it listens, and hears itself behind its replies', async () => {
    const wire = await connect(3);
    await wire.exchange(['SUBSCRIBE', 'a'], ['PSUBSCRIBE', 'a']);
    expect(await wire.exchange(['PING'], ['PUBLISH', 'a', '1'], ['SET', 'k', 'v'], ['PUBLISH', 'a', '2'])).toBe(
      '+PONG\r\n:2\r\n' +
        frame('>', 'message', 'a', '1') +
        frame('>', 'pmessage', 'a', 'a', '1') +
        '+OK\r\n:2\r\n' +
        frame('>', 'message', 'a', '2') +
        frame('>', 'pmessage', 'a', 'a', '2'),
    );
    await wire.exchange(['DEL', 'k']);
  });

  test('hears itself even when it wants no replies', async () => {
    const wire = await connect(3);
    wire.sendAll(['SUBSCRIBE', 'a'], ['CLIENT', 'REPLY', 'OFF'], ['PUBLISH', 'a', '1'], ['PING', 'silent']);
    wire.sendAll(['CLIENT', 'REPLY', 'ON']);
    expect(await wire.next('+OK\r\n')).toBe(
      frame('>', 'subscribe', 'a', 1) + frame('>', 'message', 'a', '1') + '+OK\r\n',
    );
  });

  test('that changes to RESP2 hears and is held back as one', async () => {
    const wire = await connect(3);
    const other = await connect();
    await wire.exchange(['SUBSCRIBE', 'a']);
    wire.send('HELLO', '2');
    await wire.next('*0\r\n');
    await other.exchange(['PUBLISH', 'a', 'x']);
    expect(await wire.exchange()).toBe(frame('*', 'message', 'a', 'x'));
    expect(await wire.exchange(['GET', 'k'])).toMatch(/^-ERR Can't execute 'get'/);
  });
});

describe('receivers of both protocols', () => {
  test('hear the same message, each in its own', async () => {
    const two = await connect(2);
    const three = await connect(3);
    const other = await connect();
    for (const wire of [two, three]) await wire.exchange(['SUBSCRIBE', 'a'], ['PSUBSCRIBE', '*']);
    expect(await other.exchange(['PUBLISH', 'a', 'x'])).toBe(':4\r\n');
    expect(await two.exchange()).toBe(frame('*', 'message', 'a', 'x') + frame('*', 'pmessage', '*', 'a', 'x'));
    expect(await three.exchange()).toBe(frame('>', 'message', 'a', 'x') + frame('>', 'pmessage', '*', 'a', 'x'));
  });
});

describe('PUBSUB', () => {
  test('lists and counts channels', async () => {
    const wire = await connect(3);
    const other = await connect(3);
    await wire.exchange(['SUBSCRIBE', 'news.a', 'b'], ['SSUBSCRIBE', 'shard.a'], ['PSUBSCRIBE', 'p*', 'q*']);
    await other.exchange(['SUBSCRIBE', 'b'], ['PSUBSCRIBE', 'p*']);
    expect(
      await wire.exchange(
        ['PUBSUB', 'NUMSUB'],
        ['PUBSUB', 'NUMSUB', 'b', 'news.a', 'none'],
        ['PUBSUB', 'CHANNELS', 'news*'],
        ['PUBSUB', 'NUMPAT'],
        ['PUBSUB', 'SHARDCHANNELS'],
        ['PUBSUB', 'SHARDCHANNELS', 'x*'],
        ['PUBSUB', 'SHARDNUMSUB', 'shard.a', 'b'],
      ),
    ).toBe(
      '*0\r\n' +
        frame('*', 'b', 2, 'news.a', 1, 'none', 0) +
        frame('*', 'news.a') +
        ':2\r\n' +
        frame('*', 'shard.a') +
        '*0\r\n' +
        frame('*', 'shard.a', 1, 'b', 0),
    );
    const all = await wire.exchange(['PUBSUB', 'CHANNELS']);
    expect([frame('*', 'news.a', 'b'), frame('*', 'b', 'news.a')]).toContain(all);
  });

  test('says what is wrong', async () => {
    const wire = await connect();
    expect(
      await wire.exchange(
        ['PUBSUB'],
        ['PUBSUB', 'CHANNELS', 'a', 'b'],
        ['PUBSUB', 'shardChannels', 'a', 'b'],
        ['PUBSUB', 'NUMPAT', 'x'],
        ['PUBSUB', 'nothing'],
        ['PUBLISH', 'a'],
        ['SUBSCRIBE'],
      ),
    ).toBe(
      "-ERR wrong number of arguments for 'pubsub' command\r\n" +
        "-ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.\r\n" +
        "-ERR unknown subcommand or wrong number of arguments for 'shardChannels'. Try PUBSUB HELP.\r\n" +
        "-ERR wrong number of arguments for 'pubsub|numpat' command\r\n" +
        "-ERR unknown subcommand 'nothing'. Try PUBSUB HELP.\r\n" +
        "-ERR wrong number of arguments for 'publish' command\r\n" +
        "-ERR wrong number of arguments for 'subscribe' command\r\n",
    );
  });

  test('explains itself', async () => {
    const wire = await connect();
    const text = await wire.exchange(['PUBSUB', 'HELP']);
    expect(text).toMatch(/^\*14\r\n\+PUBSUB <subcommand> /);
    expect(text).toContain('+NUMPAT\r\n+    Return number of subscriptions to patterns.\r\n');
  });
});
