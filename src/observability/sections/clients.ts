import type { Config } from '../../config/config.ts';
import type { Clients } from '../../execution/clients.ts';
import type { WatchTable } from '../../execution/watch.ts';
import type { InfoSection } from '../info.ts';

/** How many clients wait in a command, and for how many keys. */
export interface BlockingCounts {
  readonly size: number;
  readonly withDeadline: number;
  readonly keys: { readonly size: number; countWhenGone(): number };
}

export function clientsSection(
  config: Config,
  clients: Clients,
  watch: WatchTable,
  blocking: () => BlockingCounts,
): InfoSection {
  return {
    title: 'Clients',
    isDefault: true,
    *fields() {
      const all = [...clients];
      const { size, withDeadline, keys } = blocking();
      yield ['connected_clients', clients.size];
      yield ['cluster_connections', 0];
      yield ['maxclients', config.get('maxclients')];
      yield ['client_recent_max_input_buffer', clients.recentInput.value];
      yield ['client_recent_max_output_buffer', clients.recentOutput.value];
      yield ['blocked_clients', size + all.filter(({ postponed }) => postponed).length];
      yield ['tracking_clients', 0];
      yield ['pubsub_clients', all.filter(({ subscriptions }) => subscriptions > 0).length];
      yield ['watching_clients', all.filter(({ watched }) => watched !== undefined).length];
      yield ['clients_in_timeout_table', withDeadline];
      yield ['total_watched_keys', watch.size];
      yield ['total_blocking_keys', keys.size];
      yield ['total_blocking_keys_on_nokey', keys.countWhenGone()];
    },
  };
}
