import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { NO_SHUTDOWN_IN_PROGRESS, SYNTAX } from '../../resp/reply-errors.ts';

export interface ShutdownOptions {
  /** Write a snapshot first: yes, no, or (undefined) when there are save points. */
  readonly save: boolean | undefined;
  /** Do not wait for replicas to catch up. */
  readonly now: boolean;
  /** End even when something fails on the way, such as the snapshot. */
  readonly force: boolean;
}

/** Who can end the server. */
export interface ServerControl {
  /** Ends it, at once or when the replicas have caught up. */
  shutdown(options: ShutdownOptions): void;
  /** Takes back a shutdown that still waits. Answers whether there was one. */
  abortShutdown(): boolean;
}

const SAVE = keyword('SAVE');
const NOSAVE = keyword('NOSAVE');
const NOW = keyword('NOW');
const FORCE = keyword('FORCE');
const ABORT = keyword('ABORT');

export function shutdownCommand(server: ServerControl): CommandSpec {
  return command({
    name: 'SHUTDOWN',
    group: 'server',
    since: '1.0.0',
    summary: 'Ends the server, with a snapshot where it is to have one.',
    complexity:
      'O(N) when saving, where N is the total number of keys in all databases when saving data, otherwise O(1)',
    syntax: 'save-selector=[NOSAVE | SAVE] [NOW^7.0.0] [FORCE^7.0.0] [ABORT^7.0.0]',
    arity: -1,
    flags: ['admin', 'noscript', 'loading', 'stale', 'no_multi', 'allow_busy'],
    history: [['7.0.0', '`NOW`, `FORCE` and `ABORT`.']],
    handler({ args, reply }) {
      const options = readOptions(args);
      if (options !== 'abort') {
        // No reply: the client sees its connection close.
        server.shutdown(options);
        return;
      }
      if (!server.abortShutdown()) throw NO_SHUTDOWN_IN_PROGRESS;
      reply.ok();
    },
  });
}

function readOptions(args: Args): ShutdownOptions | 'abort' {
  let [save, noSave, now, force, abort] = [false, false, false, false, false];
  while (args.remaining > 0) {
    if (args.take(NOSAVE)) noSave = true;
    else if (args.take(SAVE)) save = true;
    else if (args.take(NOW)) now = true;
    else if (args.take(FORCE)) force = true;
    else if (args.take(ABORT)) abort = true;
    else throw SYNTAX;
  }
  if ((save && noSave) || (abort && (save || noSave || now || force))) throw SYNTAX;
  return abort ? 'abort' : { save: save || noSave ? save : undefined, now, force };
}
