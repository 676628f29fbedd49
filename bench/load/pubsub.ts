import { setTimeout as sleep } from 'node:timers/promises';
import type { Options } from '../options.ts';
import { Child } from './child.ts';
import { benchmarkCommand } from './redis-benchmark.ts';
import { withServers, type RunningServer, type ServerSpec } from './server-process.ts';
import { median } from './statistics.ts';
import type { SubscriberRequest } from './subscriber-child.ts';

/** PUBLISH: requests per second that nobody hears, and messages per second that all subscribers together receive. */
export interface PubSubMeasurement {
  readonly unheard: number;
  readonly messages: number;
}

const CHANNEL = 'channel';
const TEXT = 'a text of 16 byte';
const SUBSCRIBERS = 100;
const PIPELINE = 16;
const UNHEARD = { clients: 50, pipeline: PIPELINE, requests: 2_000_000 };
const HEARD = { clients: 10, pipeline: PIPELINE, requests: 60_000 };
const MESSAGE_BYTES = `*3\r\n$7\r\nmessage\r\n$7\r\n${CHANNEL}\r\n$${TEXT.length}\r\n${TEXT}\r\n`.length;
/** Until the replies to SUBSCRIBE are surely in. */
const SETTLE_MS = 300;

/** Every server in turn, round after round; the medians of the rounds, by server. */
export async function measurePubSub(
  specs: readonly ServerSpec[],
  { rounds, quick }: Options,
  progress: (text: string) => void,
): Promise<Record<string, PubSubMeasurement>> {
  return withServers(specs, [], async (servers) => {
    const measured = new Map<string, PubSubMeasurement[]>(servers.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const server of servers) measured.get(server.name)!.push(await measure(server, quick ? 0.1 : 1));
      progress(`round ${round + 1}/${rounds}  PUBLISH`);
    }
    return Object.fromEntries([...measured].map(([name, all]) => [name, medianOf(all)]));
  });
}

async function measure(server: RunningServer, share: number): Promise<PubSubMeasurement> {
  const publish = ['PUBLISH', CHANNEL, TEXT];
  const alone = await benchmarkCommand(server.port, { ...UNHEARD, requests: UNHEARD.requests * share }, publish);
  const subscribers = new Child('./subscriber-child.ts');
  const ask = (request: SubscriberRequest): Promise<unknown> => subscribers.ask(request);
  try {
    await ask({ subscribe: { port: server.port, count: SUBSCRIBERS, channel: CHANNEL } });
    await sleep(SETTLE_MS);
    // What the replies to SUBSCRIBE took is forgotten.
    await ask({ awaitBytes: 0 });
    const requests = HEARD.requests * share;
    const began = Date.now();
    const ended = ask({ awaitBytes: requests * SUBSCRIBERS * MESSAGE_BYTES });
    await benchmarkCommand(server.port, { ...HEARD, requests }, publish);
    const seconds = (((await ended) as number) - began) / 1000;
    return { unheard: Math.round(alone.throughput), messages: Math.round((requests * SUBSCRIBERS) / seconds) };
  } finally {
    await subscribers.end();
  }
}

function medianOf(all: readonly PubSubMeasurement[]): PubSubMeasurement {
  return {
    unheard: median(all.map(({ unheard }) => unheard)),
    messages: median(all.map(({ messages }) => messages)),
  };
}
