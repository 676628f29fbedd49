import type { CommandEntry } from '../../execution/command-entry.ts';
import type { InfoField, InfoSection } from '../info.ts';
import type { Statistics } from '../statistics.ts';

/** How often each command was called, took, was refused and failed. */
export function commandStatsSection({ sources }: Statistics): InfoSection {
  return {
    title: 'Commandstats',
    isDefault: false,
    *fields() {
      for (const entry of allEntries(sources.dispatcher().table.entries)) yield* fieldsOf(entry);
    },
  };
}

function* fieldsOf({ name, calls, microseconds, rejected, failed }: CommandEntry): Generator<InfoField> {
  if (calls === 0 && rejected === 0 && failed === 0) return;
  const each = (calls === 0 ? 0 : microseconds / calls).toFixed(2);
  const times = `calls=${calls},usec=${Math.round(microseconds)},usec_per_call=${each}`;
  yield [`cmdstat_${safeName(name)}`, `${times},rejected_calls=${rejected},failed_calls=${failed}`];
}

/** How often each kind of error was replied, by its code. */
export function errorStatsSection({ sources }: Statistics): InfoSection {
  return {
    title: 'Errorstats',
    isDefault: true,
    *fields() {
      for (const [code, count] of sources.dispatcher().errors.entries()) {
        yield [`errorstat_${safeName(code)}`, `count=${count}`];
      }
    },
  };
}

/** How the time of each command is distributed (`latency-tracking`). */
export interface LatencyStatsOptions {
  tracks: boolean;
  /** From 0 to 100. */
  percentiles: readonly number[];
}

export function latencyStatsSection({ sources }: Statistics, options: LatencyStatsOptions): InfoSection {
  return {
    title: 'Latencystats',
    isDefault: false,
    *fields() {
      if (!options.tracks) return;
      for (const { name, histogram } of allEntries(sources.dispatcher().table.entries)) {
        if (histogram === undefined) continue;
        const shown = options.percentiles.map((percentile) => {
          const micros = (histogram.atPercentile(percentile) / 1000).toFixed(3);
          return `p${percentileName(percentile)}=${micros}`;
        });
        yield [`latency_percentiles_usec_${safeName(name)}`, shown.join(',')];
      }
    },
  };
}

/** Commands, each followed by its subcommands. */
export function* allEntries(entries: Iterable<CommandEntry>): Generator<CommandEntry> {
  for (const entry of entries) {
    yield entry;
    yield* allEntries(entry.subcommands.values());
  }
}

/** Up to six digits behind the point, without zeros at the end. */
function percentileName(percentile: number): string {
  return String(Number(percentile.toFixed(6)));
}

/** What would end a field or a line early is shown as `_`. */
function safeName(name: string): string {
  return name.replace(/[#:\n\r]/g, '_');
}
