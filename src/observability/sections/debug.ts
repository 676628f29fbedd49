import type { InfoSection } from '../info.ts';
import type { EventLoop } from '../event-loop.ts';

/** What only who asks for it by name is told. There is no Lua allocator and no append-only file yet. */
export function debugSection(loop: EventLoop): InfoSection {
  return {
    title: 'Debug',
    isDefault: false,
    isHidden: true,
    *fields() {
      yield ['eventloop_duration_aof_sum', 0];
      yield ['eventloop_duration_cron_sum', Math.round(loop.cronUs)];
      yield ['eventloop_duration_max', Math.round(loop.longestUs)];
      yield ['eventloop_cmd_per_cycle_max', loop.mostCommands];
      yield ['allocator_allocated_lua', 0];
      yield ['allocator_active_lua', 0];
      yield ['allocator_resident_lua', 0];
      yield ['allocator_frag_bytes_lua', 0];
    },
  };
}
