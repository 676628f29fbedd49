import { GROWING } from '../load/growth.ts';
import { ITEM_CASES } from '../load/items.ts';
import { collectionRatio } from './collection-targets.ts';
import { YARDSTICK, type Measurements } from './results.ts';
import { table } from './text-table.ts';

const times = (value: number | undefined): string => (value === undefined ? '' : `${value.toFixed(2)}x`);

/** Of every server: requests per second and CPU per request in us; the ratios are to the yardstick. */
export function collectionsTable(results: Measurements['collections']): string {
  if (results === undefined || results.length === 0) return '';
  const rows = results.flatMap((result) =>
    Object.entries(result.servers).map(([name, { throughput, cpuPerRequest }], index) => [
      index === 0 ? `${result.name} P${result.pipeline}` : '',
      name,
      `${(throughput / 1000).toFixed(1)} k/s`,
      times(collectionRatio(result, 'throughput', name)),
      cpuPerRequest.toFixed(2),
      times(collectionRatio(result, 'cpuPerRequest', name)),
    ]),
  );
  return table(['collections', '', 'requests', 'ratio', 'CPU us', 'ratio'], rows);
}

export function itemsTable(items: Measurements['items']): string {
  if (items === undefined) return '';
  const servers = Object.keys(items);
  const rows = ITEM_CASES.map((item) => [
    item,
    ...servers.map((name) => {
      const ratio = items[YARDSTICK] && items[name][item] / items[YARDSTICK][item];
      return `${items[name][item].toFixed(1)} (${times(ratio)})`;
    }),
  ]);
  return table(['bytes of memory', ...servers], rows);
}

export function growthTable(growth: Measurements['growth']): string {
  if (growth === undefined) return '';
  const rows = Object.entries(growth).map(([name, kinds]) => [
    name,
    ...GROWING.map((kind) => `${kinds[kind].growth.longest.toFixed(1)} / ${kinds[kind].unlink.longest.toFixed(1)}`),
  ]);
  return table(['longest stall in ms: grows / is unlinked', ...GROWING], rows);
}
