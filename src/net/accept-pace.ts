/**
 * `max-new-connections-per-cycle`: how many connections may begin in one turn of the loop. The system has accepted more
 * by then; the rest begin in the next turns, in order, so that a rush of new clients does not starve those who are there.
 */
export class AcceptPace {
  limit = 10;
  private begun = 0;
  private waiting: (() => void)[] = [];
  private armed = false;

  /** Calls `begin` now, or in a later turn. */
  admit(begin: () => void): void {
    if (!this.armed) {
      this.armed = true;
      setImmediate(() => this.nextTurn());
    }
    if (this.begun < this.limit) {
      this.begun++;
      begin();
    } else {
      this.waiting.push(begin);
    }
  }

  private nextTurn(): void {
    const { waiting } = this;
    this.begun = 0;
    this.armed = false;
    if (waiting.length === 0) return;
    this.waiting = [];
    for (const begin of waiting) this.admit(begin);
  }
}
