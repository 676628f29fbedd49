/**
 * The best candidates for eviction that samples have found so far, kept from one eviction to the next, so that a few
 * samples each time do nearly as well as an exact order of all keys would.
 *
 * ```
 *   place       0      1      2            count-1
 *            ┌──────┬──────┬──────┬─ ─ ─ ─┬──────┬─ ─ ─ ┐
 *   score    │  3   │  3   │  17  │       │ 240  │      │   ascending: the next to go is the last
 *   who      │ hash, address, database      …    │      │   16 places
 *            └──────┴──────┴──────┴─ ─ ─ ─┴──────┴─ ─ ─ ┘
 * ```
 *
 * A full pool takes only what is better than its worst, which leaves. Entries come and go without telling the pool: who
 * takes a candidate looks whether it is still what it was.
 */
const PLACES = 16;

export class EvictionPool {
  count = 0;
  readonly scores = new Float64Array(PLACES);
  readonly hashes = new Int32Array(PLACES);
  readonly addresses = new Uint32Array(PLACES);
  readonly databases = new Uint32Array(PLACES);

  /** Whether a candidate of this score would be taken. */
  wants(score: number): boolean {
    return this.count < PLACES || score > this.scores[0];
  }

  /** Takes a candidate that the pool wants. */
  add(score: number, hash: number, address: number, database: number): void {
    let place = 0;
    while (place < this.count && this.scores[place] < score) place++;
    if (this.count < PLACES) {
      for (let i = this.count++; i > place; i--) this.move(i - 1, i);
    } else {
      place--;
      for (let i = 0; i < place; i++) this.move(i + 1, i);
    }
    this.scores[place] = score;
    this.hashes[place] = hash;
    this.addresses[place] = address;
    this.databases[place] = database;
  }

  /** Takes the best candidate out; answers its place, where it can be read until the next is added. */
  takeBest(): number {
    return --this.count;
  }

  clear(): void {
    this.count = 0;
  }

  private move(from: number, to: number): void {
    this.scores[to] = this.scores[from];
    this.hashes[to] = this.hashes[from];
    this.addresses[to] = this.addresses[from];
    this.databases[to] = this.databases[from];
  }
}
