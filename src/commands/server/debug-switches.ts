import type { Context } from '../../execution/context.ts';
import { ReplyError } from '../../resp/reply-errors.ts';
import { parseMemory } from '../../util/memory-units.ts';
import type { DebugSettings } from './debug-settings.ts';
import { REPLY_PEAK_RESET_MS } from './debug-settings.ts';

const WRONG_THRESHOLD = new ReplyError('ERR argument must be a memory value bigger than 1 and smaller than 4gb');
const WRONG_REPLY_BUFFER = new ReplyError(
  "ERR unknown subcommand or wrong number of arguments for 'replybuffer'. Try DEBUG HELP.",
);

/** A subcommand with one argument that switches something: any number but 0 is on, and no number is 0. */
export function switchOf(set: (on: boolean) => void): {
  readonly least: number;
  readonly most: number;
  readonly run: (context: Context) => void;
} {
  return {
    least: 1,
    most: 1,
    run({ args, reply }) {
      set(leadingInteger(args.latin1()) !== 0);
      reply.ok();
    },
  };
}

export function setPackedThreshold(settings: DebugSettings): (context: Context) => void {
  return ({ args, keyspace, reply }) => {
    const bytes = parseMemory(args.latin1());
    if (bytes === undefined || bytes >= 2 ** 32) throw WRONG_THRESHOLD;
    settings.quicklistPackedThreshold = bytes;
    keyspace.packing.listPlainBytes = bytes;
    reply.ok();
  };
}

export function setReplyBuffer(settings: DebugSettings): (context: Context) => void {
  return ({ args, reply }) => {
    const what = args.latin1().toLowerCase();
    const value = args.latin1();
    if (what === 'resizing') settings.replyBufferResizing = leadingInteger(value) !== 0;
    else if (what === 'peak-reset-time') settings.replyPeakResetMs = resetTime(value);
    else throw WRONG_REPLY_BUFFER;
    reply.ok();
  };
}

function resetTime(value: string): number {
  switch (value.toLowerCase()) {
    case 'never':
      return -1;
    case 'reset':
      return REPLY_PEAK_RESET_MS;
    default:
      return leadingInteger(value);
  }
}

/** As C's atoi reads it. */
export function leadingInteger(text: string): number {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? 0 : value;
}
