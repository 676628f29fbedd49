import type { Client } from '../../execution/client.ts';

/** A client as CLIENT LIST and CLIENT INFO show it: one line without its end, the fields in Redis's order. */
export function clientInfo(client: Client, nowMs: number): string {
  const { connection } = client;
  const waiting = connection.outputBytes;
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
    ['sub', client.subscriptions],
    ['psub', 0],
    ['ssub', 0],
    ['multi', client.queue?.length ?? -1],
    ['watch', client.watched?.length ?? 0],
    ['qbuf', connection.inputBytes],
    ['qbuf-free', Math.max(0, connection.inputCapacity - connection.inputBytes)],
    ['argv-mem', 0],
    ['multi-mem', client.queuedBytes],
    ['rbs', 0],
    ['rbp', 0],
    ['obl', 0],
    ['oll', connection.outputPieces],
    ['omem', waiting],
    ['tot-mem', client.memory],
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
