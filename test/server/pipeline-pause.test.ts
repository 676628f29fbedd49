import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandSpec } from '../../src/execution/command.ts';
import { command } from '../../src/execution/command.ts';
import { ClientPause } from '../../src/execution/pause.ts';
import { servePipeline } from './fake-clients.ts';
import type { FakeClient, Served } from './fake-clients.ts';

const common = { group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -1 } as const;

interface SetUp extends Served {
  readonly pause: ClientPause;
  /** `number word` of each command that has run, in order. */
  readonly ran: string[];
}

function setUp(): SetUp {
  const ran: string[] = [];
  const echo = (name: string, flags: CommandSpec['flags']): CommandSpec =>
    command({
      ...common,
      name,
      flags,
      handler({ args, client, reply }) {
        const word = args.latin1();
        ran.push(`${client.id} ${word}`);
        reply.simple(word);
        if (word === 'pause') pause.pause(Infinity, false);
      },
    });
  const served = servePipeline([echo('READ', ['readonly']), echo('WRITE', ['write'])]);
  const { dispatcher, keyspace } = served.harness;
  const pause = new ClientPause(dispatcher.state, keyspace);
  pause.onLift = () => served.pipeline.resume();
  return { ...served, pause, ran };
}

const words = (...parts: string[]): string => parts.map((part) => `${part}\r\n`).join('');

async function turns(served: Served): Promise<void> {
  for (let i = 0; i < 4; i++) await served.turn();
}

describe('a pause', () => {
  test('begins in the middle of what a client sends, and what is behind it waits', async () => {
    const served = setUp();
    const client = served.client();
    client.send(words('WRITE 1', '', 'READ pause', 'READ 2', '', 'WRITE 3', 'READ 4', 'WRITE 5'));
    await turns(served);
    expect(client.socket.received).toBe(words('+1', '+pause', '+2'));
    expect([client.session.client.postponed, client.session.inputBytes]).toEqual([true, 28]);
    client.send(words('READ 6'));
    await turns(served);
    expect([client.socket.received, client.session.inputBytes]).toEqual([words('+1', '+pause', '+2'), 36]);
    served.pause.lift();
    await turns(served);
    expect(client.socket.received).toBe(words('+1', '+pause', '+2', '+3', '+4', '+5', '+6'));
    expect([client.session.client.postponed, client.session.inputBytes]).toEqual([false, 0]);
  });

  test('lets clients go on in the order in which they had to stop', async () => {
    const served = setUp();
    const clients = [served.client(), served.client(), served.client()];
    served.pause.pause(Infinity, true);
    for (const i of [2, 0, 1]) clients[i].send(words(`READ ${i}`));
    await turns(served);
    expect(served.ran).toEqual([]);
    served.pause.lift();
    await turns(served);
    expect(served.ran).toEqual(['3 2', '1 0', '2 1']);
  });

  test('is over for a client that leaves meanwhile', async () => {
    const served = setUp();
    const client = served.client();
    served.pause.pause(Infinity, true);
    client.send(words('READ 1'));
    client.session.closeAfterReply();
    await turns(served);
    served.pause.lift();
    await turns(served);
    expect([served.ran, client.socket.ended]).toEqual([[], true]);
  });

  test('of writes loses, repeats and disorders nothing, however requests are cut into pieces', async () => {
    const request = fc.tuple(
      fc.constantFrom('READ', 'WRITE'),
      fc.constantFrom('', 'pause', 'x'.repeat(90)),
      fc.boolean(),
    );
    const script = fc.array(fc.tuple(fc.nat(2), fc.array(request, { minLength: 1, maxLength: 25 }), fc.nat(200)), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const served = setUp();
        const clients = [served.client(), served.client(), served.client()];
        const expected = ['', '', ''];
        for (const [who, requests, cut] of steps) {
          const text = requests.map(([name, word, inline], i) =>
            encoded(name, word === 'pause' ? word : `${i}${word}`, inline),
          );
          expected[who] += requests.map(([, word], i) => `+${word === 'pause' ? word : `${i}${word}`}\r\n`).join('');
          await sendInPieces(served, clients[who], text.join(''), cut);
          if (cut % 3 === 0) served.pause.lift();
        }
        // Whoever goes on may pause again.
        do {
          served.pause.lift();
          await turns(served);
        } while (served.pause.isOn);
        expect(clients.map(({ socket }) => socket.received)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

function encoded(name: string, word: string, inline: boolean): string {
  return inline ? `${name} ${word}\r\n` : `*2\r\n$${name.length}\r\n${name}\r\n$${word.length}\r\n${word}\r\n`;
}

async function sendInPieces(served: Served, client: FakeClient, text: string, cut: number): Promise<void> {
  client.send(text.slice(0, cut));
  await served.turn();
  client.send(text.slice(cut));
  await served.turn();
}
