import type { RunningServer } from '../support/child-server.ts';
import { encodeCommand, RawClient } from '../support/raw-client.ts';
import { quote } from '../support/resp-frames.ts';

/** Commands that one of the clients sends in one piece; left out while that client waits. */
export interface WaitingStep {
  readonly client: number;
  readonly commands: readonly (readonly string[])[];
}

/** Stands in a command for the number of a client: CLIENT UNBLOCK. */
export const CLIENT_ID = /^@(\d)$/;

/** What a step has led to: every reply that came by it, and who waits now. */
interface Outcome {
  readonly replies: readonly string[];
  readonly waiting: readonly number[];
}

/** Runs the same steps against two servers, one after the other, and throws at the first difference. */
export async function compareWaiting(
  ours: RunningServer,
  real: RunningServer,
  protocol: 2 | 3,
  steps: readonly WaitingStep[],
): Promise<void> {
  const [left, right] = await Promise.all([run(ours, protocol, steps), run(real, protocol, steps)]);
  for (let i = 0; i < steps.length; i++) {
    if (JSON.stringify(left[i]) !== JSON.stringify(right[i])) throw difference(steps, i, left, right);
  }
}

async function run(server: RunningServer, protocol: 2 | 3, steps: readonly WaitingStep[]): Promise<Outcome[]> {
  const count = Math.max(...steps.map(({ client }) => client)) + 1;
  const control = await RawClient.connect({ host: server.host, port: server.port });
  const clients: WaitingClient[] = [];
  try {
    await control.send('FLUSHALL');
    for (let i = 0; i < count; i++) clients.push(await WaitingClient.connect(server, protocol));
    const outcomes: Outcome[] = [];
    for (const step of steps) outcomes.push(await runStep(step, clients, control));
    return outcomes;
  } finally {
    await Promise.all([control.close(), ...clients.map(({ raw }) => raw.close())]);
  }
}

async function runStep(step: WaitingStep, clients: WaitingClient[], control: RawClient): Promise<Outcome> {
  const sender = clients[step.client];
  if (sender.expected > 0) return { replies: [], waiting: waitingOf(clients) };
  const ids = clients.map(({ id }) => id);
  sender.send(step.commands.map((words) => words.map((word) => named(word, ids))));
  // Its commands have all run once it is answered, or waits.
  while (sender.expected > sender.arrived && !(await whoWaits(control)).has(sender.id)) await sender.hasNews();
  const waiting = await whoWaits(control);
  // What was written before that answer is here: it may have to be read yet.
  await new Promise((resolve) => setImmediate(resolve));
  const replies: string[] = [];
  for (const [i, client] of clients.entries()) {
    for (const reply of await client.take(waiting.has(client.id))) replies.push(`${i}: ${reply}`);
  }
  return { replies, waiting: waitingOf(clients) };
}

/** A client's number in the place of its mark. */
function named(word: string, ids: readonly string[]): string {
  const match = CLIENT_ID.exec(word);
  return match === null ? word : (ids[Number(match[1])] ?? '0');
}

function waitingOf(clients: readonly WaitingClient[]): number[] {
  return clients.flatMap(({ expected }, i) => (expected > 0 ? [i] : []));
}

/** The ids of the clients that wait at present. */
async function whoWaits(control: RawClient): Promise<Set<string>> {
  const list = await control.ask('CLIENT', 'LIST');
  const ids = list.split('\n').map((line) => /^id=(\d+) .* flags=\w*b\w* /.exec(line)?.[1]);
  return new Set(ids.filter((id) => id !== undefined));
}

class WaitingClient {
  readonly raw: RawClient;
  id = '';
  /** Replies to come, and how many of them are here. */
  expected = 0;
  arrived = 0;
  private replies: string[] = [];
  private news: () => void = () => undefined;

  private constructor(raw: RawClient) {
    this.raw = raw;
  }

  static async connect({ host, port }: RunningServer, protocol: 2 | 3): Promise<WaitingClient> {
    const client = new WaitingClient(await RawClient.connect({ host, port }));
    if (protocol === 3) await client.raw.send('HELLO', '3');
    client.id = await client.raw.ask('CLIENT', 'ID');
    return client;
  }

  send(commands: readonly (readonly string[])[]): void {
    this.raw.write(Buffer.concat(commands.map(encodeCommand)));
    this.expected = commands.length;
    for (let i = 0; i < commands.length; i++) void this.raw.read().then(({ text }) => this.note(text), this.closed);
  }

  /** Settles when a reply comes, or soon. */
  async hasNews(): Promise<void> {
    await Promise.race([
      new Promise<void>((resolve) => (this.news = resolve)),
      new Promise<void>((resolve) => setTimeout(resolve, 1)),
    ]);
  }

  /** The replies that are here; all of them, unless it waits. */
  async take(waits: boolean): Promise<string[]> {
    while (!waits && this.arrived < this.expected) await this.hasNews();
    const { replies } = this;
    this.replies = [];
    this.expected -= replies.length;
    this.arrived = 0;
    return replies;
  }

  private note(text: string): void {
    this.replies.push(text);
    this.arrived++;
    this.news();
  }

  private readonly closed = (): void => undefined;
}

function difference(
  steps: readonly WaitingStep[],
  at: number,
  left: readonly Outcome[],
  right: readonly Outcome[],
): Error {
  const shown = ({ replies, waiting }: Outcome): string =>
    `${replies.map((reply) => quote(Buffer.from(reply), 300)).join(' ')} waiting: ${waiting.join(' ')}`;
  const transcript = steps
    .slice(0, at + 1)
    .map(({ client, commands }, i) => {
      const sent = commands.map((words) => words.join(' ')).join(' ; ');
      return `  ${client}> ${sent}${i < at ? `   → ${shown(left[i])}` : ''}`;
    })
    .join('\n');
  return new Error(`outcomes differ\n${transcript}\n  ours: ${shown(left[at])}\n  real: ${shown(right[at])}`);
}
