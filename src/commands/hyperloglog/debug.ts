import type { HyperLogLogView } from '../../datatypes/hyperloglog-value.ts';
import { HyperLogLogValue } from '../../datatypes/hyperloglog-value.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Context } from '../../execution/context.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { HYPERLOGLOG_NOT_SPARSE, NO_SPECIFIED_KEY, NOT_ON_OR_OFF, unknownPfdebug } from '../../resp/reply-errors.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import type { SpreadRegisters } from '../../structures/hyperloglog-dense.ts';
import { REGISTERS } from '../../structures/hyperloglog.ts';
import type { Key } from '../../structures/key.ts';

const SIMD = keyword('SIMD');
const ON = keyword('ON');
const OFF = keyword('OFF');
const GETREG = keyword('GETREG');
const DECODE = keyword('DECODE');
const ENCODING = keyword('ENCODING');
const TODENSE = keyword('TODENSE');

export function pfdebug(registers: SpreadRegisters): CommandSpec {
  return command({
    name: 'PFDEBUG',
    group: 'hyperloglog',
    since: '2.8.9',
    summary: 'Shows a HyperLogLog from within, for those who work on HyperLogLogs.',
    complexity: 'N/A',
    syntax: 'subcommand key',
    docFlags: ['syscmd'],
    arity: 3,
    flags: ['write', 'denyoom', 'admin'],
    keys: [keyAt(2, 'RW', 'access')],
    handler(context) {
      const { args, db, reply } = context;
      const subcommand = args.next();
      if (args.is(subcommand, SIMD)) {
        setSimd(args, reply, registers);
        return;
      }
      const key = args.key();
      const value = db.lookupWrite(key, HyperLogLogValue);
      if (value === undefined) throw NO_SPECIFIED_KEY;
      value.edit();
      debug(context, subcommand, key, value);
    },
  });
}

function debug({ args, db, reply }: Context, subcommand: number, key: Key, value: HyperLogLogView): void {
  if (args.is(subcommand, GETREG)) {
    if (value.toDense()) db.changed(key, NO_EVENT);
    replyRegisters(reply, value);
  } else if (args.is(subcommand, DECODE)) {
    if (!value.isSparse) throw HYPERLOGLOG_NOT_SPARSE;
    reply.bulkLatin1(value.describeSparse());
  } else if (args.is(subcommand, ENCODING)) {
    reply.simple(value.isSparse ? 'sparse' : 'dense');
  } else if (args.is(subcommand, TODENSE)) {
    const converted = value.toDense();
    if (converted) db.changed(key, NO_EVENT);
    reply.integer(converted ? 1 : 0);
  } else {
    throw unknownPfdebug(args.latin1At(subcommand));
  }
}

/** Replicas convert the value too; subscribers are told nothing. */
const NO_EVENT = '';

/** Here "SIMD" is several registers to a word: on or off, the results are the same. */
function setSimd(args: Args, reply: ReplyWriter, registers: SpreadRegisters): void {
  if (args.take(ON)) registers.wordwise = true;
  else if (args.take(OFF)) registers.wordwise = false;
  else throw NOT_ON_OR_OFF;
  reply.simple(registers.wordwise ? 'enabled' : 'disabled');
}

function replyRegisters(reply: ReplyWriter, value: HyperLogLogView): void {
  reply.array(REGISTERS);
  for (let i = 0; i < REGISTERS; i++) reply.integer(value.denseRegister(i));
}
