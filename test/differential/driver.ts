import type { RunningServer } from '../support/child-server.ts';
import { encodeCommand, RawClient } from '../support/raw-client.ts';
import { quote } from '../support/resp-frames.ts';
import type { CommandArgs } from './arbitraries.ts';
import { picksAtRandom, sameExecReply, sameReply } from './comparison.ts';
import { diverges, knownDifference } from './known-differences.ts';
import type { Exchange } from './known-differences.ts';

export interface Step {
  /** Which of the sequence's connections sends it. */
  readonly client: number;
  readonly args: CommandArgs;
}

export type Protocol = 2 | 3;

/** A server that leaves a command without a reply would stop the test: this ends it with that command's name. */
const DEADLINE_MS = 10_000;

/** Redis 7.2 to 8.0 leave a failed authentication unanswered when an earlier reply still waits to be sent. */
const SENT_ALONE = /^(auth|hello)$/i;

/** A reply, or undefined where the connection was closed before it came. */
type Outcome = Buffer | undefined;

/** Runs the same steps against two servers whose data is emptied first and throws at the first difference. */
export async function compareServers(
  ours: RunningServer,
  real: RunningServer,
  protocol: Protocol,
  steps: readonly Step[],
  realVersion: readonly number[],
): Promise<void> {
  const [left, right] = await Promise.all([runSteps(ours, protocol, steps), runSteps(real, protocol, steps)]);
  const queued = new Map<number, CommandArgs[]>();
  const earlier: Exchange[] = [];
  for (const [i, step] of steps.entries()) {
    const [ourText, realText] = [left[i]?.toString('latin1') ?? '', right[i]?.toString('latin1') ?? ''];
    const isAnswered = left[i] !== undefined && right[i] !== undefined;
    const known = isAnswered ? knownDifference(realVersion, step.args, realText, ourText, earlier) : undefined;
    earlier.push({ args: step.args, reply: realText });
    if (diverges(known, step.args)) return;
    if (!known && !sameOutcome(step, left[i], right[i], queued)) throw difference(steps, i, left[i], right[i]);
    if (right[i] !== undefined && picksAtRandom(step.args, right[i])) return;
  }
}

/** Sends the steps, those of one client in a row as one pipeline, and gathers one outcome for each. */
async function runSteps(server: RunningServer, protocol: Protocol, steps: readonly Step[]): Promise<Outcome[]> {
  const count = Math.max(0, ...steps.map((step) => step.client)) + 1;
  const connecting = Array.from({ length: count }, () => RawClient.connect({ host: server.host, port: server.port }));
  const clients = await Promise.all(connecting);
  try {
    await clients[0].send('FLUSHALL');
    if (protocol === 3) for (const client of clients) await client.send('HELLO', '3');
    const outcomes: Outcome[] = [];
    for (const batch of batches(steps)) outcomes.push(...(await runBatch(clients[batch[0].client], batch)));
    return outcomes;
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

function batches(steps: readonly Step[]): Step[][] {
  const result: Step[][] = [];
  for (const step of steps) {
    const last = result.at(-1);
    if (last !== undefined && last[0].client === step.client && !SENT_ALONE.test(step.args[0] ?? '')) last.push(step);
    else result.push([step]);
  }
  return result;
}

async function runBatch(client: RawClient, batch: readonly Step[]): Promise<Outcome[]> {
  const commands = batch.map((step) => encodeCommand(step.args.map((arg) => Buffer.from(arg, 'latin1'))));
  client.write(Buffer.concat(commands));
  let waitingFor: Step | undefined;
  let deadline: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    deadline = setTimeout(
      () => reject(new Error(`no reply to ${waitingFor?.args.map(quoteArg).join(' ')} in\n${transcript(batch)}`)),
      DEADLINE_MS,
    );
  });
  const outcomes: Outcome[] = [];
  try {
    for (waitingFor of batch) outcomes.push(await Promise.race([readOutcome(client), silent]));
  } finally {
    clearTimeout(deadline);
  }
  return outcomes;
}

async function readOutcome(client: RawClient): Promise<Outcome> {
  return client.read().then(
    (reply) => reply.bytes,
    () => undefined,
  );
}

function sameOutcome(step: Step, ours: Outcome, real: Outcome, queued: Map<number, CommandArgs[]>): boolean {
  if (ours === undefined || real === undefined) return ours === real;
  const name = step.args[0]?.toLowerCase();
  const queue = queued.get(step.client) ?? [];
  if (real.toString() === '+QUEUED\r\n') queued.set(step.client, [...queue, step.args]);
  else if (name === 'exec' || name === 'discard' || name === 'reset') queued.delete(step.client);
  return name === 'exec' ? sameExecReply(queue, ours, real) : sameReply(step.args, ours, real);
}

function difference(steps: readonly Step[], at: number, ours: Outcome, real: Outcome): Error {
  const shown = (outcome: Outcome): string => (outcome === undefined ? 'closed' : quote(outcome, 600));
  return new Error(
    `replies differ\n${transcript(steps.slice(0, at + 1))}\n  ours: ${shown(ours)}\n  real: ${shown(real)}`,
  );
}

function transcript(steps: readonly Step[]): string {
  return steps.map((step) => `  ${step.client}> ${step.args.map(quoteArg).join(' ')}`).join('\n');
}

function quoteArg(arg: string): string {
  return quote(Buffer.from(arg, 'latin1'), 60);
}
