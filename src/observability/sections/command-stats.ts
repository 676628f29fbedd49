import type { CommandEntry } from '../../execution/command-entry.ts';
import type { InfoField, InfoSection } from '../info.ts';
import type { Statistics } from '../statistics.ts';

/** How often each command was called, took, was refused and failed. */
export function commandStatsSection({ sources }: Statistics): InfoSection {
  return {
    title: 'Commandstats',
    isDefault: false,
    *fields() {
      for (const entry of sources.dispatcher().table.entries) yield* fieldsOf(entry);
    },
  };
}

function* fieldsOf(entry: CommandEntry): Generator<InfoField> {
  const { name, calls, microseconds, rejected, failed } = entry;
  if (calls > 0 || rejected > 0 || failed > 0) {
    const each = (calls === 0 ? 0 : microseconds / calls).toFixed(2);
    const times = `calls=${calls},usec=${Math.round(microseconds)},usec_per_call=${each}`;
    yield [`cmdstat_${name}`, `${times},rejected_calls=${rejected},failed_calls=${failed}`];
  }
  for (const subcommand of entry.subcommands.values()) yield* fieldsOf(subcommand);
}

/** How often each kind of error was replied, by its code. */
export function errorStatsSection({ sources }: Statistics): InfoSection {
  return {
    title: 'Errorstats',
    isDefault: true,
    *fields() {
      const counts = [...sources.dispatcher().stats.errorsByCode].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [code, count] of counts) yield [`errorstat_${code}`, `count=${count}`];
    },
  };
}
