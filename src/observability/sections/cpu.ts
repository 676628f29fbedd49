import { readFileSync } from 'node:fs';
import type { InfoField, InfoSection } from '../info.ts';

/** Processor time of the process, in seconds. It has no children. Of the main thread only where the system tells it. */
export const cpuSection: InfoSection = {
  title: 'CPU',
  isDefault: true,
  *fields() {
    const { system, user } = process.cpuUsage();
    yield ['used_cpu_sys', seconds(system)];
    yield ['used_cpu_user', seconds(user)];
    yield ['used_cpu_sys_children', seconds(0)];
    yield ['used_cpu_user_children', seconds(0)];
    yield* mainThreadFields();
  },
};

/** Linux counts it in ticks of a hundredth of a second. */
const TICK_US = 10_000;
/** Fields of /proc/…/stat behind the name in brackets. */
const UTIME = 11;
const STIME = 12;

function* mainThreadFields(): Generator<InfoField> {
  if (process.platform !== 'linux') return;
  const ticks = mainThreadTicks();
  if (ticks === undefined) return;
  yield ['used_cpu_sys_main_thread', seconds(ticks[STIME] * TICK_US)];
  yield ['used_cpu_user_main_thread', seconds(ticks[UTIME] * TICK_US)];
}

function mainThreadTicks(): readonly number[] | undefined {
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'latin1');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return undefined;
  }
}

function seconds(microseconds: number): string {
  return (microseconds / 1_000_000).toFixed(6);
}
