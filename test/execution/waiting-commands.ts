import type { CommandSpec } from '../../src/execution/command.ts';
import { command } from '../../src/execution/command.ts';
import type { Context } from '../../src/execution/context.ts';
import { StringValue } from '../../src/datatypes/string-value.ts';
import { TYPE_LIST, TYPE_STRING } from '../../src/datatypes/value.ts';
import type { ManualClock } from '../../src/util/clock.ts';
import { NO_SUCH_KEY, ReplyError } from '../../src/resp/reply-errors.ts';

const common = { group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: -1 } as const;

/**
 * Commands that wait, without the types that wait in earnest: the value that they wait for is a string.
 *
 * - `TAKE key… ms`: the first key that there is, which goes; waits for one.
 * - `PASS from to ms`: gives a key another name; waits for it.
 * - `READ key ms`: waits for the key, which stays. `HOLD key ms $`: waits for another value than `-`, or for the
 *   end of the key, which is an error.
 * - `LIST key`: makes a value of another type.
 */
export const waitingCommands: readonly CommandSpec[] = [
  command({
    ...common,
    name: 'TAKE',
    flags: ['write', 'blocking'],
    handler(context) {
      const { args, db, reply, propagateAs } = context;
      const last = args.count - 1;
      for (let i = 1; i < last; i++) {
        const key = args.keyAt(i);
        const value = db.lookupWrite(key, StringValue);
        if (value === undefined) continue;
        reply.array(2);
        reply.bulk(key.bytes, key.at, key.length);
        context.replyString(value);
        db.delete(key);
        db.changed(key, 'del');
        propagateAs('DEL', key);
        return;
      }
      context.blockOn(1, last - 1, { type: TYPE_STRING, timeoutMs: timeoutOf(context, last) });
    },
  }),
  command({
    ...common,
    name: 'PASS',
    flags: ['write', 'blocking', 'denyoom'],
    handler(context) {
      const { args, db, reply } = context;
      const from = args.key();
      const to = args.key();
      const address = db.findWrite(from);
      if (address === 0) {
        context.blockOn(1, 1, {
          type: TYPE_STRING,
          timeoutMs: timeoutOf(context, 3),
          onTimeout: (late) => late.simple('LATE'),
          onDenied: (denied) => denied.null(),
        });
        return;
      }
      if (db.findWrite(to) !== 0) throw new ReplyError('ERR taken');
      db.entries.transfer(db.entries, db.findWrite(from), from.hash, to, 0);
      db.created(to);
      db.changed(from, 'rename_from', 0);
      db.changed(to, 'rename_to');
      reply.ok();
    },
  }),
  command({
    ...common,
    name: 'READ',
    flags: ['readonly', 'blocking'],
    handler(context) {
      const value = context.db.lookupRead(context.args.key(), StringValue);
      if (value !== undefined) context.replyString(value);
      else context.blockOn(1, 1, { type: TYPE_STRING, timeoutMs: timeoutOf(context, 2) });
    },
  }),
  command({
    ...common,
    name: 'HOLD',
    flags: ['readonly', 'blocking'],
    handler(context) {
      const value = context.db.lookupRead(context.args.key(), StringValue);
      if (value === undefined) throw NO_SUCH_KEY;
      if (value.bytes.latin1(value.at, value.at + value.length) !== '-') context.replyString(value);
      else {
        const replaced = new Map([[3, 'replaced']]);
        context.blockOn(1, 1, { type: TYPE_STRING, timeoutMs: timeoutOf(context, 2), whenGone: true, replaced });
      }
    },
  }),
  command({
    ...common,
    name: 'LIST',
    flags: ['write'],
    handler({ args, db, keyspace, reply }) {
      const key = args.key();
      db.delete(key);
      db.entries.create(key, TYPE_LIST, 0, keyspace.newAccess);
      db.changed(key, 'list');
      reply.ok();
    },
  }),
];

/** `SLEEP ms`: lets time pass while it runs. */
export function sleepCommand(clock: ManualClock): CommandSpec {
  return command({
    ...common,
    name: 'SLEEP',
    flags: [],
    handler({ args, reply }) {
      clock.advance(args.integer());
      reply.ok();
    },
  });
}

/** Milliseconds, from the argument of this index. */
function timeoutOf({ args }: Context, index: number): number {
  args.seek(index);
  return args.integer();
}
