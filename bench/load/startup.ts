import { RunningServer, type ServerSpec } from './server-process.ts';
import { median } from './statistics.ts';

const STARTS = 10;

/** The median of the milliseconds from exec to the line `Ready to accept connections`, by server. */
export async function measureStartup(specs: readonly ServerSpec[], quick: boolean): Promise<Record<string, number>> {
  const times = new Map<string, number[]>(specs.map(({ name }) => [name, []]));
  for (let start = 0; start < (quick ? 3 : STARTS); start++) {
    for (const spec of specs) {
      const server = await RunningServer.start(spec);
      times.get(spec.name)!.push(server.startupMs);
      await server.stop();
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, Number(median(all).toFixed(1))]));
}
