import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StringValue } from '../../src/datatypes/string-value.ts';
import type { CommandSpec } from '../../src/execution/command.ts';
import { command } from '../../src/execution/command.ts';
import type { RecentLoad } from '../../src/server/recent-load.ts';
import type { FakeClient, Served } from './fake-clients.ts';
import { servePipeline } from './fake-clients.ts';

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
  command({ ...common, name: 'COUNT', handler: ({ args, reply }) => reply.integer(args.remaining) }),
  command({
    ...common,
    name: 'SUM',
    handler({ args, reply }) {
      let sum = 0;
      while (args.remaining > 0) sum += args.integer();
      reply.integer(sum);
    },
  }),
  command({
    ...common,
    name: 'PUT',
    handler({ args, db, reply }) {
      const key = args.key();
      const value = args.next();
      db.setString(key, args.bytes, args.at(value), args.length(value));
      reply.ok();
    },
  }),
  command({
    ...common,
    name: 'FETCH',
    handler({ args, db, reply, replyString }) {
      const value = db.lookupRead(args.key(), StringValue);
      if (value === undefined) reply.null();
      else replyString(value);
    },
  }),
  command({ ...common, name: 'TIME', handler: ({ keyspace, reply }) => reply.integer(keyspace.nowMs) }),
  command({
    ...common,
    name: 'QUIT',
    handler({ client, reply }) {
      reply.ok();
      client.connection.closeAfterReply();
    },
  }),
  command({
    ...common,
    name: 'NOTOUCH',
    handler({ client, reply }) {
      client.noTouch = true;
      reply.ok();
    },
  }),
  command({ ...common, name: 'TOUCHES', handler: ({ keyspace, reply }) => reply.boolean(keyspace.touches) }),
];

function request(...words: (string | number)[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${String(word).length}\r\n${word}\r\n`).join('')}`;
}

/** Turns until nobody is halted and everything is sent. */
async function settle(served: Served, clients: readonly FakeClient[]): Promise<number> {
  let turns = 0;
  do {
    await served.turn();
    turns++;
  } while (clients.some(({ session }) => session.connection.isHalted));
  await served.turn();
  return turns;
}

describe('Pipeline', () => {
  test('replies leave once per turn, each client’s to itself', async () => {
    const served = servePipeline(commands);
    const [a, b] = [served.client(), served.client()];
    a.send(request('ECHO', 'a1'));
    b.send(request('ECHO', 'b1') + request('PING'));
    a.send(request('ECHO', 'a2'));
    expect([a.socket.received, b.socket.received]).toEqual(['', '']);
    await served.turn();
    expect(a.socket.received).toBe('$2\r\na1\r\n$2\r\na2\r\n');
    expect(b.socket.received).toBe('$2\r\nb1\r\n+PONG\r\n');
  });

  test('where many clients send, the first get their replies before the turn is over, and count as answered in it', async () => {
    const turns: number[] = [];
    const served = servePipeline(commands, { idle: (answered) => void turns.push(answered) });
    const clients = Array.from({ length: 30 }, () => served.client());
    for (const client of clients) client.send(request('PING'));
    const answered = (): number => clients.filter(({ socket }) => socket.received === '+PONG\r\n').length;
    expect(answered()).toBe(20);
    await served.turn();
    expect([answered(), turns]).toEqual([30, [30]]);
  });

  test('what a turn ends with comes before its replies', async () => {
    let seen = 'nothing yet';
    const served = servePipeline(commands, { beforeReplies: [() => (seen = client.socket.received)] });
    const client = served.client();
    client.send(request('PING'));
    await served.turn();
    expect(seen).toBe('');
    expect(client.socket.received).toBe('+PONG\r\n');
  });

  test('any split of several clients’ requests gives each its replies', async () => {
    const words = fc.array(fc.string({ maxLength: 30, unit: 'binary-ascii' }), { maxLength: 150, size: 'max' });
    const split = fc.array(fc.nat(), { maxLength: 6, size: 'max' });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(words, split), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (plans, turns) => {
          const served = servePipeline(commands);
          const clients = plans.map(([list, cuts]) => {
            const text = list.map((word) => request('ECHO', word)).join('') + request('COUNT', ...list);
            const places = [0, ...cuts.map((cut) => cut % text.length).sort((a, b) => a - b), text.length];
            return {
              client: served.client(),
              pieces: places.slice(1).map((place, i) => text.slice(places[i], place)),
              expected: list.map((word) => `$${word.length}\r\n${word}\r\n`).join('') + `:${list.length}\r\n`,
            };
          });
          for (let i = 0; i < 7; i++) {
            for (const { client, pieces } of clients) client.send(pieces[i] ?? '');
            if (turns) await served.turn();
          }
          await settle(
            served,
            clients.map(({ client }) => client),
          );
          for (const { client, expected } of clients) expect(client.socket.received).toBe(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a request of a hundred thousand arguments, in pieces, is read once', async () => {
    const served = servePipeline(commands);
    const client = served.client();
    const numbers = Array.from({ length: 100_000 }, (_, i) => i);
    const text = request('SUM', ...numbers) + request('PING');
    for (let at = 0; at < text.length; at += 50_021) {
      client.send(text.slice(at, at + 50_021));
      await served.turn();
    }
    expect(client.socket.received).toBe(`:${(100_000 * 99_999) / 2}\r\n+PONG\r\n`);
    expect(client.session.inputBytes).toBe(0);
    expect(client.session.partial).toBeUndefined();
  });

  test('a value of several megabytes, in pieces, comes back as it was', async () => {
    const served = servePipeline(commands);
    const client = served.client();
    const value = Array.from({ length: 500_000 }, (_, i) => `${i},`).join('');
    const text =
      request('PUT', 'k', value) + request('FETCH', 'k') + request('PUT', 'k', 'short') + request('FETCH', 'k');
    for (let at = 0; at < text.length; at += 199_999) client.send(text.slice(at, at + 199_999));
    await settle(served, [client]);
    expect(client.socket.received === `+OK\r\n$${value.length}\r\n${value}\r\n+OK\r\n$5\r\nshort\r\n`).toBe(true);
    expect(served.harness.keyspace.large.used).toBe(0);
  });

  test('an endless pipeline does not keep the others waiting', async () => {
    const served = servePipeline(commands);
    const [greedy, modest] = [served.client(), served.client()];
    greedy.send(request('PING').repeat(15_000));
    modest.send(request('ECHO', 'now'));
    await served.turn();
    expect(modest.socket.received).toBe('$3\r\nnow\r\n');
    const first = greedy.socket.received.length / 7;
    expect(first).toBeGreaterThan(100);
    expect(first).toBeLessThan(5_000);
    expect([greedy.session.connection.isHalted, greedy.socket.paused]).toEqual([true, true]);
    modest.send(request('ECHO', 'again'));
    await served.turn();
    expect(modest.socket.received).toContain('again');
    await settle(served, [greedy]);
    expect(greedy.socket.received.length / 7).toBe(15_000);
    expect(greedy.socket.paused).toBe(false);
  });

  test.each([
    // Looks at the clock come with every 16 requests; the turn ends 1 ms after the first.
    { takesMs: 0.005, args: 0, runs: [224, 128, 128] },
    // 500 µs after its own first look a client has to wait, however few it has run.
    { takesMs: 0.01, args: 0, runs: [128, 80, 80] },
    { takesMs: 0.1, args: 0, runs: [32, 32, 32] },
    // Where requests are long, looks come more often: with every 64 arguments.
    { takesMs: 1, args: 19, runs: [8, 8, 8] },
    { takesMs: 1, args: 63, runs: [2, 2, 2] },
  ])(
    'a turn that has lasted long enough is over for all who have had their least share ($takesMs ms each, $args arguments)',
    async (each) => {
      const work = command({
        ...common,
        name: 'WORK',
        handler({ reply }) {
          served.harness.clock.advance(each.takesMs);
          reply.ok();
        },
      });
      const served = servePipeline([...commands, work]);
      const clients = [served.client(), served.client(), served.client()];
      const args = new Array<string>(each.args).fill('x');
      for (const { send } of clients) send(request('WORK', ...args).repeat(500));
      await served.turn();
      expect(clients.map(({ socket }) => socket.received.length / 5)).toEqual(each.runs);
      await settle(served, clients);
      expect(clients.map(({ socket }) => socket.received.length / 5)).toEqual([500, 500, 500]);
    },
  );

  test('a turn gathers no replies without end', async () => {
    const served = servePipeline(commands);
    const client = served.client();
    client.send(request('PUT', 'k', 'v'.repeat(60_000)) + request('FETCH', 'k').repeat(1_000));
    await served.turn();
    expect(client.session.connection.isHalted).toBe(true);
    expect(client.socket.received.length).toBeLessThan(10 * 1024 * 1024);
    await settle(served, [client]);
    expect(client.socket.received.length).toBe(5 + 1_000 * (60_000 + 10));
  });

  test('a protocol error is told behind the replies before it, and nothing is read after it', async () => {
    const served = servePipeline(commands);
    const client = served.client();
    client.send(`${request('PING')}*1\r\n!${request('PING')}`);
    client.send(request('PING'));
    await served.turn();
    await served.turn();
    expect(client.socket.received).toBe("+PONG\r\n-ERR Protocol error: expected '$', got '!'\r\n");
    expect(client.socket.ended).toBe(true);
  });

  test('a client that leaves gets its replies first, and none for what follows', async () => {
    const served = servePipeline(commands);
    const client = served.client();
    client.send(request('PING') + request('QUIT') + request('PING'));
    await served.turn();
    await served.turn();
    expect(client.socket.received).toBe('+PONG\r\n+OK\r\n');
    expect(client.socket.ended).toBe(true);
    expect(served.harness.dispatcher.timer.commands).toBe(2);
  });

  test('a client that has more input waiting than it may goes, its queue in MULTI counted', async () => {
    const served = servePipeline(commands);
    const { pipeline, log } = served;
    pipeline.options.queryBufferLimit = 300_000;
    const [long, queueing, other] = [served.client(), served.client(), served.client()];
    long.send(`*2\r\n$4\r\nECHO\r\n$1000000\r\n${'x'.repeat(200_000)}`);
    expect(log).toEqual([]);
    long.send('x'.repeat(150_000));
    expect(log).toEqual(['input of 1 overflows']);
    expect(long.socket.destroyed).toBe(true);

    const { client } = queueing.session;
    client.queue = [];
    client.refreshRefusals();
    for (let i = 0; i < 40; i++) queueing.send(request('ECHO', 'y'.repeat(10_000)));
    expect(log).toEqual(['input of 1 overflows', 'input of 2 overflows']);
    expect(client.queuedBytes).toBeLessThan(310_000);

    other.send(request('PING'));
    await served.turn();
    expect(other.socket.received).toBe('+PONG\r\n');
  });

  test('a client that does not read loses nothing, and no chunk is written over', async () => {
    const served = servePipeline(commands);
    const [slow, quick] = [served.client(), served.client()];
    slow.socket.reading = false;
    let expected = '';
    for (let i = 0; i < 60; i++) {
      const word = `${i}`.padStart(9_000, '.');
      slow.send(request('ECHO', word));
      quick.send(request('ECHO', word.toUpperCase()));
      expected += `$9000\r\n${word}\r\n`;
      await served.turn();
    }
    expect(slow.session.outputBytes).toBe(expected.length);
    slow.socket.readAll();
    await served.turn();
    slow.socket.readAll();
    expect(slow.socket.received === expected).toBe(true);
    expect(quick.socket.received === expected.toUpperCase()).toBe(true);
  });

  test('a client above its limit of output goes, in the middle of a pipeline too', async () => {
    const served = servePipeline(commands);
    const client = served.client();
    const other = served.client();
    client.session.connection.outbound.limit = 1_000_000;
    client.socket.reading = false;
    client.send(request('ECHO', 'x'.repeat(100_000)).repeat(20));
    other.send(request('PING'));
    await served.turn();
    expect(served.log).toEqual(['output of 1 overflows']);
    expect(client.session.client.closing).toBe(true);
    expect(other.socket.received).toBe('+PONG\r\n');
    expect(client.socket.destroyed).toBe(true);
  });

  test('the time of day is read with the first request of a turn, and again in a long one', async () => {
    const served = servePipeline(commands);
    const { clock } = served.harness;
    const client = served.client();
    const start = clock.wallMs();
    client.send(request('TIME'));
    clock.advance(5);
    client.send(request('TIME'));
    await served.turn();
    client.send(request('TIME'));
    await served.turn();
    expect(client.socket.received).toBe(`:${start}\r\n:${start}\r\n:${start + 5}\r\n`);
    clock.advance(1);
    client.socket.received = '';
    const ticking = served.client();
    ticking.send(request('PING'));
    clock.advance(1);
    ticking.send(request('TIME').repeat(200));
    await served.turn();
    expect(new Set(ticking.socket.received.split('\r\n').slice(1, -1))).toEqual(
      new Set([`:${start + 6}`, `:${start + 7}`]),
    );
  });

  test('each client’s accesses leave their trace or none', async () => {
    const served = servePipeline(commands);
    const [shy, usual] = [served.client(), served.client()];
    shy.send(request('NOTOUCH'));
    shy.send(request('TOUCHES'));
    usual.send(request('TOUCHES'));
    shy.send(request('TOUCHES'));
    await served.turn();
    expect([shy.socket.received, usual.socket.received]).toEqual(['+OK\r\n:0\r\n:0\r\n', ':1\r\n']);
  });

  test('empty requests are passed over', async () => {
    const served = servePipeline(commands);
    const client = served.client();
    client.send('\r\n*0\r\n\r\nPING\r\n*-1\r\n');
    await served.turn();
    expect(client.socket.received).toBe('+PONG\r\n');
  });
});

describe('accounts of memory', () => {
  test('are kept only when somebody asks for them: before and after each batch, when replies left, at the end', async () => {
    const served = servePipeline(commands);
    const client = served.client();
    client.send('PING\r\n');
    await served.turn();
    expect(served.log).toEqual([]);
    served.pipeline.options.accountsMemory = true;
    client.send('PING\r\n');
    await served.turn();
    expect(served.log).toEqual(['memory enforced', 'account of 1', 'output of 1 left', 'memory enforced']);
    expect(client.socket.received).toBe('+PONG\r\n+PONG\r\n');
  });

  test('a client that has to go for its memory runs nothing more', async () => {
    const served = servePipeline(commands, { enforceMemory: () => client.session.destroy() });
    const client = served.client();
    served.pipeline.options.accountsMemory = true;
    client.send('PING\r\n');
    await served.turn();
    expect([client.socket.received, client.socket.destroyed]).toEqual(['', true]);
  });
});

describe('a turn after which nothing is left to do', () => {
  test('tells how many clients it has answered, how many commands it ran and how many clients are busy', async () => {
    const turns: number[][] = [];
    const idle = (answered: number, ran: number, { clients }: RecentLoad): void =>
      void turns.push([answered, ran, clients]);
    const served = servePipeline(commands, { idle });
    const clients = Array.from({ length: 5 }, () => served.client());
    for (let ms = 0; ms < 12; ms += 4) {
      served.harness.clock.advance(4);
      for (const client of clients.slice(ms / 4)) client.send('PING\r\nPING\r\n');
      await served.turn();
    }
    expect(turns).toEqual([
      [5, 10, 0],
      [4, 8, 5],
      [3, 6, 4],
    ]);
  });

  test('is none while somebody halted has more to be done', async () => {
    const turns: number[] = [];
    const served = servePipeline(commands, { idle: (_, ran) => void turns.push(ran) });
    const client = served.client();
    client.send('PING\r\n'.repeat(6000));
    while (client.session.connection.isHalted) await served.turn();
    await served.turn();
    expect(turns).toHaveLength(1);
    expect(turns[0]).toBeLessThan(6000);
  });
});
