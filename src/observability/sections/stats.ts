import type { InfoField, InfoSection } from '../info.ts';
import type { Rate } from '../rate.ts';
import type { Statistics } from '../statistics.ts';

export function statsSection(statistics: Statistics): InfoSection {
  return {
    title: 'Stats',
    isDefault: true,
    *fields() {
      yield* trafficFields(statistics);
      yield ['sync_full', 0];
      yield ['sync_partial_ok', 0];
      yield ['sync_partial_err', 0];
      yield* keyFields(statistics);
      yield ['pubsub_channels', 0];
      yield ['pubsub_patterns', 0];
      yield ['pubsubshard_channels', 0];
      yield ['latest_fork_usec', 0];
      yield ['total_forks', 0];
      yield ['migrate_cached_sockets', 0];
      yield ['slave_expires_tracked_keys', 0];
      yield ['active_defrag_hits', 0];
      yield ['active_defrag_misses', 0];
      yield ['active_defrag_key_hits', 0];
      yield ['active_defrag_key_misses', 0];
      yield ['total_active_defrag_time', 0];
      yield ['current_active_defrag_time', 0];
      yield ['tracking_total_keys', 0];
      yield ['tracking_total_items', 0];
      yield ['tracking_total_prefixes', 0];
      yield* errorFields(statistics);
    },
  };
}

function* trafficFields({ sources, commandRate, inputRate, outputRate }: Statistics): Generator<InfoField> {
  const { clients } = sources;
  yield ['total_connections_received', clients.received];
  yield ['total_commands_processed', sources.dispatcher().stats.commands];
  yield ['instantaneous_ops_per_sec', Math.floor(commandRate.perSecond)];
  yield ['total_net_input_bytes', clients.inputBytes];
  yield ['total_net_output_bytes', clients.outputBytes];
  yield ['total_net_repl_input_bytes', 0];
  yield ['total_net_repl_output_bytes', 0];
  yield ['instantaneous_input_kbps', kilobytes(inputRate)];
  yield ['instantaneous_output_kbps', kilobytes(outputRate)];
  yield ['instantaneous_input_repl_kbps', '0.00'];
  yield ['instantaneous_output_repl_kbps', '0.00'];
  yield ['rejected_connections', clients.rejected];
}

function* keyFields({ sources }: Statistics): Generator<InfoField> {
  const { stats } = sources.keyspace;
  const { expiry } = sources;
  yield ['expired_subkeys', 0];
  yield ['expired_keys', stats.expired];
  yield ['expired_stale_perc', stats.expiredStale.toFixed(2)];
  yield ['expired_time_cap_reached_count', expiry.timeCapReached];
  yield ['expire_cycle_cpu_milliseconds', Math.floor(expiry.spentUs / 1000)];
  yield ['evicted_keys', stats.evicted];
  yield ['evicted_clients', 0];
  yield ['evicted_scripts', 0];
  yield ['total_eviction_exceeded_time', 0];
  yield ['current_eviction_exceeded_time', 0];
  yield ['keyspace_hits', stats.hits];
  yield ['keyspace_misses', stats.misses];
}

function* errorFields({ sources }: Statistics): Generator<InfoField> {
  const { clients } = sources;
  yield ['unexpected_error_replies', 0];
  yield ['total_error_replies', sources.dispatcher().stats.errors];
  yield ['dump_payload_sanitizations', 0];
  yield ['io_threaded_reads_processed', 0];
  yield ['io_threaded_writes_processed', 0];
  yield ['client_query_buffer_limit_disconnections', clients.inputOverflows];
  yield ['client_output_buffer_limit_disconnections', clients.outputOverflows];
  yield ['reply_buffer_shrinks', 0];
  yield ['reply_buffer_expands', 0];
  yield ['acl_access_denied_auth', sources.dispatcher().stats.errorsByCode.get('WRONGPASS') ?? 0];
  yield ['acl_access_denied_cmd', 0];
  yield ['acl_access_denied_key', 0];
  yield ['acl_access_denied_channel', 0];
}

function kilobytes(rate: Rate): string {
  return (rate.perSecond / 1024).toFixed(2);
}
