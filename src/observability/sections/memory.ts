import { totalmem } from 'node:os';
import type { Config } from '../../config/config.ts';
import type { Keyspace } from '../../keyspace/keyspace.ts';
import { formatHuman } from '../../util/memory-units.ts';
import type { InfoField, InfoSection } from '../info.ts';
import type { MemoryReport } from '../memory-report.ts';
import type { Statistics } from '../statistics.ts';

/** Memory as the arena counts it, to the byte, and as the system sees the process (see memory-report.ts). */
export function memorySection(config: Config, statistics: Statistics): InfoSection {
  const { keyspace } = statistics.sources;
  return {
    title: 'Memory',
    isDefault: true,
    *fields() {
      const report = statistics.memory();
      yield* usedFields(report);
      yield* allocatorFields(report);
      yield* sizeFields('total_system_memory', totalmem());
      yield ['js_heap_used', report.heapUsed];
      yield ['js_heap_total', report.heapTotal];
      yield* scriptFields();
      yield* sizeFields('maxmemory', config.get('maxmemory'));
      yield ['maxmemory_policy', config.get('maxmemory-policy')];
      yield* fragmentationFields(report);
      yield* bufferFields(report);
      yield* lazyFields(keyspace, statistics.sources.defrag.running);
    },
  };
}

function* usedFields(report: MemoryReport): Generator<InfoField> {
  yield* sizeFields('used_memory', report.used);
  yield* sizeFields('used_memory_rss', report.rss);
  yield* sizeFields('used_memory_peak', report.peak);
  yield ['used_memory_peak_perc', percent(report.peakPercent)];
  yield ['used_memory_overhead', report.overhead];
  yield ['used_memory_startup', report.startup];
  yield ['used_memory_dataset', report.dataset];
  yield ['used_memory_dataset_perc', percent(report.datasetPercent)];
}

function* allocatorFields({ dataset, active }: MemoryReport): Generator<InfoField> {
  yield ['allocator_allocated', dataset];
  yield ['allocator_active', active];
  yield ['allocator_resident', active];
  yield ['allocator_muzzy', 0];
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

function* fragmentationFields(report: MemoryReport): Generator<InfoField> {
  const { active, dataset, rss, used } = report;
  yield ['allocator_frag_ratio', report.allocatorFragmentation.toFixed(2)];
  yield ['allocator_frag_bytes', active - dataset];
  yield ['allocator_rss_ratio', '1.00'];
  yield ['allocator_rss_bytes', 0];
  yield ['rss_overhead_ratio', report.rssOverhead.toFixed(2)];
  yield ['rss_overhead_bytes', rss - active];
  yield ['mem_fragmentation_ratio', report.fragmentation.toFixed(2)];
  yield ['mem_fragmentation_bytes', rss - used];
}

function* bufferFields({ clients }: MemoryReport): Generator<InfoField> {
  yield ['mem_not_counted_for_evict', 0];
  yield ['mem_replication_backlog', 0];
  yield ['mem_total_replication_buffers', 0];
  yield ['mem_replica_full_sync_buffer', 0];
  yield ['mem_clients_slaves', 0];
  yield ['mem_clients_normal', clients];
  yield ['mem_cluster_links', 0];
  yield ['mem_aof_buffer', 0];
  yield ['mem_allocator', 'arena'];
}

/** The tables grow a bucket at a time: nothing is ever copied to a larger one. */
function* lazyFields({ lazyFree }: Keyspace, defragRunning: number): Generator<InfoField> {
  yield ['mem_overhead_db_hashtable_rehashing', 0];
  yield ['active_defrag_running', defragRunning];
  yield ['lazyfree_pending_objects', lazyFree.pending];
  yield ['lazyfreed_objects', lazyFree.freed];
}

/** A size in bytes, and once more for people. */
function* sizeFields(name: string, bytes: number): Generator<InfoField> {
  yield [name, bytes];
  yield [`${name}_human`, formatHuman(bytes)];
}

function percent(value: number): string {
  return `${value.toFixed(2)}%`;
}
