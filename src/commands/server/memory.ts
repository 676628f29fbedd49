import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import { replyHelp } from '../../execution/help.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { SYNTAX } from '../../resp/reply-errors.ts';

const SAMPLES = keyword('SAMPLES');

const HELP = [
  'USAGE <key> [SAMPLES <count>]',
  '    Return memory in bytes used by <key> and its value. Nested values are',
  '    sampled up to <count> times (default: 5, 0 means sample all).',
];

const usage = command({
  name: 'USAGE',
  group: 'server',
  since: '4.0.0',
  summary: 'Tells how many bytes a key and its value take.',
  complexity: 'O(1): memory is counted as it is given out, so that nothing needs to be sampled.',
  syntax: 'key [SAMPLES count:integer]',
  arity: -3,
  flags: ['readonly'],
  keys: [keyAt(2, 'RO')],
  handler({ args, db, reply }) {
    const key = args.key();
    while (args.remaining > 0) {
      if (args.remaining < 2 || !args.take(SAMPLES)) throw SYNTAX;
      // The count is exact whatever is asked for.
      if (args.integer() < 0) throw SYNTAX;
    }
    const address = db.entries.find(key);
    if (address === 0) reply.null();
    else reply.integer(db.entries.memoryOf(address));
  },
});

const help = command({
  name: 'HELP',
  group: 'server',
  since: '4.0.0',
  summary: 'Explains the subcommands.',
  complexity: 'O(1)',
  arity: 2,
  flags: ['loading', 'stale'],
  handler({ reply }) {
    replyHelp(reply, 'memory', HELP);
  },
});

export const memory = command({
  name: 'MEMORY',
  group: 'server',
  since: '4.0.0',
  summary: 'Holds the commands that tell what memory is used for.',
  complexity: 'Depends on the subcommand.',
  arity: -2,
  flags: [],
  subcommands: [help, usage],
});
