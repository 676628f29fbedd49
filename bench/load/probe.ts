import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child.ts';
import { FIRST, prioritise } from './priority.ts';
import type { Stall } from './probe-child.ts';
import type { RunningServer } from './server-process.ts';

/** Of several runs the one in the middle, by its longest stall, and the longest of each in the order of the runs. */
export interface MedianStall extends Stall {
  readonly runs: readonly number[];
}

export function medianStall(runs: readonly Stall[]): MedianStall {
  const inOrder = runs.toSorted((a, b) => a.longest - b.longest);
  return { ...inOrder[(runs.length - 1) >> 1], runs: runs.map(({ longest }) => longest) };
}

/** Waits on a server as one more client, beside an idle server that tells what the machine itself costs. */
export class Probe {
  readonly #probe = new Child('./probe-child.ts', FIRST);
  readonly #echo = new Child('./echo-child.ts', FIRST);

  static async at(server: RunningServer): Promise<Probe> {
    prioritise(server.pid, FIRST);
    const probe = new Probe();
    const idle = `${server.socket}.idle`;
    await probe.#echo.ask({ path: idle });
    await probe.#probe.ask({ server: server.socket, idle });
    await sleep(500);
    return probe;
  }

  /** What the probe waited for while `work` was done. */
  async during(work: () => Promise<void>): Promise<Stall> {
    await this.#probe.ask({});
    await work();
    return (await this.#probe.ask({})) as Stall;
  }

  async end(): Promise<void> {
    await this.#probe.end();
    await this.#echo.end();
  }
}
