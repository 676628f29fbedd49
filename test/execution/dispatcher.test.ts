import { describe, expect, test } from 'vitest';
import { FORM_STRING, StringValue } from '../../src/datatypes/string-value.ts';
import type { CommandSpec } from '../../src/execution/command.ts';
import { command } from '../../src/execution/command.ts';
import { REPLY_OFF, REPLY_ON, REPLY_SKIP_NEXT } from '../../src/execution/client.ts';
import { ANY } from '../../src/execution/traits.ts';
import { CHUNK_BYTES } from '../../src/memory/output.ts';
import { NO_SUCH_KEY, ReplyError } from '../../src/resp/reply-errors.ts';
import type { Harness } from '../support/command-harness.ts';
import { createHarness } from '../support/command-harness.ts';

const common = { group: 'generic', since: '1.0.0', summary: '', complexity: '', flags: [] } as const;

const LONG = 'x'.repeat(CHUNK_BYTES);
const commands: readonly CommandSpec[] = [
  command({ ...common, name: 'PING', arity: 1, handler: ({ reply }) => reply.simple('PONG') }),
  command({ ...common, name: 'TWO', arity: 3, handler: ({ reply }) => reply.ok() }),
  command({ ...common, name: 'SOME', arity: -2, handler: ({ args, reply }) => reply.integer(args.remaining) }),
  command({
    ...common,
    name: 'SAY',
    arity: 2,
    handler: ({ args, reply }) => reply.bulkLatin1(args.latin1()),
  }),
  command({
    ...common,
    name: 'FAIL',
    arity: -1,
    handler({ args, reply }) {
      reply.array(3);
      if (args.remaining > 0) reply.bulkLatin1(LONG);
      throw NO_SUCH_KEY;
    },
  }),
  command({
    ...common,
    name: 'BREAK',
    arity: 1,
    handler() {
      throw new Error('a bug');
    },
  }),
  command({ ...common, name: 'NULL', arity: 1, handler: ({ reply }) => reply.null() }),
  command({
    ...common,
    name: 'PUT',
    arity: 3,
    flags: ['write'],
    handler({ args, db, reply }) {
      const key = args.key();
      const value = args.next();
      db.setString(key, args.bytes, args.at(value), args.length(value), FORM_STRING);
      db.changed(key, 'put');
      reply.ok();
    },
  }),
  command({
    ...common,
    name: 'FETCH',
    arity: 2,
    handler({ args, db, reply, replyString }) {
      const value = db.lookupRead(args.key(), StringValue);
      if (value === undefined) reply.null();
      else replyString(value);
    },
  }),
  command({ ...common, name: 'ALONE', arity: 1, flags: ['no_multi'], handler: ({ reply }) => reply.ok() }),
  command({
    ...common,
    name: 'MODE',
    arity: 2,
    handler({ args, client, reply }) {
      client.replyMode = args.integer();
      if (client.replyMode === REPLY_ON) reply.ok();
    },
  }),
  command({
    ...common,
    name: 'BOX',
    arity: -2,
    subcommands: [
      command({ ...common, name: 'OPEN', arity: 2, handler: ({ commandName, reply }) => reply.bulkText(commandName) }),
    ],
  }),
];

function queueing(harness: Harness): void {
  harness.client.queue = [];
  harness.client.refreshRefusals();
}

describe('Dispatcher', () => {
  test('runs a command and counts it', () => {
    const { run, dispatcher, client } = createHarness({ commands });
    expect(run('ping')).toBe('+PONG\r\n');
    expect(dispatcher.timer.commands).toBe(1);
    expect(dispatcher.table.get('ping')?.calls).toBe(1);
    expect(client.lastCommand).toBe('ping');
  });

  test.each([
    [['PING', 'x'], 'ping'],
    [['TWO', 'x'], 'two'],
    [['TWO', 'x', 'y', 'z'], 'two'],
    [['SOME'], 'some'],
    [['BOX'], 'box'],
    [['BOX', 'open', 'x'], 'box|open'],
  ])('%j has the wrong number of arguments', (words, name) => {
    const { run, dispatcher } = createHarness({ commands });
    expect(run(...words)).toBe(`-ERR wrong number of arguments for '${name}' command\r\n`);
    expect(dispatcher.table.get(name)).toMatchObject({ calls: 0, rejected: 1, failed: 0 });
  });

  test('a subcommand runs under its full name', () => {
    expect(createHarness({ commands }).run('box', 'OPEN')).toBe('$8\r\nbox|open\r\n');
  });

  test.each([
    [['FOO'], "-ERR unknown command 'FOO', with args beginning with: \r\n"],
    [['FOO', 'a', 'b c'], "-ERR unknown command 'FOO', with args beginning with: 'a' 'b c' \r\n"],
    [['', ''], "-ERR unknown command '', with args beginning with: '' \r\n"],
    [['F\r\nO', 'a\nb'], "-ERR unknown command 'F  O', with args beginning with: 'a b' \r\n"],
    [['F\0O', 'a\0b'], "-ERR unknown command 'F', with args beginning with: 'a' \r\n"],
    [['F\xe9'], "-ERR unknown command 'F\xe9', with args beginning with: \r\n"],
    [['box|open'], "-ERR unknown command 'box|open', with args beginning with: \r\n"],
    [['x'.repeat(200)], `-ERR unknown command '${'x'.repeat(128)}', with args beginning with: \r\n`],
    [
      ['FOO', 'a'.repeat(100), 'b'.repeat(100), 'c'],
      `-ERR unknown command 'FOO', with args beginning with: '${'a'.repeat(100)}' '${'b'.repeat(25)}' \r\n`,
    ],
    [['FOO', 'a'.repeat(125), 'b'], `-ERR unknown command 'FOO', with args beginning with: '${'a'.repeat(125)}' \r\n`],
    [['BOX', 'shut'], "-ERR unknown subcommand 'shut'. Try BOX HELP.\r\n"],
    [['box', 'y'.repeat(200), 'z'], `-ERR unknown subcommand '${'y'.repeat(128)}'. Try BOX HELP.\r\n`],
  ])('unknown: %#', (words, reply) => {
    const { run, dispatcher, client } = createHarness({ commands });
    run('PING');
    expect(run(...words)).toBe(reply);
    expect(client.lastCommand).toBe('NULL');
    expect([dispatcher.timer.commands, dispatcher.errors.total]).toEqual([1, 1]);
  });

  test('an error takes back what was written of the reply, in whatever chunk it stands, and nothing before', () => {
    const { pipeline, dispatcher } = createHarness({ commands });
    const error = '-ERR no such key\r\n';
    expect(pipeline(['PING'], ['FAIL'], ['PING'])).toBe(`+PONG\r\n${error}+PONG\r\n`);
    expect(pipeline(['PING'], ['FAIL', 'long'], ['PING'])).toBe(`+PONG\r\n${error}+PONG\r\n`);
    expect(dispatcher.table.get('fail')).toMatchObject({ calls: 2, failed: 2, rejected: 0 });
    expect(dispatcher.errors.entries()).toEqual([['ERR', 2]]);
  });

  test('what is no error reply is a bug, and is not hidden', () => {
    const { run } = createHarness({ commands });
    expect(() => run('BREAK')).toThrow('a bug');
  });

  test('replies in the protocol that the client speaks', () => {
    expect(createHarness({ commands, protocol: 2 }).run('NULL')).toBe('$-1\r\n');
    expect(createHarness({ commands, protocol: 3 }).run('NULL')).toBe('_\r\n');
  });

  test('a large value goes out as it stood when it was read', () => {
    const { pipeline, keyspace } = createHarness({ commands });
    const first = 'a'.repeat(70_000);
    const second = 'b'.repeat(70_000);
    const reply = pipeline(['PUT', 'k', first], ['FETCH', 'k'], ['PUT', 'k', second], ['FETCH', 'k'], ['FAIL', 'x']);
    expect(reply === `+OK\r\n$70000\r\n${first}\r\n+OK\r\n$70000\r\n${second}\r\n-ERR no such key\r\n`).toBe(true);
    expect(keyspace.large.used).toBe(70_000);
  });
});

describe('inside MULTI', () => {
  test('commands are queued, as copies', () => {
    const harness = createHarness({ commands });
    queueing(harness);
    expect(harness.pipeline(['SAY', 'one'], ['SAY', 'two'])).toBe('+QUEUED\r\n+QUEUED\r\n');
    const queue = harness.client.queue ?? [];
    expect(queue.map(({ entry }) => entry.name)).toEqual(['say', 'say']);
    expect(queue.map(({ vector }) => vector.bytes.latin1())).toEqual(['SAYone', 'SAYtwo']);
    expect(harness.client.queuedBytes).toBe(12);
    expect(harness.client.queueFailed).toBe(false);
    expect(harness.dispatcher.timer.commands).toBe(0);
  });

  test.each([[['FOO']], [['TWO']], [['BOX', 'x']], [['ALONE']]])('%j spoils the transaction', (words) => {
    const harness = createHarness({ commands });
    queueing(harness);
    expect(harness.run(...words)).toMatch(/^-ERR /);
    expect(harness.client.queueFailed).toBe(true);
    expect(harness.client.queue).toEqual([]);
  });

  test('no_multi refuses in Redis’s words, and only there', () => {
    const harness = createHarness({ commands });
    expect(harness.run('ALONE')).toBe('+OK\r\n');
    queueing(harness);
    expect(harness.run('ALONE')).toBe('-ERR Command not allowed inside a transaction\r\n');
  });
});

describe('CLIENT REPLY', () => {
  test('OFF withholds replies and errors until ON', () => {
    const { pipeline, run } = createHarness({ commands });
    expect(pipeline(['MODE', String(REPLY_OFF)], ['PING'], ['FOO'], ['FAIL'], ['SAY', LONG], ['TWO'])).toBe('');
    expect(run('MODE', String(REPLY_ON))).toBe('+OK\r\n');
    expect(run('PING')).toBe('+PONG\r\n');
  });

  test('SKIP withholds its own reply and the next', () => {
    const { pipeline } = createHarness({ commands });
    const skip = ['MODE', String(REPLY_SKIP_NEXT)];
    expect(pipeline(['SAY', '1'], skip, ['SAY', '2'], ['SAY', '3'])).toBe('$1\r\n1\r\n$1\r\n3\r\n');
    expect(pipeline(skip, ['FOO'], ['SAY', '4'])).toBe('$1\r\n4\r\n');
    expect(pipeline(skip, skip, ['SAY', '5'], ['SAY', '6'])).toBe('$1\r\n6\r\n');
  });

  test('a large value that is withheld is given back', () => {
    const { pipeline, keyspace } = createHarness({ commands });
    const value = 'v'.repeat(70_000);
    const skip = ['MODE', String(REPLY_SKIP_NEXT)];
    expect(pipeline(['PUT', 'k', value], skip, ['FETCH', 'k'])).toBe('+OK\r\n');
    const bytes = keyspace.large.bytesOf(1);
    keyspace.large.unshare(1);
    expect(keyspace.large.bytesOf(1)).toBe(bytes);
  });
});

describe('admission', () => {
  test('is asked only while somebody holds a trait of the command', () => {
    const harness = createHarness({ commands });
    let asked = 0;
    harness.dispatcher.state.makeRoom = () => {
      asked++;
      return true;
    };
    harness.run('PUT', 'a', 'b');
    harness.dispatcher.state.refuses = ANY;
    harness.run('PUT', 'a', 'b');
    expect(asked).toBe(0);
    expect(harness.run('PING')).toBe('+PONG\r\n');
  });

  test('a declaration may word its refusal itself', () => {
    const own = commands.map((spec) =>
      spec.name === 'PING' ? { ...spec, refused: (): ReplyError => new ReplyError('PONGABORT never mind') } : spec,
    );
    const harness = createHarness({ commands: own });
    expect(harness.run('PING', 'x')).toBe('-PONGABORT never mind\r\n');
    expect(harness.dispatcher.errors.of('PONGABORT')).toBe(1);
  });
});
