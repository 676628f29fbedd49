import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child.ts';
import { openFilesLimit, residentBytes } from './proc.ts';
import { RunningServer, type ServerSpec } from './server-process.ts';

export interface IdleMeasurement {
  readonly connections: number;
  /** Bytes of resident memory that each added to the server. */
  readonly perConnection: number;
}

const CONNECTIONS = 10_000;
/** Files that a server holds open beside its clients. */
const OTHER_FILES = 200;
/** Servers give an idle client's buffers back after a while. */
const SETTLE_MS = 6_000;

/** Resident memory for each of 10,000 connections that have sent one command and then nothing. */
export async function measureIdle(spec: ServerSpec, quick: boolean): Promise<IdleMeasurement> {
  const wanted = quick ? CONNECTIONS / 10 : CONNECTIONS;
  const connections = Math.min(wanted, openFilesLimit() - OTHER_FILES);
  if (connections < wanted) console.log(`the limit of open files allows ${connections} connections of ${wanted}`);
  const server = await RunningServer.start(spec, ['--maxclients', `${wanted + OTHER_FILES / 2}`]);
  const holder = new Child('./idle-child.ts');
  try {
    await server.control.ping();
    await sleep(1000);
    const before = residentBytes(server.pid);
    const open = await holder.ask({ port: server.port, connections });
    await sleep(SETTLE_MS);
    const clients = Number((await server.info('clients')).get('connected_clients'));
    if (open !== connections || clients < connections) throw new Error(`${spec.name} dropped idle connections`);
    return { connections, perConnection: Math.round((residentBytes(server.pid) - before) / connections) };
  } finally {
    await holder.end();
    await server.stop();
  }
}
