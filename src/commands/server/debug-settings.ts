/** What DEBUG switches. Each part that has such a switch reads its own field. */
export interface DebugSettings {
  /** Keys that are due go without anybody asking for them. */
  activeExpire: boolean;
  /** Periodic work is left out. */
  cronPaused: boolean;
  /** Tables shrink as they empty. A table here gives back one bucket with every few keys, in no separate step. */
  dictResizing: boolean;
  /** Clients that have little to read get a smaller reply buffer. */
  replyBufferResizing: boolean;
  /** Milliseconds between two resets of a client's largest reply; -1: never. */
  replyPeakResetMs: number;
  /** Bytes from which on a list's element gets a node of its own; 0: the default of 1 GB. */
  quicklistPackedThreshold: number;
  /** Scripts may call what `noscript` keeps from them. */
  allowDenyScripts: boolean;
  /** Checksums of snapshots and of RESTORE's payloads are not looked at. */
  skipChecksums: boolean;
  /** Microseconds to wait before the append-only file is flushed. */
  aofFlushSleepUs: number;
}

export const REPLY_PEAK_RESET_MS = 5000;

export function debugSettings(): DebugSettings {
  return {
    activeExpire: true,
    cronPaused: false,
    dictResizing: true,
    replyBufferResizing: true,
    replyPeakResetMs: REPLY_PEAK_RESET_MS,
    quicklistPackedThreshold: 0,
    allowDenyScripts: false,
    skipChecksums: false,
    aofFlushSleepUs: 0,
  };
}
