/** Work that is done `hz` times a second, whether or not clients come. */
export class Cron {
  private readonly work: readonly (() => void)[];
  private readonly isPaused: () => boolean;
  private hz: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(hz: number, work: readonly (() => void)[], isPaused: () => boolean = () => false) {
    this.hz = hz;
    this.work = work;
    this.isPaused = isPaused;
  }

  setHz(hz: number): void {
    this.hz = hz;
    if (this.timer === undefined) return;
    this.stop();
    this.start();
  }

  start(): void {
    this.timer = setInterval(() => this.run(), Math.max(1, Math.floor(1000 / this.hz)));
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private run(): void {
    if (this.isPaused()) return;
    for (const work of this.work) work();
  }
}
