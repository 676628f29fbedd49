import type { Context } from '../../execution/context.ts';
import { command } from '../../execution/command.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { replyHelp } from '../../execution/help.ts';
import { ReplyError } from '../../resp/reply-errors.ts';
import { parseDouble } from '../../util/double.ts';
import type { Logger } from '../../util/logger.ts';
import type { Clients } from '../../execution/clients.ts';
import { replyClientSizes } from './debug-clients.ts';
import type { ProcessControl } from './debug-crash.ts';
import { Crashes } from './debug-crash.ts';
import { digestAll, digestValues } from './debug-digest.ts';
import { DEBUG_HELP } from './debug-help.ts';
import { describeListpack, describeObject, describeQuicklist, describeSds } from './debug-keys.ts';
import { populate } from './debug-populate.ts';
import { replyOfKind } from './debug-protocol.ts';
import type { DebugSettings } from './debug-settings.ts';
import { matchRandomStrings } from './debug-stringmatch.ts';
import { describeTableOfKey, describeTables } from './debug-tables.ts';
import { setPackedThreshold, setReplyBuffer, switchOf } from './debug-switches.ts';

/** What DEBUG works on. */
export interface DebugParts {
  readonly settings: DebugSettings;
  readonly clients: Clients;
  readonly log: Logger;
  readonly control: ProcessControl | undefined;
  /** `maxmemory-clients` is set. */
  readonly limitsClientMemory: () => boolean;
  /** CONFIG REWRITE with every parameter; answers an error text. */
  readonly rewriteAll: () => string | undefined;
  readonly changeReplicationId: () => void;
  /** Writes to the standard output. */
  readonly print: (text: string) => void;
}

/** A subcommand: how many arguments it takes behind its word, and what it does. */
interface Subcommand {
  readonly least: number;
  readonly most: number;
  readonly run: (context: Context) => void;
}

/**
 * DEBUG is no container: COMMAND knows no subcommands of it, and one that does not exist gets an error of DEBUG's own.
 */
export function debugCommand(parts: DebugParts): CommandSpec {
  const subcommands = subcommandsOf(parts);
  return command({
    name: 'DEBUG',
    group: 'server',
    since: '1.0.0',
    summary: 'Holds commands for tests and for looking inside.',
    complexity: 'Depends on the subcommand.',
    arity: -2,
    flags: ['admin', 'noscript', 'loading', 'stale', 'protected'],
    handler(context) {
      const { args } = context;
      const word = args.latin1();
      const subcommand = subcommands.get(word.toLowerCase());
      if (subcommand === undefined || args.remaining < subcommand.least || args.remaining > subcommand.most) {
        throw unknownSubcommand(word);
      }
      subcommand.run(context);
    },
  });
}

function subcommandsOf(parts: DebugParts): ReadonlyMap<string, Subcommand> {
  const { settings, log } = parts;
  const crashes = new Crashes(parts.control);
  return new Map(
    Object.entries<Subcommand>({
      help: takes(0, ({ reply }) => replyHelp(reply, 'debug', DEBUG_HELP)),
      sleep: takes(1, sleep),
      error: takes(1, ({ args, reply }) => reply.error(args.latin1())),
      log: takes(1, ({ args, reply }) => (log.warning(`DEBUG LOG: ${args.text()}`), reply.ok())),
      leak: takes(1, leak),
      structsize: takes(0, ({ reply }) => reply.bulkLatin1(STRUCT_SIZES)),
      protocol: takes(1, replyOfKind),
      'stringmatch-test': takes(0, matchRandomStrings),

      object: takes(1, describeObject),
      sdslen: takes(1, describeSds),
      listpack: takes(1, describeListpack(parts.print)),
      quicklist: takes([1, 2], describeQuicklist(parts.print)),
      htstats: takes([1, Infinity], describeTables),
      'htstats-key': takes([1, Infinity], describeTableOfKey),
      populate: takes([1, 3], populate),
      digest: takes(0, digestAll),
      'digest-value': takes([0, Infinity], digestValues),
      'client-eviction': takes(0, ({ reply }) => replyClientSizes(reply, parts)),

      'set-active-expire': switchOf((on) => (settings.activeExpire = on)),
      'pause-cron': switchOf((on) => (settings.cronPaused = on)),
      'dict-resizing': switchOf((on) => (settings.dictResizing = on)),
      'set-disable-deny-scripts': switchOf((on) => (settings.allowDenyScripts = on)),
      'set-skip-checksum-validation': switchOf((on) => (settings.skipChecksums = on)),
      'aof-flush-sleep': takes(1, ({ args, reply }) => ((settings.aofFlushSleepUs = args.integer()), reply.ok())),
      'quicklist-packed-threshold': takes(1, setPackedThreshold(settings)),
      replybuffer: takes(2, setReplyBuffer(settings)),

      'change-repl-id': takes(0, ({ reply }) => {
        log.notice('Changing replication IDs after receiving DEBUG change-repl-id');
        parts.changeReplicationId();
        reply.ok();
      }),
      'config-rewrite-force-all': takes(0, ({ reply }) => {
        const refusal = parts.rewriteAll();
        if (refusal !== undefined) throw new ReplyError(`ERR CONFIG-REWRITE-FORCE-ALL failed: ${refusal}`);
        reply.ok();
      }),
      reload: takes([0, Infinity], notYet('RELOAD', 'snapshots')),
      loadaof: takes(0, notYet('LOADAOF', 'the append-only file')),

      segfault: takes([0, Infinity], () => crashes.segfault()),
      panic: takes([0, Infinity], () => crashes.panic()),
      assert: takes([0, Infinity], () => crashes.assertion()),
      oom: takes([0, Infinity], () => crashes.outOfMemory()),
      restart: takes([0, Infinity], (context) => crashes.restart(context, true)),
      'crash-and-recover': takes([0, Infinity], (context) => crashes.restart(context, false)),
    }),
  );
}

function takes(count: number | readonly [number, number], run: (context: Context) => void): Subcommand {
  const [least, most] = typeof count === 'number' ? [count, count] : count;
  return { least, most, run };
}

function unknownSubcommand(word: string): ReplyError {
  const [shown] = word.slice(0, SHOWN_CHARACTERS).split('\0', 1);
  return new ReplyError(`ERR unknown subcommand or wrong number of arguments for '${shown}'. Try DEBUG HELP.`);
}

function notYet(name: string, what: string): () => void {
  return () => {
    throw new ReplyError(`ERR DEBUG ${name} is not available: this release of cinnabar has no ${what}`);
  };
}

/** Blocks the whole process: whoever is connected waits. */
function sleep({ args, reply }: Context): void {
  const index = args.next();
  const { bytes } = args;
  const seconds = parseDouble(bytes.u8, args.at(index), args.at(index) + args.length(index));
  const ms = Math.min((Number.isNaN(seconds) ? 0 : seconds) * 1000, LONGEST_SLEEP_MS);
  if (ms > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  reply.ok();
}

function leak({ args, reply }: Context): void {
  LEAKED.push(args.latin1());
  reply.ok();
}

const LEAKED: string[] = [];
const SHOWN_CHARACTERS = 128;
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** Sizes of the structures in bytes, in the form of Redis's answer: an entry's head stands for the object. */
const STRUCT_SIZES = 'bits:64 robj:8 dictentry:5 sdshdr5:1 sdshdr8:1 sdshdr16:5 sdshdr32:5 sdshdr64:5 ';
