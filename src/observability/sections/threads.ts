import type { Clients } from '../../execution/clients.ts';
import type { InfoSection } from '../info.ts';
import type { TrafficCounters } from '../statistics.ts';

/** There is one thread that serves clients. */
export function threadsSection(clients: Clients, traffic: TrafficCounters): InfoSection {
  return {
    title: 'Threads',
    isDefault: true,
    fields: () => [['io_thread_0', `clients=${clients.size},reads=${traffic.reads},writes=${traffic.writes}`]],
  };
}
