/** Codes that are told apart at most: one who makes up codes must not fill the memory. */
const MOST_CODES = 128;
const LONGEST_CODE = 31;

/** Stands for all errors once there were too many codes. */
export const ERRORSTATS_DISABLED = 'ERRORSTATS_DISABLED';

/** How many error replies there were, and how many of each code: what `INFO errorstats` tells. */
export class ErrorStats {
  /** Error replies since the server began or its statistics were reset. */
  total = 0;
  /** Called with all codes when there are too many of them, before they are dropped. */
  onOverflow: (codes: readonly string[]) => void = () => undefined;
  private readonly counts = new Map<string, number>();
  private enabled = true;

  /** Counts an error by its code, which a text too long to begin with one does not have. */
  count(code: string): void {
    this.total++;
    if (this.enabled) this.countCode(code.length > LONGEST_CODE ? 'ERR' : code);
  }

  of(code: string): number {
    return this.counts.get(code) ?? 0;
  }

  /** Codes in the order of their bytes, with their counts. */
  entries(): readonly (readonly [code: string, count: number])[] {
    return [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  reset(): void {
    this.total = 0;
    this.counts.clear();
    this.enabled = true;
  }

  private countCode(code: string): void {
    const count = this.counts.get(code);
    if (count === undefined && this.counts.size >= MOST_CODES) this.overflow();
    else this.counts.set(code, (count ?? 0) + 1);
  }

  private overflow(): void {
    this.onOverflow([...this.counts.keys()].sort());
    this.counts.clear();
    this.counts.set(ERRORSTATS_DISABLED, 1);
    this.enabled = false;
  }
}
