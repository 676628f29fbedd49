import type { Config } from '../../config/config.ts';
import type { InfoSection } from '../info.ts';

/** Of a primary that no replica follows. `replicationId`: 40 hexadecimal digits, which may change. */
export function replicationSection(config: Config, identity: { readonly replicationId: string }): InfoSection {
  return {
    title: 'Replication',
    isDefault: true,
    *fields() {
      yield ['role', 'master'];
      yield ['connected_slaves', 0];
      yield ['master_failover_state', 'no-failover'];
      yield ['master_replid', identity.replicationId];
      yield ['master_replid2', '0'.repeat(40)];
      yield ['master_repl_offset', 0];
      yield ['second_repl_offset', -1];
      yield ['repl_backlog_active', 0];
      yield ['repl_backlog_size', config.get('repl-backlog-size')];
      yield ['repl_backlog_first_byte_offset', 0];
      yield ['repl_backlog_histlen', 0];
    },
  };
}
