import { EXEC_ABORT } from '../resp/reply-errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Client } from './client.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { WatchTable } from './watch.ts';

/** MULTI's queue and its end: one execution unit over all queued commands. */
export class Transactions {
  private readonly watch: WatchTable;
  private readonly reply: ReplyWriter;
  /** Set once the dispatcher stands, which is built over the commands that use this. */
  dispatcher!: Dispatcher;

  constructor(watch: WatchTable, reply: ReplyWriter) {
    this.watch = watch;
    this.reply = reply;
  }

  begin(client: Client): void {
    client.queue = [];
    client.refreshRefusals();
  }

  /** Forgets queue and watched keys. */
  discard(client: Client): void {
    client.queue = undefined;
    client.queuedBytes = 0;
    client.queueFailed = false;
    client.refreshRefusals();
    this.watch.removeAll(client);
  }

  /** Runs the queue, unless something spoilt it. Throws EXEC_ABORT. */
  execute(client: Client): void {
    const queue = client.queue ?? [];
    const broken = client.watchBroken || this.watch.hasExpired(client);
    const failed = client.queueFailed;
    this.discard(client);
    if (failed) throw EXEC_ABORT;
    if (broken) {
      this.reply.nullArray();
      return;
    }
    const { out } = this.reply;
    const outer = out.saveMark();
    this.reply.array(queue.length);
    client.deniesBlocking = true;
    this.dispatcher.timer.groupInside(client);
    for (const { entry, vector } of queue) {
      out.mark();
      this.reply.protocol = client.protocol;
      this.dispatcher.call(client, entry, vector);
    }
    client.deniesBlocking = false;
    out.restoreMark(outer);
  }
}
