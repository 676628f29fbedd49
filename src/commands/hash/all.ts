import type { FieldVisitor } from '../../datatypes/hash-value.ts';
import { HashValue } from '../../datatypes/hash-value.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { replyElements } from '../../execution/packed-reply.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';

/** Where the visitors write, set by the command under way. */
let out: ReplyWriter;

const replyPair: FieldVisitor = (field, value) => {
  out.bulk(field.bytes, field.at, field.length);
  out.bulk(value.bytes, value.at, value.length);
};

const replyField: FieldVisitor = (field) => {
  out.bulk(field.bytes, field.at, field.length);
};

const replyValue: FieldVisitor = (_, value) => {
  out.bulk(value.bytes, value.at, value.length);
};

export const hgetall = allCommand('HGETALL', 'Returns all fields of a hash and their values.', replyPair);
export const hkeys = allCommand('HKEYS', 'Returns all fields of a hash.', replyField);
export const hvals = allCommand('HVALS', 'Returns the values of all fields of a hash.', replyValue);

function allCommand(name: string, summary: string, visit: FieldVisitor): CommandSpec {
  return command({
    name,
    group: 'hash',
    since: '2.0.0',
    summary,
    complexity: 'O(N) in the number of fields.',
    syntax: 'key',
    arity: 2,
    flags: ['readonly'],
    hints: ['nondeterministic_output_order'],
    keys: [keyAt(1, 'RO', 'access')],
    handler({ args, db, reply }) {
      const hash = db.lookupRead(args.key(), HashValue);
      const length = hash === undefined ? 0 : hash.size - hash.countDue();
      if (visit === replyPair) reply.map(length);
      else reply.array(length);
      if (hash === undefined || length === 0) return;
      const { pairs } = hash;
      if (visit === replyPair && pairs !== undefined) {
        replyElements(reply, pairs.bytes, pairs.at + pairs.first, pairs.at + pairs.end, Infinity);
        return;
      }
      out = reply;
      hash.forEach(visit);
    },
  });
}
