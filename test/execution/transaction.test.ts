import { describe, expect, test } from 'vitest';
import type { CommandSpec } from '../../src/execution/command.ts';
import { command } from '../../src/execution/command.ts';
import { Transactions } from '../../src/execution/transaction.ts';
import { CHUNK_BYTES } from '../../src/memory/output.ts';
import { EXEC_ABORT, NO_SUCH_KEY } from '../../src/resp/reply-errors.ts';
import type { Harness, HarnessOptions } from '../support/command-harness.ts';
import { createHarness } from '../support/command-harness.ts';

const common = { group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -1, flags: [] } as const;

interface SetUp extends Harness {
  readonly transactions: Transactions;
}

/** A harness with MULTI and EXEC over a Transactions of its own. */
function setUp(options: HarnessOptions = {}): SetUp {
  const late: { transactions?: Transactions } = {};
  const transactions = (): Transactions => late.transactions as Transactions;
  const commands: readonly CommandSpec[] = [
    command({ ...common, name: 'SAY', arity: 2, handler: ({ args, reply }) => reply.bulkLatin1(args.latin1()) }),
    command({
      ...common,
      name: 'FAIL',
      handler({ args, reply }) {
        reply.array(2);
        if (args.remaining > 0) reply.bulkLatin1('x'.repeat(CHUNK_BYTES));
        throw NO_SUCH_KEY;
      },
    }),
    command({ ...common, name: 'NULL', handler: ({ reply }) => reply.null() }),
    command({
      ...common,
      name: 'HELLO',
      handler({ args, client, reply }) {
        client.protocol = args.integer();
        reply.protocol = client.protocol;
        reply.null();
      },
    }),
    command({
      ...common,
      name: 'PUT',
      handler({ args, db, reply }) {
        const key = args.key();
        db.setString(key, key.bytes, key.at, key.length);
        db.changed(key, 'put');
        reply.integer(db.index);
      },
    }),
    command({
      ...common,
      name: 'SELECT',
      handler({ args, client, keyspace, reply }) {
        client.db = keyspace.databases[args.integer()];
        reply.ok();
      },
    }),
    command({
      ...common,
      name: 'WATCH',
      handler({ args, client, reply }) {
        harness.watch.add(client, args.key());
        reply.ok();
      },
    }),
    command({
      ...common,
      name: 'MULTI',
      handler({ client, reply }) {
        transactions().begin(client);
        reply.ok();
      },
    }),
    command({
      ...common,
      name: 'EXEC',
      handler({ client, preventPropagation }) {
        transactions().execute(client);
        preventPropagation();
      },
    }),
    command({
      ...common,
      name: 'DISCARD',
      handler({ client, reply }) {
        transactions().discard(client);
        reply.ok();
      },
    }),
  ];
  const harness = createHarness({ ...options, commands });
  late.transactions = new Transactions(harness.watch, harness.reply);
  late.transactions.dispatcher = harness.dispatcher;
  return { ...harness, transactions: late.transactions };
}

describe('Transactions', () => {
  test('run the queue as one, and answer an array of the replies', () => {
    const { pipeline, run, client } = setUp();
    expect(pipeline(['MULTI'], ['SAY', 'a'], ['SAY', 'b'])).toBe('+OK\r\n+QUEUED\r\n+QUEUED\r\n');
    expect(run('EXEC')).toBe('*2\r\n$1\r\na\r\n$1\r\nb\r\n');
    expect([client.queue, client.queuedBytes, client.refuses]).toEqual([undefined, 0, 0]);
    expect(run('SAY', 'c')).toBe('$1\r\nc\r\n');
  });

  test('an empty queue answers an empty array', () => {
    const { pipeline } = setUp();
    expect(pipeline(['MULTI'], ['EXEC'])).toBe('+OK\r\n*0\r\n');
  });

  test('a command that fails takes back its own reply only, and the others run', () => {
    const { pipeline, dispatcher } = setUp();
    const replies = pipeline(['SAY', '0'], ['MULTI'], ['SAY', 'a'], ['FAIL'], ['FAIL', 'long'], ['SAY', 'b'], ['EXEC']);
    const queued = '+QUEUED\r\n'.repeat(4);
    const error = '-ERR no such key\r\n';
    expect(replies).toBe(`$1\r\n0\r\n+OK\r\n${queued}*4\r\n$1\r\na\r\n${error}${error}$1\r\nb\r\n`);
    expect(dispatcher.table.get('exec')?.failed).toBe(0);
  });

  test('a protocol that changes inside holds for the replies behind it', () => {
    const { pipeline } = setUp();
    pipeline(['MULTI'], ['NULL'], ['HELLO', '3'], ['NULL']);
    expect(pipeline(['EXEC'], ['NULL'])).toBe('*3\r\n$-1\r\n_\r\n_\r\n_\r\n');
  });

  test('a database selected inside holds for the commands behind it', () => {
    const { pipeline, propagated } = setUp({ propagates: true });
    pipeline(['MULTI'], ['PUT', 'a'], ['SELECT', '2'], ['PUT', 'b']);
    expect(pipeline(['EXEC'], ['PUT', 'c'])).toBe('*3\r\n:0\r\n+OK\r\n:2\r\n:2\r\n');
    expect(propagated).toEqual([
      ['PUT', 'a'],
      ['PUT', 'b'],
      ['PUT', 'c'],
    ]);
  });

  test('the commands of one transaction reach the sinks as one unit', () => {
    const harness = setUp();
    const units: number[] = [];
    harness.effects.addSink({ propagate: (unit) => void units.push(unit.length) });
    harness.pipeline(['MULTI'], ['PUT', 'a'], ['SAY', 'x'], ['PUT', 'b'], ['PUT', 'c'], ['EXEC'], ['PUT', 'd']);
    expect(units).toEqual([3, 1]);
  });

  test('a command that could not be queued aborts, and the next transaction is as new', () => {
    const { pipeline, run, dispatcher } = setUp();
    pipeline(['MULTI'], ['PUT', 'a'], ['FOO']);
    expect(run('EXEC')).toBe(`-${EXEC_ABORT.message}\r\n`);
    expect(dispatcher.table.get('put')?.calls).toBe(0);
    expect(pipeline(['MULTI'], ['SAY', 'a'], ['EXEC'])).toMatch(/\*1\r\n\$1\r\na\r\n$/);
  });

  test('a watched key that changed answers null', () => {
    for (const [protocol, none] of [
      [2, '*-1\r\n'],
      [3, '_\r\n'],
    ] as const) {
      const { pipeline, run, watch } = setUp({ protocol });
      pipeline(['WATCH', 'a'], ['PUT', 'a'], ['MULTI'], ['SAY', 'x']);
      expect(run('EXEC')).toBe(none);
      expect(watch.size).toBe(0);
      expect(pipeline(['MULTI'], ['SAY', 'x'], ['EXEC'])).toMatch(/\*1\r\n\$1\r\nx\r\n$/);
    }
  });

  test('an error while queueing weighs more than a broken watch', () => {
    const { pipeline, run } = setUp();
    pipeline(['WATCH', 'a'], ['PUT', 'a'], ['MULTI'], ['FOO']);
    expect(run('EXEC')).toBe(`-${EXEC_ABORT.message}\r\n`);
  });

  test('a key that falls due while queueing answers null', () => {
    const { pipeline, run, keyspace, clock } = setUp();
    pipeline(['PUT', 'a']);
    const [db] = keyspace.databases;
    const [address] = db.entries.dict;
    db.entries.setExpiry(address, db.entries.hashOf(address), clock.wallMs() + 5);
    pipeline(['WATCH', 'a'], ['MULTI'], ['SAY', 'x']);
    clock.advance(6);
    expect(run('EXEC')).toBe('*-1\r\n');
  });

  test('what the transaction itself changes does not break it', () => {
    const { pipeline } = setUp();
    expect(pipeline(['WATCH', 'a'], ['MULTI'], ['PUT', 'a'], ['PUT', 'a'], ['EXEC'])).toMatch(/\*2\r\n:0\r\n:0\r\n$/);
  });

  test('discard forgets the queue and the watched keys', () => {
    const { pipeline, watch, client } = setUp();
    pipeline(['WATCH', 'a'], ['PUT', 'a'], ['MULTI'], ['FOO'], ['DISCARD']);
    expect([client.queue, client.queueFailed, client.watchBroken, watch.size]).toEqual([undefined, false, false, 0]);
    expect(pipeline(['MULTI'], ['SAY', 'x'], ['EXEC'])).toMatch(/\*1\r\n\$1\r\nx\r\n$/);
  });
});
