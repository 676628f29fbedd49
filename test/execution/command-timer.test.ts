import { describe, expect, it } from 'vitest';
import type { CommandObserver } from '../../src/execution/command-timer.ts';
import type { CommandSpec } from '../../src/execution/command.ts';
import { command } from '../../src/execution/command.ts';
import { Transactions } from '../../src/execution/transaction.ts';
import type { CommandWords, Harness } from '../support/command-harness.ts';
import { createHarness, vectorOf } from '../support/command-harness.ts';

const common = { group: 'generic', since: '1.0.0', summary: '', complexity: 'O(1)' } as const;

interface Timed {
  readonly harness: Harness;
  /** What the observer was told, in order. */
  readonly told: string[];
  /** Executes requests as the pipeline does a batch; every command takes as many microseconds as its argument says. */
  batch(...requests: readonly CommandWords[]): void;
  calls(name: string): { calls: number; microseconds: number };
}

/** BRIEF and OTHER may be grouped, LONG may not; QUIET moves no memory, GROW keeps what it is given. */
function timed(): Timed {
  const told: string[] = [];
  const takes = (name: string, isBrief: boolean): CommandSpec =>
    command({
      ...{ ...common, name, arity: -2, flags: isBrief ? ['fast'] : [] },
      handler({ args, reply }) {
        harness.clock.advance(args.integer() / 1000);
        reply.ok();
      },
    });
  const reply = command({
    ...{ ...common, name: 'SAY', arity: 3, flags: ['fast'] },
    handler({ args, reply }) {
      harness.clock.advance(args.integer() / 1000);
      reply.bulkLatin1('x'.repeat(args.integer()));
    },
  });
  const transaction = command({
    ...{ ...common, name: 'ALL', arity: 1, flags: [] },
    handler({ client }) {
      harness.clock.advance(0.1);
      transactions.execute(client);
    },
  });
  const commands = [takes('BRIEF', true), takes('OTHER', true), takes('LONG', false), reply, transaction];
  const harness = createHarness({ commands });
  const transactions = new Transactions(harness.watch, harness.reply);
  transactions.dispatcher = harness.dispatcher;
  const { timer, table } = harness.dispatcher;
  const observer: CommandObserver = {
    slow: (_client, { name }, vector, us) => void told.push(`slow ${name}/${vector.count} ${us.toFixed(0)}`),
    largeRequest: (_client, { name }, _vector, bytes) => void told.push(`request ${name} ${bytes}`),
    largeReply: (_client, { name }, _vector, bytes) => void told.push(`reply ${name} ${bytes}`),
    executed: (_client, { name }) => void told.push(`executed ${name}`),
  };
  timer.observer = observer;
  const batch = (...requests: readonly CommandWords[]): void => {
    const { client } = harness;
    harness.reply.out.open(client.connection.sink);
    timer.openBatch(client);
    for (const words of requests) harness.dispatcher.dispatch(client, vectorOf(words));
    timer.closeBatch();
    harness.reply.out.close();
  };
  const calls = (name: string): { calls: number; microseconds: number } => {
    const { calls, microseconds } = table.get(name)!;
    return { calls, microseconds: Math.round(microseconds) };
  };
  return { harness, told, batch, calls };
}

describe('CommandTimer', () => {
  it('measures a request that comes alone', () => {
    const { batch, calls, harness } = timed();
    batch(['BRIEF', '7']);
    batch(['LONG', '30']);
    expect(calls('brief')).toEqual({ calls: 1, microseconds: 7 });
    expect(calls('long')).toEqual({ calls: 1, microseconds: 30 });
    expect(harness.dispatcher.timer.commands).toBe(2);
    expect(Math.round(harness.dispatcher.timer.busyUs)).toBe(37);
  });

  it('shares out the time of a run by what its commands typically take, and loses nothing of it', () => {
    const { batch, calls } = timed();
    for (let i = 0; i < 100; i++) {
      batch(['BRIEF', '1']);
      batch(['OTHER', '9']);
    }
    batch(['BRIEF', '1'], ['OTHER', '9'], ['BRIEF', '1'], ['OTHER', '9']);
    expect(calls('brief')).toEqual({ calls: 102, microseconds: 102 });
    expect(calls('other').calls).toBe(102);
    expect(calls('other').microseconds).toBeGreaterThanOrEqual(917);
    expect(calls('brief').microseconds + calls('other').microseconds).toBe(1020);
  });

  it('counts a run longer than what it keeps, and what is no part of a run beside it', () => {
    const { batch, calls } = timed();
    const runs = Array.from({ length: 20 }, () => ['BRIEF', '2']);
    batch(...runs, ['LONG', '50'], ...runs, ['LONG', '40'], ['LONG', '30']);
    expect(calls('brief')).toEqual({ calls: 40, microseconds: 80 });
    expect(calls('long')).toEqual({ calls: 3, microseconds: 120 });
  });

  it('counts what INFO is asked for in the middle of a pipeline', () => {
    const { batch, harness, calls } = timed();
    const seen: number[] = [];
    const { timer } = harness.dispatcher;
    timer.observer = { ...timer.observer, slow: () => void seen.push(timer.commands, calls('brief').calls) };
    timer.configure({ slowFromUs: 5000 });
    batch(['BRIEF', '1'], ['BRIEF', '1'], ['LONG', '6000'], ['BRIEF', '1']);
    expect(seen).toEqual([3, 2]);
  });

  it('finds the slow one in a run: the one that replied most', () => {
    const { batch, told, harness, calls } = timed();
    harness.dispatcher.timer.configure({ slowFromUs: 10_000 });
    batch(['BRIEF', '1'], ['SAY', '12000', '5000'], ['OTHER', '1'], ['BRIEF', '1']);
    expect(told).toEqual(['slow say/3 12000']);
    expect(calls('say').microseconds).toBe(12_000);
    expect(calls('brief')).toEqual({ calls: 2, microseconds: 2 });
  });

  it('names without doubt what is slow again', () => {
    const { batch, told, harness } = timed();
    harness.dispatcher.timer.configure({ slowFromUs: 10_000 });
    const requests = [
      ['SAY', '1', '9'],
      ['BRIEF', '11000'],
      ['OTHER', '1'],
    ];
    batch(...requests);
    batch(...requests);
    expect(told).toHaveLength(2);
    expect(told[1]).toBe('slow brief/2 11000');
  });

  it('does not take many commands of some length for a slow one', () => {
    const { batch, told, harness } = timed();
    harness.dispatcher.timer.configure({ slowFromUs: 1500 });
    for (let i = 0; i < 200; i++) batch(['BRIEF', '200']);
    batch(...Array.from({ length: 16 }, () => ['BRIEF', '200']));
    expect(told).toEqual([]);
  });

  it('measures each alone where that is asked for, whatever the batch', () => {
    const { batch, told, harness, calls } = timed();
    harness.dispatcher.timer.configure({ slowFromUs: 0 });
    batch(['BRIEF', '1'], ['OTHER', '3'], ['BRIEF', '2'], ['LONG', '0']);
    expect(told).toEqual(['slow brief/2 1', 'slow other/2 3', 'slow brief/2 2', 'slow long/2 0']);
    expect(calls('brief')).toEqual({ calls: 2, microseconds: 3 });
    harness.dispatcher.timer.configure({ slowFromUs: Infinity, isMonitored: true });
    batch(['BRIEF', '1'], ['OTHER', '3']);
    expect(told.slice(4)).toEqual(['executed brief', 'executed other']);
  });

  it('now and then measures a whole batch alone, so that the shares are learnt', () => {
    const { batch, harness } = timed();
    for (let i = 0; i < 4000; i++) batch(['BRIEF', '1'], ['OTHER', '9']);
    const { table } = harness.dispatcher;
    expect(table.get('other')!.typicalUs).toBeGreaterThan(4 * table.get('brief')!.typicalUs);
  });

  it('counts a transaction once as time of the server, and its commands as theirs', () => {
    const { batch, harness, calls, told } = timed();
    const { client, dispatcher } = harness;
    dispatcher.timer.configure({ slowFromUs: 10_000 });
    client.queue = [
      ['BRIEF', '5'],
      ['LONG', '20000'],
      ['OTHER', '5'],
      ['BRIEF', '5'],
    ].map((words) => {
      const vector = vectorOf(words);
      return { entry: dispatcher.table.find(vector)!, vector };
    });
    batch(['ALL'], ['BRIEF', '1']);
    expect(calls('all')).toEqual({ calls: 1, microseconds: 20_115 });
    expect([calls('brief').calls, calls('other').calls, calls('long')]).toEqual([
      3,
      1,
      { calls: 1, microseconds: 20_000 },
    ]);
    expect(calls('brief').microseconds + calls('other').microseconds).toBe(16);
    expect(Math.round(dispatcher.timer.busyUs)).toBe(20_116);
    expect(told).toEqual(['slow long/2 20000', 'slow all/1 20115']);
  });

  it.each([
    [
      'in a run',
      [
        ['BRIEF', '1', 'x'.repeat(2000)],
        ['SAY', '1', '3000'],
        ['OTHER', '1'],
      ],
    ],
    [
      'alone',
      [
        ['BRIEF', '1', 'x'.repeat(2000)],
        ['LONG', '1'],
        ['SAY', '1', '3000'],
      ],
    ],
  ])('tells of large requests and replies %s', (_where, requests) => {
    const { batch, told, harness } = timed();
    harness.dispatcher.timer.configure({ requestFrom: 2000, replyFrom: 3000 });
    batch(...requests);
    const request = `*3\r\n$5\r\nBRIEF\r\n$1\r\n1\r\n$2000\r\n${'x'.repeat(2000)}\r\n`;
    expect(told).toEqual([`request brief ${request.length}`, `reply say ${'$3000\r\n'.length + 3000 + 2}`]);
  });

  it('keeps histograms only while it is told to', () => {
    const { batch, harness } = timed();
    const { timer, table } = harness.dispatcher;
    batch(['BRIEF', '1'], ['BRIEF', '1'], ['LONG', '2000']);
    timer.configure({ tracks: false });
    batch(['BRIEF', '1'], ['OTHER', '1'], ['LONG', '1']);
    expect([table.get('brief')!.histogram?.total, table.get('long')!.histogram?.total]).toEqual([2, 1]);
    expect(table.get('other')).toMatchObject({ calls: 1, histogram: undefined });
  });

  it('goes on with a batch after commands of others, which belong to none', () => {
    const { batch, calls, harness } = timed();
    const { timer } = harness.dispatcher;
    batch(['BRIEF', '1']);
    timer.openBatch(harness.client);
    const batchOf = timer.suspend();
    expect([batchOf, timer.groupedFor]).toEqual([harness.client, undefined]);
    harness.clock.advance(5);
    timer.resume(batchOf);
    expect(timer.groupedFor).toBe(harness.client);
    timer.closeBatch();
    expect(timer.suspend()).toBeUndefined();
    timer.resume(undefined);
    expect(timer.groupedFor).toBeUndefined();
    expect([calls('brief'), Math.round(timer.busyUs)]).toEqual([{ calls: 1, microseconds: 1 }, 1]);
  });

  it('counts a command that waits once it is answered, with all the time that it took', () => {
    const { told, calls, harness } = timed();
    const { timer, table } = harness.dispatcher;
    const [entry, vector] = [table.get('long')!, vectorOf(['LONG', '1'])];
    timer.configure({ slowFromUs: 0, isMonitored: true });
    const began = timer.start();
    harness.clock.advance(0.004);
    const spent = timer.breakOff(harness.client, entry, vector, began, false);
    expect([Math.round(spent), timer.commands, calls('long').calls]).toEqual([4, 0, 0]);
    const again = timer.start() - spent;
    harness.clock.advance(0.002);
    timer.end(harness.client, entry, vector, again, harness.reply.out.position, true);
    timer.note(harness.client, entry, vector, 9);
    expect([timer.commands, Math.round(timer.busyUs), calls('long')]).toEqual([2, 15, { calls: 2, microseconds: 15 }]);
    expect(told).toEqual(['executed long', 'slow long/2 6', 'slow long/2 9']);
  });
});
