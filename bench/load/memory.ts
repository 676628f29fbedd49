import { setTimeout as sleep } from 'node:timers/promises';
import { fillServer } from './child.ts';
import { residentBytes } from './proc.ts';
import { RunningServer, type ServerSpec } from './server-process.ts';

/** Bytes. */
export interface MemoryMeasurement {
  readonly keys: number;
  /** Resident, with all keys loaded. */
  readonly resident: number;
  /** What the keys added to the resident size, for each. */
  readonly perKey: number;
  /** Of the JavaScript heap, where the server has one. */
  readonly heapUsed?: number;
  readonly heapTotal?: number;
}

const KEYS = 5_000_000;
const VALUE_SIZE = 16;
/** Servers finish growing their tables, and give memory back, in the background. */
const SETTLE_MS = 5_000;

/** Loads 5 million keys of 16 bytes with values of 16 bytes into a server by itself. */
export async function measureMemory(spec: ServerSpec, quick: boolean): Promise<MemoryMeasurement> {
  const keys = quick ? KEYS / 10 : KEYS;
  const server = await RunningServer.start(spec);
  try {
    await server.control.ping();
    const before = residentBytes(server.pid);
    await fillServer({ port: server.port, keys, valueSize: VALUE_SIZE });
    const loaded = await server.control.dbsize();
    if (loaded !== keys) throw new Error(`${spec.name} holds ${loaded} keys of ${keys}`);
    await sleep(SETTLE_MS);
    const resident = residentBytes(server.pid);
    return { keys, resident, perKey: (resident - before) / keys, ...(await heapOf(server)) };
  } finally {
    await server.stop();
  }
}

async function heapOf(server: RunningServer): Promise<Pick<MemoryMeasurement, 'heapUsed' | 'heapTotal'>> {
  const info = await server.info('memory');
  const [used, total] = [info.get('js_heap_used'), info.get('js_heap_total')];
  return used === undefined || total === undefined ? {} : { heapUsed: Number(used), heapTotal: Number(total) };
}
