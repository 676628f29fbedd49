import type { Logger } from '../../src/util/logger.ts';

export interface RecordingLog extends Logger {
  /** `level text` of each record, in order. */
  readonly records: string[];
}

/** A log that keeps what it is told. */
export function recordingLog(): RecordingLog {
  const records: string[] = [];
  const keep = (level: string) => (text: string) => void records.push(`${level} ${text}`);
  return {
    records,
    debug: keep('debug'),
    verbose: keep('verbose'),
    notice: keep('notice'),
    warning: keep('warning'),
    raw: keep('raw'),
    setLevel: () => undefined,
    reopen: () => undefined,
    close: () => undefined,
  };
}
