import { expect, it } from 'vitest';
import { EXPIRED, EXPIRED_HASH, FOUND, look, lookQuietly, MISSING } from '../../../src/commands/hash/field-access.ts';
import { HashValue } from '../../../src/datatypes/hash-value.ts';
import { command } from '../../../src/execution/command.ts';
import { createHashes } from './hashes.ts';

/** LOOK key field: the outcome as an integer; LOOKQUIETLY the same without a word. */
function lookCommand(name: string, search: typeof look): ReturnType<typeof command> {
  return command({
    ...{ name, group: 'hash', since: '1.0.0', summary: '', complexity: '', arity: 3, flags: ['write'] },
    handler(context) {
      const key = context.args.key();
      const hash = context.db.lookupWrite(key, HashValue);
      context.reply.integer(hash === undefined ? -1 : search(context, key, hash, 2));
    },
  });
}

const looks = [lookCommand('LOOK', look), lookCommand('LOOKQUIETLY', lookQuietly)];

it('a look for a field has four outcomes', async () => {
  const { hashCommands } = await import('../../../src/commands/hash/index.ts');
  const { run, clock, events } = createHashes({ commands: [...hashCommands, ...looks], listens: true });
  run('HSET', 'k', 'a', '1', 'b', '2');
  run('HPEXPIRE', 'k', '10', 'FIELDS', '2', 'a', 'b');
  expect([run('LOOK', 'k', 'a'), run('LOOK', 'k', 'x')]).toEqual([`:${FOUND}\r\n`, `:${MISSING}\r\n`]);
  clock.advance(11);
  expect([run('LOOK', 'k', 'a'), run('LOOK', 'k', 'b')]).toEqual([`:${EXPIRED}\r\n`, `:${EXPIRED_HASH}\r\n`]);
  expect(events.slice(2)).toEqual(['hexpired k', 'hexpired k', 'del k']);
});

it('one that is quiet leaves the report, and the empty hash, to its caller', async () => {
  const { hashCommands } = await import('../../../src/commands/hash/index.ts');
  const commands = [...hashCommands, ...looks];
  const { run, clock, events, keyspace, propagated } = createHashes({ commands, listens: true, propagates: true });
  run('HSET', 'k', 'a', '1');
  run('HPEXPIRE', 'k', '10', 'FIELDS', '1', 'a');
  clock.advance(11);
  expect(run('LOOKQUIETLY', 'k', 'a')).toBe(`:${EXPIRED}\r\n`);
  expect(events).toEqual(['hset k', 'hexpire k']);
  expect(propagated.at(-1)).toEqual(['HDEL', 'k', 'a']);
  expect(keyspace.databases[0].size).toBe(1);
});
