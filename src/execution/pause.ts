import type { Keyspace } from '../keyspace/keyspace.ts';
import type { ServerState } from './admission.ts';
import type { Client } from './client.ts';
import type { CommandEntry } from './command-entry.ts';
import { PAUSED_WITH_ALL, PAUSED_WITH_WRITES } from './traits.ts';

/**
 * CLIENT PAUSE: for a while no command runs, or none that a replica would have to follow. Whoever sends one waits,
 * with all that it sends behind it, and goes on in the order in which it came.
 *
 * ```
 *   pause ─▶ state.refuses holds a trait ─▶ dispatcher: mustWait ─▶ client.postponed ─▶ pipeline keeps the input
 *   lift, or time is up ─▶ onLift ─▶ pipeline offers what it has kept once more
 * ```
 *
 * Meanwhile no key goes by expiry or eviction either: the data set stands still. While nothing is paused all this
 * costs nothing, since the trait is one more bit in admission's AND.
 */
export class ClientPause {
  /** Those who wait may go on. */
  onLift: () => void = () => undefined;
  private readonly state: ServerState;
  private readonly keyspace: Keyspace;
  private endMs = 0;

  constructor(state: ServerState, keyspace: Keyspace) {
    this.state = state;
    this.keyspace = keyspace;
  }

  get isOn(): boolean {
    return (this.state.refuses & PAUSED) !== 0;
  }

  /** Of two pauses, the later end and the stricter kind count. `untilMs`: since the epoch. */
  pause(untilMs: number, all: boolean): void {
    if (untilMs > this.endMs) this.endMs = untilMs;
    this.state.refuses |= all ? PAUSED_WITH_ALL : PAUSED_WITH_WRITES;
    this.keyspace.expiresKeys = false;
    this.keyspace.evictsKeys = false;
    this.endWhenDue();
  }

  lift(): void {
    if (!this.isOn) return;
    this.endMs = 0;
    this.state.refuses &= ~PAUSED;
    this.keyspace.expiresKeys = true;
    this.keyspace.evictsKeys = true;
    this.onLift();
  }

  /** Ends the pause when its time is up; called about ten times a second. */
  endWhenDue(): void {
    if (this.isOn && this.endMs <= this.keyspace.nowMs) this.lift();
  }
}

const PAUSED = PAUSED_WITH_ALL | PAUSED_WITH_WRITES;

/** Whether a command that admission has passed has to wait for the end of a pause. */
export function mustWait(client: Client, entry: CommandEntry, { refuses }: ServerState): boolean {
  const paused = refuses & entry.traits & PAUSED;
  if (paused === 0) return false;
  if ((paused & PAUSED_WITH_ALL) !== 0 || entry.name !== 'exec') return true;
  return client.queue?.some((queued) => (queued.entry.traits & PAUSED_WITH_WRITES) !== 0) ?? false;
}
