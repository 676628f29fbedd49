import type { StringView } from '../datatypes/string-value.ts';
import type { Database } from '../keyspace/database.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { ArgumentVector } from '../resp/argument-vector.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import { ReplyError, wrongArity } from '../resp/reply-errors.ts';
import type { Clock } from '../util/clock.ts';
import { systemClock } from '../util/clock.ts';
import type { ServerState } from './admission.ts';
import { refusal, unknownCommandText, unknownSubcommandText } from './admission.ts';
import { Args } from './args.ts';
import type { Client } from './client.ts';
import { REPLY_OFF, REPLY_ON, REPLY_SKIP, REPLY_SKIP_NEXT } from './client.ts';
import type { CommandEntry } from './command-entry.ts';
import type { CommandTable } from './command-table.ts';
import type { Context, PropagatedArgument } from './context.ts';
import { Blocking } from './blocking.ts';
import { CommandTimer } from './command-timer.ts';
import type { Effects } from './effects.ts';
import { ErrorStats } from './error-stats.ts';
import { mustWait } from './pause.ts';
import { CAN_QUEUE } from './traits.ts';
import type { Waiter, WaitOptions } from './waiter.ts';
import type { WaitingKeys } from './waiting-keys.ts';

/** What handlers see (see context.ts), with its fields writable for the dispatcher. */
class CurrentContext implements Context {
  readonly args: Args;
  readonly reply: ReplyWriter;
  readonly keyspace: Keyspace;
  db: Database;
  client!: Client;
  commandName = '';
  entry!: CommandEntry;
  /** Set once the dispatcher stands. */
  blocking!: Blocking;
  readonly blockOn: (first: number, count: number, options: WaitOptions) => void;
  readonly propagateAs: (name: string, ...args: PropagatedArgument[]) => void;
  readonly preventPropagation: () => void;
  readonly countFailure: () => void;
  readonly replyString: (value: StringView) => void;

  constructor(keyspace: Keyspace, reply: ReplyWriter, effects: Effects) {
    this.keyspace = keyspace;
    this.reply = reply;
    this.args = new Args(keyspace.hashKey0, keyspace.hashKey1);
    this.db = keyspace.databases[0];
    this.propagateAs = (name, ...args) => effects.propagateAs(this.db, name, args);
    this.preventPropagation = () => effects.prevent();
    this.countFailure = () => void this.entry.failed++;
    this.blockOn = (first, count, options) => {
      const { client, entry, args } = this;
      if (!client.deniesBlocking) this.blocking.block(client, entry, args.source, first, count, options);
      else if (options.onDenied !== undefined) options.onDenied(reply);
      else if (options.onTimeout !== undefined) options.onTimeout(reply);
      else reply.nullArray();
    };
    this.replyString = (value) => {
      if (value.isLarge) reply.bulkInPlace(value.bytes, value.at, value.length, keyspace.large);
      else reply.bulk(value.bytes, value.at, value.length);
    };
  }
}

/**
 * Runs commands: finds the declaration, asks admission, queues inside MULTI, calls the handler, lets its effects
 * settle. The reply goes to whichever client the output buffer is open for.
 */
export class Dispatcher {
  readonly table: CommandTable;
  readonly state: ServerState;
  readonly errors = new ErrorStats();
  /** Measures and counts the commands; the pipeline tells it where a batch begins and ends. */
  readonly timer: CommandTimer;
  /** The command that a bug of ours has cut short: for the report of the crash. */
  interrupted: Pick<Context, 'client' | 'args'> | undefined = undefined;
  /** A request looks like the first lines of HTTP. */
  onHttpRequest: (client: Client) => void = (client) => client.connection.destroy();
  /** The clients that wait in a command. */
  readonly blocking: Blocking;
  private readonly awaited: WaitingKeys;
  private readonly effects: Effects;
  private readonly reply: ReplyWriter;
  private readonly context: CurrentContext;

  constructor(
    table: CommandTable,
    keyspace: Keyspace,
    reply: ReplyWriter,
    effects: Effects,
    state: ServerState,
    clock: Clock = systemClock,
  ) {
    this.table = table;
    this.state = state;
    this.timer = new CommandTimer(clock, keyspace, reply.out);
    this.awaited = effects.awaited;
    this.effects = effects;
    this.reply = reply;
    this.context = new CurrentContext(keyspace, reply, effects);
    this.blocking = new Blocking({
      ...{ keys: effects.awaited, keyspace, reply, timer: this.timer, errors: this.errors, state, clock },
      run: (waiter) => this.runAgain(waiter),
    });
    this.context.blocking = this.blocking;
  }

  /**
   * One request of a client, from its bytes to its reply.
   * @param entry the command that it names, where that is known already
   */
  dispatch(client: Client, vector: ArgumentVector, entry = this.table.find(vector)): void {
    this.answer(client, vector, entry);
    if (this.awaited.hasReady) this.blocking.serve();
  }

  /** Runs a command that admission has passed, inside the execution unit that is open. */
  call(client: Client, entry: CommandEntry, vector: ArgumentVector): void {
    const { timer } = this;
    if (entry.isBrief && timer.groupedFor === client) {
      this.run(client, entry, vector);
      timer.add(entry, vector);
      return;
    }
    const { served } = this.blocking;
    const began = timer.start() - (served?.spentUs ?? 0);
    const { position } = this.reply.out;
    this.run(client, entry, vector);
    const { blocked } = client;
    const isAgain = served !== undefined;
    if (blocked === undefined) timer.end(client, entry, vector, began, position, isAgain);
    else blocked.spentUs = timer.breakOff(client, entry, vector, began, isAgain);
  }

  /** Sends an error, counts it, and spoils the transaction being queued: the command never ran. */
  reject(client: Client, error: ReplyError): void {
    if (client.queue !== undefined) client.queueFailed = true;
    this.errors.count(error.code);
    this.reply.error(error.message);
  }

  private answer(client: Client, vector: ArgumentVector, entry: CommandEntry | undefined): void {
    const { reply } = this;
    reply.out.mark();
    reply.protocol = client.protocol;
    this.admit(client, vector, entry);
    if (client.replyMode !== REPLY_ON) this.withholdReply(client);
    if (this.effects.pushes.waiting) this.effects.pushes.sendKept();
  }

  /** The command of a client that has waited, with the traces of that client's accesses. */
  private runAgain({ client, vector, entry }: Waiter): void {
    const { keyspace } = this.context;
    const { touches } = keyspace;
    this.reply.out.open(client.connection.sink);
    keyspace.touches = !client.noTouch;
    if (keyspace.touches !== touches) keyspace.refreshAccess();
    this.answer(client, vector, entry);
    if (keyspace.touches === touches) return;
    keyspace.touches = touches;
    keyspace.refreshAccess();
  }

  private run(client: Client, entry: CommandEntry, vector: ArgumentVector): void {
    const { context, effects } = this;
    context.client = client;
    context.db = client.db;
    context.entry = entry;
    context.commandName = entry.name;
    context.args.bind(vector, entry.words);
    effects.begin();
    try {
      (entry.handler as NonNullable<typeof entry.handler>)(context);
    } catch (error) {
      this.failWith(entry, error);
    }
    effects.settle(context.db, vector);
  }

  private admit(client: Client, vector: ArgumentVector, entry: CommandEntry | undefined): void {
    if (entry === undefined) {
      client.lastCommand = 'NULL';
      if (isHttp(vector)) this.onHttpRequest(client);
      else this.reject(client, this.unknown(vector));
      return;
    }
    client.lastCommand = entry.name;
    if (vector.count < entry.minimum || vector.count > entry.maximum) {
      this.refuse(client, entry, wrongArity(entry.name));
      return;
    }
    if ((entry.traits & (client.refuses | this.state.refuses)) !== 0) {
      const error = refusal(client, entry, this.state);
      if (error !== undefined) {
        this.refuse(client, entry, error);
        return;
      }
      if (mustWait(client, entry, this.state)) {
        client.postponed = true;
        return;
      }
      if (client.queue !== undefined && (entry.traits & CAN_QUEUE) !== 0) {
        this.queue(client, entry, vector);
        return;
      }
    }
    this.call(client, entry, vector);
    this.effects.close();
  }

  private refuse(client: Client, entry: CommandEntry, error: ReplyError): void {
    entry.rejected++;
    this.reject(client, entry.spec.refused?.(client, error) ?? error);
  }

  private unknown(vector: ArgumentVector): ReplyError {
    const start = vector.starts[0];
    const name = vector.bytes.latin1(start, start + vector.lengths[0]).toLowerCase();
    const container = this.table.get(name.replaceAll('|', ' '));
    if (container === undefined || vector.count < 2) return new ReplyError(unknownCommandText(vector));
    return new ReplyError(unknownSubcommandText(vector, container));
  }

  private queue(client: Client, entry: CommandEntry, vector: ArgumentVector): void {
    this.reply.simple('QUEUED');
    // What will not run need not be kept.
    if (client.queueFailed || client.watchBroken) return;
    const detached = vector.detach();
    client.queue?.push({ entry, vector: detached });
    client.queuedBytes += detached.bytes.length;
  }

  private failWith(entry: CommandEntry, error: unknown): void {
    if (!(error instanceof ReplyError)) {
      this.interrupted = this.context;
      throw error;
    }
    entry.failed++;
    this.errors.count(error.code);
    this.reply.out.revert();
    this.reply.error(error.message);
  }

  private withholdReply(client: Client): void {
    if (client.postponed || client.blocked !== undefined) return;
    switch (client.replyMode) {
      case REPLY_SKIP_NEXT:
        // CLIENT REPLY SKIP itself has written nothing; an EXEC around it has, and keeps that.
        client.replyMode = REPLY_SKIP;
        return;
      case REPLY_SKIP:
        this.reply.out.revert();
        client.replyMode = REPLY_ON;
        return;
      case REPLY_OFF:
        this.reply.out.revert();
    }
  }
}

const HTTP_WORDS = new Set(['post', 'host:']);

function isHttp(vector: ArgumentVector): boolean {
  const start = vector.starts[0];
  const length = vector.lengths[0];
  return length <= 5 && HTTP_WORDS.has(vector.bytes.latin1(start, start + length).toLowerCase());
}
