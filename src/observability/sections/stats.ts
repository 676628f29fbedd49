import type { InfoField, InfoSection } from '../info.ts';
import type { Rate } from '../rate.ts';
import type { Statistics, TrafficCounters } from '../statistics.ts';
import type { PubSubCounts } from './sources.ts';

export function statsSection(statistics: Statistics, traffic: TrafficCounters, pubsub: PubSubCounts): InfoSection {
  return {
    title: 'Stats',
    isDefault: true,
    *fields() {
      yield* trafficFields(statistics);
      yield ['sync_full', 0];
      yield ['sync_partial_ok', 0];
      yield ['sync_partial_err', 0];
      yield* keyFields(statistics);
      yield ['pubsub_channels', pubsub.channels];
      yield ['pubsub_patterns', pubsub.patterns];
      yield ['pubsubshard_channels', pubsub.shardChannels];
      yield ['latest_fork_usec', 0];
      yield ['total_forks', 0];
      yield ['migrate_cached_sockets', 0];
      yield ['slave_expires_tracked_keys', 0];
      yield* defragFields(statistics);
      yield ['tracking_total_keys', 0];
      yield ['tracking_total_items', 0];
      yield ['tracking_total_prefixes', 0];
      yield* errorFields(statistics);
      yield* systemFields(statistics, traffic);
      yield ['acl_access_denied_auth', statistics.sources.dispatcher().errors.of('WRONGPASS')];
      yield ['acl_access_denied_cmd', 0];
      yield ['acl_access_denied_key', 0];
      yield ['acl_access_denied_channel', 0];
    },
  };
}

function* trafficFields({ sources, commandRate, inputRate, outputRate }: Statistics): Generator<InfoField> {
  const { clients } = sources;
  yield ['total_connections_received', clients.received];
  yield ['total_commands_processed', sources.dispatcher().timer.commands];
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
  const { clock, expiry } = sources;
  const overLimitUs = stats.overLimitSinceUs === 0 ? 0 : clock.monotonicUs() - stats.overLimitSinceUs;
  yield ['expired_subkeys', stats.expiredFields];
  yield ['expired_keys', stats.expired];
  yield ['expired_stale_perc', stats.expiredStale.toFixed(2)];
  yield ['expired_time_cap_reached_count', expiry.timeCapReached];
  yield ['expire_cycle_cpu_milliseconds', milliseconds(expiry.spentUs)];
  yield ['evicted_keys', stats.evicted];
  yield ['evicted_clients', sources.clients.evicted];
  yield ['evicted_scripts', 0];
  yield ['total_eviction_exceeded_time', milliseconds(stats.overLimitUs + overLimitUs)];
  yield ['current_eviction_exceeded_time', milliseconds(overLimitUs)];
  yield ['keyspace_hits', stats.hits];
  yield ['keyspace_misses', stats.misses];
}

/** A key has one block, so that hits among blocks are those among keys. */
function* defragFields({ sources }: Statistics): Generator<InfoField> {
  const { stats, totalUs, currentUs } = sources.defrag;
  yield ['active_defrag_hits', stats.hits];
  yield ['active_defrag_misses', stats.misses];
  yield ['active_defrag_key_hits', stats.hits];
  yield ['active_defrag_key_misses', stats.misses];
  yield ['total_active_defrag_time', Math.floor(totalUs / 1000)];
  yield ['current_active_defrag_time', Math.floor(currentUs / 1000)];
}

function* errorFields({ sources }: Statistics): Generator<InfoField> {
  yield ['unexpected_error_replies', 0];
  yield ['total_error_replies', sources.dispatcher().errors.total];
  yield ['dump_payload_sanitizations', 0];
}

/** Reads and writes are those of the one thread that serves clients. */
function* systemFields({ sources, loop }: Statistics, { reads, writes }: TrafficCounters): Generator<InfoField> {
  const { clients } = sources;
  yield ['total_reads_processed', reads];
  yield ['total_writes_processed', writes];
  yield ['io_threaded_reads_processed', 0];
  yield ['io_threaded_writes_processed', 0];
  yield ['client_query_buffer_limit_disconnections', clients.inputOverflows];
  yield ['client_output_buffer_limit_disconnections', clients.outputOverflows];
  yield ['reply_buffer_shrinks', 0];
  yield ['reply_buffer_expands', 0];
  yield ['eventloop_cycles', loop.cycles];
  yield ['eventloop_duration_sum', Math.round(loop.sumUs)];
  yield ['eventloop_duration_cmd_sum', Math.round(sources.dispatcher().timer.busyUs)];
  yield ['instantaneous_eventloop_cycles_per_sec', Math.floor(loop.cyclesPerSecond.perSecond)];
  yield ['instantaneous_eventloop_duration_usec', Math.floor(loop.recentUs)];
}

function milliseconds(us: number): number {
  return Math.floor(us / 1000);
}

function kilobytes(rate: Rate): string {
  return (rate.perSecond / 1024).toFixed(2);
}
