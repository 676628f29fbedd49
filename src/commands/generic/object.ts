import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { helpCommand } from '../../execution/help.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { encodingOf } from '../../datatypes/encoding.ts';
import { StringValue } from '../../datatypes/string-value.ts';
import { FREQUENCY_NOT_TRACKED, IDLE_TIME_NOT_TRACKED } from '../../resp/reply-errors.ts';
import type { Key } from '../../structures/key.ts';

/**
 * Redis keeps one object for each of these integers, shared by all keys (unless eviction must know the last access of
 * each), and tells this as its reference count.
 */
const SHARED_INTEGERS = 10000;
const SHARED_REFERENCES = 2147483647;

const HELP = [
  'ENCODING <key>',
  '    Return the kind of internal representation used in order to store the value',
  '    associated with a <key>.',
  'FREQ <key>',
  '    Return the access frequency index of the <key>. The returned integer is',
  '    proportional to the logarithm of the recent access frequency of the key.',
  'IDLETIME <key>',
  '    Return the idle time of the <key>, that is the approximated number of',
  '    seconds elapsed since the last access to the key.',
  'REFCOUNT <key>',
  '    Return the number of references of the value associated with the specified',
  '    <key>.',
];

const encoding = aboutKey(
  { name: 'ENCODING', since: '2.2.3', summary: 'Tells in which encoding the value of a key is kept.' },
  ({ db, reply }, key, address) => reply.bulkLatin1(encodingOf(db.entries, address, key.hash)),
);

const freq = aboutKey(
  { name: 'FREQ', since: '4.0.0', summary: 'Tells how often a key is accessed, as a logarithm.' },
  ({ db, keyspace, reply }, _key, address) => {
    if (!keyspace.access.lfu) throw FREQUENCY_NOT_TRACKED;
    reply.integer(keyspace.lfuCounter(db.entries.access(address)));
  },
);

const idleTime = aboutKey(
  { name: 'IDLETIME', since: '2.2.3', summary: 'Tells for how many seconds a key was not accessed.' },
  ({ db, keyspace, reply }, _key, address) => {
    if (keyspace.access.lfu) throw IDLE_TIME_NOT_TRACKED;
    reply.integer(keyspace.idleSeconds(db.entries.access(address)));
  },
);

const refCount = aboutKey(
  { name: 'REFCOUNT', since: '2.2.3', summary: 'Tells how many references there are to the value of a key.' },
  ({ db, keyspace, reply }, key, address) => {
    const isInteger = encodingOf(db.entries, address, key.hash) === 'int';
    const isShared = isInteger && keyspace.access.sharesIntegers && isSharedInteger();
    reply.integer(isShared ? SHARED_REFERENCES : 1);
  },
);

const help = helpCommand('OBJECT', HELP, { group: 'generic', since: '6.2.0', categories: ['keyspace'] });

export const object = command({
  name: 'OBJECT',
  group: 'generic',
  since: '2.2.3',
  summary: 'Holds the commands that tell how a value is kept.',
  complexity: 'Depends on the subcommand.',
  arity: -2,
  flags: [],
  subcommands: [encoding, freq, help, idleTime, refCount],
});

function aboutKey(
  head: Pick<CommandSpec, 'name' | 'since' | 'summary'>,
  tell: (context: Context, key: Key, address: number) => void,
): CommandSpec {
  return command({
    ...head,
    group: 'generic',
    complexity: 'O(1)',
    syntax: 'key',
    arity: 3,
    flags: ['readonly'],
    categories: ['keyspace'],
    keys: [keyAt(2, 'RO')],
    hints: ['nondeterministic_output'],
    handler(context) {
      const key = context.args.key();
      const address = context.db.findUntouched(key, false);
      if (address === 0) context.reply.null();
      else tell(context, key, address);
    },
  });
}

/** Of the string that was bound last. */
function isSharedInteger(): boolean {
  const value = StringValue.view.toSafeInteger();
  return value >= 0 && value < SHARED_INTEGERS;
}
