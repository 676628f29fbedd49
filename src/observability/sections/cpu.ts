import type { InfoSection } from '../info.ts';

/** Processor time of the process, in seconds. It has no children. */
export const cpuSection: InfoSection = {
  title: 'CPU',
  isDefault: true,
  *fields() {
    const { system, user } = process.cpuUsage();
    yield ['used_cpu_sys', seconds(system)];
    yield ['used_cpu_user', seconds(user)];
    yield ['used_cpu_sys_children', seconds(0)];
    yield ['used_cpu_user_children', seconds(0)];
  },
};

function seconds(microseconds: number): string {
  return (microseconds / 1_000_000).toFixed(6);
}
