/**
 * How many clients have been at work of late, and how much of the time the server has.
 *
 * ```
 *   ──┤ window, 4 ms or a little more ├──┤ window ├──┤ the one under way …
 *                                       └── told: `clients`, `share`
 * ```
 *
 * A request costs what its command takes, which is measured, and a delivery what the system takes to read it and to send
 * the reply, which is presumed.
 */
const WINDOW_MS = 4;
/** What the system takes for a delivery of input and its reply, in microseconds. */
const DELIVERY_US = 5;

export class RecentLoad {
  /** Clients that have sent something in the last whole window; 0 when there was none right before this one. */
  clients = 0;
  /** The share of that window's time that the server was at work, 0 to about 1. */
  share = 0;
  private beganMs = 0;
  private seen = 0;
  private busyUs = 0;
  private deliveries = 0;

  /** A client that was last heard of at `lastMs` has sent something. */
  heard(lastMs: number): void {
    if (lastMs < this.beganMs) this.seen++;
  }

  /**
   * It is another millisecond now.
   * @param busyUs microseconds that commands have taken since the server began
   * @param deliveries of input since then
   */
  tick(nowMs: number, busyUs: number, deliveries: number): void {
    const elapsed = nowMs - this.beganMs;
    if (elapsed >= 0 && elapsed < WINDOW_MS) return;
    const isNextTo = elapsed > 0 && elapsed < 2 * WINDOW_MS;
    const spent = busyUs - this.busyUs + (deliveries - this.deliveries) * DELIVERY_US;
    this.clients = isNextTo ? this.seen : 0;
    this.share = isNextTo ? spent / (elapsed * 1000) : 0;
    this.beganMs = nowMs;
    this.seen = 0;
    this.busyUs = busyUs;
    this.deliveries = deliveries;
  }
}
