import { totalmem } from 'node:os';
import type { Config } from '../../config/config.ts';
import type { Clients } from '../../execution/clients.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import { formatHuman } from '../../util/memory-units.ts';
import type { InfoField, InfoSection } from '../info.ts';
import type { Statistics } from '../statistics.ts';

/**
 * Memory as the arena counts it, to the byte, and as the system sees the process.
 *
 * ```
 *   used_memory ─┬─ dataset:  entries and values, each at the size of its block
 *                └─ overhead: tables of keys and of expiry
 *   allocator_active: segments taken from the system, whether or not they are full
 *   used_memory_rss:  the whole process, the engine that runs it included
 * ```
 */
export function memorySection(
  config: Config,
  keyspace: Keyspace,
  clients: Clients,
  statistics: Statistics,
): InfoSection {
  const startup = keyspace.usedMemory;
  return {
    title: 'Memory',
    isDefault: true,
    *fields() {
      const { heapUsed, heapTotal, rss } = process.memoryUsage();
      const used = keyspace.usedMemory;
      const dataset = keyspace.arena.used + keyspace.large.used;
      const active = keyspace.arena.reserved + keyspace.large.used;
      yield* usedFields(used, rss, statistics.peakMemory);
      yield ['used_memory_overhead', used - dataset];
      yield ['used_memory_startup', startup];
      yield ['used_memory_dataset', dataset];
      yield ['used_memory_dataset_perc', percent(dataset, used - startup)];
      yield ['allocator_allocated', dataset];
      yield ['allocator_active', active];
      yield ['allocator_resident', active];
      yield ['allocator_muzzy', 0];
      yield* sizeFields('total_system_memory', totalmem());
      yield ['js_heap_used', heapUsed];
      yield ['js_heap_total', heapTotal];
      yield* scriptFields();
      yield* sizeFields('maxmemory', config.get('maxmemory'));
      yield ['maxmemory_policy', config.get('maxmemory-policy')];
      yield* fragmentationFields(dataset, active, rss, used);
      yield* bufferFields(clients);
      yield ['mem_allocator', 'arena'];
      yield ['mem_overhead_db_hashtable_rehashing', 0];
      yield ['active_defrag_running', 0];
      yield ['lazyfree_pending_objects', keyspace.lazyFree.pending];
      yield ['lazyfreed_objects', keyspace.lazyFree.freed];
    },
  };
}

function* usedFields(used: number, rss: number, peak: number): Generator<InfoField> {
  yield* sizeFields('used_memory', used);
  yield* sizeFields('used_memory_rss', rss);
  yield* sizeFields('used_memory_peak', peak);
  yield ['used_memory_peak_perc', percent(used, peak)];
}

/** No script is kept and no function loaded: there is no Lua yet. */
function* scriptFields(): Generator<InfoField> {
  yield ['used_memory_lua', 0];
  yield ['used_memory_vm_eval', 0];
  yield ['used_memory_lua_human', formatHuman(0)];
  yield ['used_memory_scripts_eval', 0];
  yield ['number_of_cached_scripts', 0];
  yield ['number_of_functions', 0];
  yield ['number_of_libraries', 0];
  yield ['used_memory_vm_functions', 0];
  yield* sizeFields('used_memory_vm_total', 0);
  yield ['used_memory_functions', 0];
  yield* sizeFields('used_memory_scripts', 0);
}

function* fragmentationFields(dataset: number, active: number, rss: number, used: number): Generator<InfoField> {
  yield ['allocator_frag_ratio', ratio(active, dataset)];
  yield ['allocator_frag_bytes', active - dataset];
  yield ['allocator_rss_ratio', ratio(active, active)];
  yield ['allocator_rss_bytes', 0];
  yield ['rss_overhead_ratio', ratio(rss, active)];
  yield ['rss_overhead_bytes', rss - active];
  yield ['mem_fragmentation_ratio', ratio(rss, used)];
  yield ['mem_fragmentation_bytes', rss - used];
}

function* bufferFields(clients: Clients): Generator<InfoField> {
  let normal = 0;
  for (const client of clients) normal += client.memory;
  yield ['mem_not_counted_for_evict', 0];
  yield ['mem_replication_backlog', 0];
  yield ['mem_total_replication_buffers', 0];
  yield ['mem_replica_full_sync_buffer', 0];
  yield ['mem_clients_slaves', 0];
  yield ['mem_clients_normal', normal];
  yield ['mem_cluster_links', 0];
  yield ['mem_aof_buffer', 0];
}

/** A size in bytes, and once more for people. */
function* sizeFields(name: string, bytes: number): Generator<InfoField> {
  yield [name, bytes];
  yield [`${name}_human`, formatHuman(bytes)];
}

function percent(part: number, whole: number): string {
  return `${(whole > 0 ? (part / whole) * 100 : 0).toFixed(2)}%`;
}

function ratio(a: number, b: number): string {
  return (b > 0 ? a / b : 1).toFixed(2);
}
