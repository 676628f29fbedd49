import { typeOf } from '../commands/connection/client-filter.ts';
import type { OutputBufferLimits } from '../config/types/output-buffer-limits.ts';
import type { Client } from '../execution/client.ts';
import { FIXED_REPLY_BYTES } from '../execution/client.ts';
import type { Session } from './session.ts';

const NONE = { hardBytes: 0, softBytes: 0, softSeconds: 0 };

/**
 * `client-output-buffer-limit`: what a client of a class may leave unread. Up to 16 KiB never count; of more, all does:
 *
 * ```
 *   0 ───── 16 KiB ───────────────── soft ──────────────────── hard ─────▶
 *   │ nothing │ within the limits     │ for so long at most   │ goes at once
 * ```
 *
 * A client that has not said who it is must read whatever is more than those 16 KiB.
 *
 * Looked at when replies are written (the session's outbound compares with one number) and by the cron.
 */
export class OutputLimits {
  limits: OutputBufferLimits = { normal: NONE, replica: NONE, pubsub: NONE };

  /** The bytes from which on `isOver` must be asked at each reply; 0 for never. */
  threshold(client: Client): number {
    const { hardBytes, softBytes } = this.limitOf(client);
    const least = hardBytes === 0 || softBytes === 0 ? Math.max(hardBytes, softBytes) : Math.min(hardBytes, softBytes);
    if (!client.authenticated) return FIXED_REPLY_BYTES;
    return least === 0 ? 0 : Math.max(FIXED_REPLY_BYTES, least - 1);
  }

  /** Whether a client must go, for what it has not read up to now. */
  isOver(session: Session, nowMs: number): boolean {
    const { client } = session;
    const { hardBytes, softBytes, softSeconds } = this.limitOf(client);
    const counted = client.countedOutput;
    if (counted === 0) {
      session.softLimitSinceMs = 0;
      return false;
    }
    if (!client.authenticated) return true;
    if (hardBytes > 0 && counted >= hardBytes) return true;
    return isOverFor(session, softBytes > 0 && counted >= softBytes, softSeconds * 1000, nowMs);
  }

  private limitOf(client: Client): OutputBufferLimits['normal'] {
    const type = typeOf(client);
    return this.limits[type === 'master' ? 'normal' : type];
  }
}

function isOverFor(session: Session, isAbove: boolean, allowedMs: number, nowMs: number): boolean {
  if (!isAbove) session.softLimitSinceMs = 0;
  else if (session.softLimitSinceMs === 0) session.softLimitSinceMs = nowMs;
  else return nowMs - session.softLimitSinceMs > allowedMs;
  return false;
}
