import type { Client } from '../../execution/client.ts';
import { FIXED_REPLY_BYTES } from '../../execution/client.ts';

/** What a client keeps for replies that gets none. */
const LEAST_REPLY_BYTES = 1024;

/**
 * A client as CLIENT LIST and CLIENT INFO show it: one line without its end, the fields in Redis's order. Where buffers
 * are others here, a field says what comes nearest:
 *
 * | field                | Redis                                  | here                                               |
 * |----------------------|----------------------------------------|----------------------------------------------------|
 * | `qbuf`               | input read and not parsed yet          | the same; that being executed while it is          |
 * | `qbuf-free`          | room in its query buffer               | room in what it keeps of unfinished requests       |
 * | `rbs`, `rbp`         | size and use of its buffer for replies | its usual share of the chunk that all have         |
 * | `obl`, `oll`, `omem` | unread replies in that and in a list   | unread up to 16 KiB; pieces and bytes of more      |
 *
 * @param argumentBytes of the command that it is executing
 */
export function clientInfo(client: Client, nowMs: number, argumentBytes = 0): string {
  const { connection } = client;
  const waiting = connection.outputBytes;
  const counted = client.countedOutput;
  const fields: readonly [name: string, value: string | number][] = [
    ['id', client.id],
    ['addr', connection.address],
    ['laddr', connection.localAddress],
    ['fd', connection.fd],
    ['name', shown(client.name)],
    ['age', secondsBetween(client.createdMs, nowMs)],
    ['idle', secondsBetween(client.lastActiveMs, nowMs)],
    ['flags', flagsOf(client)],
    ['db', client.db.index],
    ['sub', client.subscriptions - client.patternSubscriptions - client.shardSubscriptions],
    ['psub', client.patternSubscriptions],
    ['ssub', client.shardSubscriptions],
    ['multi', client.queue?.length ?? -1],
    ['watch', client.watched?.length ?? 0],
    ['qbuf', connection.inputBytes],
    ['qbuf-free', Math.max(0, connection.inputCapacity - connection.inputBytes)],
    ['argv-mem', argumentBytes + connection.argumentBytes + (client.blocked?.argumentBytes ?? 0)],
    ['multi-mem', client.queuedBytes],
    ['rbs', Math.min(FIXED_REPLY_BYTES, Math.max(LEAST_REPLY_BYTES, connection.outputPeak + 1))],
    ['rbp', Math.min(FIXED_REPLY_BYTES, connection.outputPeak)],
    ['obl', waiting - counted],
    ['oll', counted > 0 ? connection.outputPieces : 0],
    ['omem', counted],
    ['tot-mem', client.memory + argumentBytes],
    ['events', waiting > 0 ? 'rw' : 'r'],
    ['cmd', client.lastCommand],
    ['user', client.user],
    ['redir', -1],
    ['resp', client.protocol],
    ['lib-name', shown(client.libName)],
    ['lib-ver', shown(client.libVersion)],
    ['io-thread', 0],
  ];
  return fields.map(([name, value]) => `${name}=${value}`).join(' ');
}

function flagsOf(client: Client): string {
  let flags = '';
  if (client.subscriptions > 0) flags += 'P';
  if (client.queue !== undefined) flags += 'x';
  if (client.postponed || client.blocked !== undefined) flags += 'b';
  if (client.watchBroken) flags += 'd';
  if (client.closing) flags += 'c';
  if (client.connection.isUnixSocket) flags += 'U';
  if (client.noEvict) flags += 'e';
  if (client.noTouch) flags += 'T';
  return flags === '' ? 'N' : flags;
}

/** As C prints it: up to a NUL. */
function shown(text: string): string {
  return text.split('\0', 1)[0];
}

function secondsBetween(fromMs: number, toMs: number): number {
  return Math.floor(toMs / 1000) - Math.floor(fromMs / 1000);
}
