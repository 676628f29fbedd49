import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClientConnection } from '../../src/execution/client.ts';
import { Client } from '../../src/execution/client.ts';
import { Effects } from '../../src/execution/effects.ts';
import { Pushes } from '../../src/execution/pushes.ts';
import { WatchTable } from '../../src/execution/watch.ts';
import { Keyspace } from '../../src/keyspace/keyspace.ts';
import { Bytes } from '../../src/memory/bytes.ts';
import type { OutputSink } from '../../src/memory/output.ts';
import { OutputBuffer } from '../../src/memory/output.ts';
import { PubSub } from '../../src/pubsub/pubsub.ts';
import type { Kind } from '../../src/pubsub/subscriber.ts';
import { Random } from '../../src/util/random.ts';
import { frame } from './wire.ts';

interface Taken {
  readonly bytes: Bytes;
  readonly start: number;
  readonly end: number;
}

/** Keeps what it takes, and shows it as text. */
class Sink implements OutputSink {
  held = 0;
  readonly taken: Taken[] = [];

  take(bytes: Bytes, start: number, end: number): void {
    this.taken.push({ bytes, start, end });
    this.held += end - start;
  }

  borrow(): void {
    throw new Error('nothing is lent here');
  }

  cutTo(): void {
    throw new Error('nothing is taken back here');
  }

  get text(): string {
    return this.taken.map(({ bytes, start, end }) => bytes.latin1(start, end)).join('');
  }
}

interface World {
  readonly replies: OutputBuffer;
  readonly pushes: Pushes;
  readonly pubsub: PubSub;
  connect(protocol?: number): { client: Client; sink: Sink };
  subscribe(client: Client, kind: Kind, name: string): void;
  publish(channel: string, text: string): number;
}

function createWorld(): World {
  const replies = new OutputBuffer();
  const pushes = new Pushes(replies);
  const effects = new Effects(new WatchTable(), pushes);
  const keyspace = new Keyspace(1, new Random(1), 0, effects);
  const pubsub = new PubSub(pushes, keyspace.hashKey0, keyspace.hashKey1);
  let lastId = 0;
  return {
    ...{ replies, pushes, pubsub },
    connect(protocol = 2) {
      const sink = new Sink();
      const client = new Client(++lastId, { sink } as unknown as ClientConnection, keyspace.databases[0], 0);
      client.protocol = protocol;
      return { client, sink };
    },
    subscribe(client, kind, name) {
      const bytes = Bytes.fromString(name, 'latin1');
      pubsub.subscribe(client, kind, bytes, 0, bytes.length);
    },
    publish(channel, text) {
      const bytes = Bytes.fromString(channel + text, 'latin1');
      return pubsub.publish(bytes, 0, channel.length, bytes, channel.length, text.length);
    },
  };
}

describe('PubSub', () => {
  test('does as a model of sets does', () => {
    const names = fc.constantFrom('a', 'b', 'ab', 'c');
    const clients = fc.nat(5);
    const step = fc.oneof(
      fc.record({ what: fc.constant('join' as const), client: clients, name: names }),
      fc.record({ what: fc.constant('leave' as const), client: clients, name: names }),
      fc.record({ what: fc.constant('leaveAll' as const), client: clients, name: names }),
      fc.record({ what: fc.constant('publish' as const), client: clients, name: names }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        const world = createWorld();
        const all = Array.from({ length: 6 }, () => world.connect());
        const model = all.map(() => ({ names: new Set<string>(), heard: '' }));
        for (const [index, { what, client: which, name }] of steps.entries()) {
          const { client } = all[which];
          const bytes = Bytes.fromString(name, 'latin1');
          switch (what) {
            case 'join':
              world.subscribe(client, 'channels', name);
              model[which].names.add(name);
              break;
            case 'leave':
              world.pubsub.unsubscribe(client, 'channels', bytes, 0, bytes.length);
              model[which].names.delete(name);
              break;
            case 'leaveAll':
              world.pubsub.removeAll(client);
              model[which].names.clear();
              break;
            case 'publish': {
              const listening = model.filter((one) => one.names.has(name));
              expect(world.publish(name, String(index))).toBe(listening.length);
              for (const one of listening) one.heard += frame('*', 'message', name, String(index));
            }
          }
        }
        expect(all.map(({ sink }) => sink.text)).toEqual(model.map(({ heard }) => heard));
        expect(all.map(({ client }) => client.subscriptions)).toEqual(model.map((one) => one.names.size));
        expect(new Set(Array.from(world.pubsub.channels, (topic) => topic.name))).toEqual(
          new Set(model.flatMap((one) => [...one.names])),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('tells when a client begins and ceases to listen to anything', () => {
    const world = createWorld();
    const { client } = world.connect();
    const seen: number[] = [];
    world.pubsub.onClassChange = (changed) => seen.push(changed.subscriptions);
    for (const kind of ['channels', 'patterns', 'shardChannels'] as const) world.subscribe(client, kind, 'a');
    expect(seen).toEqual([1]);
    expect([client.subscriptions, client.patternSubscriptions, client.shardSubscriptions]).toEqual([3, 1, 1]);
    world.pubsub.unsubscribeAll(client, 'channels');
    world.pubsub.removeAll(client);
    expect(seen).toEqual([1, 0]);
    expect(world.pubsub.counts).toMatchObject({ channels: 0, patterns: 0, shardChannels: 0 });
  });
});

describe('a message to many', () => {
  test('stands once in memory for each protocol', () => {
    const world = createWorld();
    const two = Array.from({ length: 100 }, () => world.connect(2));
    const three = Array.from({ length: 100 }, () => world.connect(3));
    for (const { client } of [...two, ...three]) world.subscribe(client, 'channels', 'a');
    expect(world.publish('a', 'text')).toBe(200);
    for (const [receivers, type] of [
      [two, '*'],
      [three, '>'],
    ] as const) {
      const [first] = receivers[0].sink.taken;
      expect(receivers[0].sink.text).toBe(frame(type, 'message', 'a', 'text'));
      for (const { sink } of receivers) {
        expect(sink.taken).toHaveLength(1);
        expect(sink.taken[0].bytes).toBe(first.bytes);
        expect(sink.taken[0]).toEqual(first);
      }
    }
  });

  test('stands right behind the one before, so that both leave as one range', () => {
    const world = createWorld();
    const { client, sink } = world.connect();
    world.subscribe(client, 'channels', 'a');
    world.publish('a', '1');
    world.publish('a', '2');
    expect(sink.taken[1].bytes).toBe(sink.taken[0].bytes);
    expect(sink.taken[1].start).toBe(sink.taken[0].end);
  });

  test('stands once for each pattern, too', () => {
    const world = createWorld();
    const all = Array.from({ length: 3 }, () => world.connect());
    for (const { client } of all) for (const name of ['*', 'a*']) world.subscribe(client, 'patterns', name);
    expect(world.publish('a', 'x')).toBe(6);
    for (const { sink } of all) expect(sink.taken).toEqual(all[0].sink.taken);
    expect(all[0].sink.text).toBe(frame('*', 'pmessage', '*', 'a', 'x') + frame('*', 'pmessage', 'a*', 'a', 'x'));
  });

  test('does not go to who is leaving, but counts it, as in Redis', () => {
    const world = createWorld();
    const { client, sink } = world.connect();
    world.subscribe(client, 'channels', 'a');
    client.closing = true;
    expect(world.publish('a', 'x')).toBe(1);
    expect(sink.taken).toEqual([]);
  });

  test('reaches all others when one is thrown out for it', () => {
    const world = createWorld();
    const all = Array.from({ length: 5 }, () => world.connect());
    for (const { client } of all) world.subscribe(client, 'channels', 'a');
    const [, , victim] = all;
    victim.sink.take = () => world.pubsub.removeAll(victim.client);
    expect(world.publish('a', 'x')).toBe(5);
    for (const one of all) if (one !== victim) expect(one.sink.text).toBe(frame('*', 'message', 'a', 'x'));
    expect(world.publish('a', 'y')).toBe(4);
  });
});

describe('a message to the client being served', () => {
  test('waits for its reply', () => {
    const world = createWorld();
    const { client, sink } = world.connect(3);
    world.subscribe(client, 'channels', 'a');
    world.replies.open(sink);
    expect(world.publish('a', 'x')).toBe(1);
    expect(sink.taken).toEqual([]);
    expect(world.pushes.waiting).toBe(true);
    world.pushes.sendKept();
    expect(sink.text).toBe(frame('>', 'message', 'a', 'x'));
    expect(world.pushes.waiting).toBe(false);
  });

  test('goes at once, behind earlier replies, where no command is under way', () => {
    const world = createWorld();
    const { client, sink } = world.connect(3);
    world.subscribe(client, 'channels', 'a');
    world.replies.open(sink);
    world.replies.bytes.u8.set(Buffer.from('+OK\r\n'), world.replies.at);
    world.replies.at += 5;
    world.pushes.inCommand = false;
    world.publish('a', 'x');
    expect(sink.text).toBe(`+OK\r\n${frame('>', 'message', 'a', 'x')}`);
    // It is no part of the reply that follows, and stays when that is taken back.
    world.replies.at += 3;
    world.replies.revert();
    world.replies.close();
    expect(sink.text).toBe(`+OK\r\n${frame('>', 'message', 'a', 'x')}`);
  });
});
