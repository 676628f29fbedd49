/** The server's log: pino's records, one line each, in redis-server's form or as JSON. */

import { pino } from 'pino';
import { closeSync, openSync, writeSync } from 'node:fs';

import { describeSystemError } from './system-error.ts';

export type LogLevel = 'debug' | 'verbose' | 'notice' | 'warning' | 'nothing';
export type LogFormat = 'redis' | 'json';
/** Primary, replica (slave), sentinel, child process. */
export type LogRole = 'M' | 'S' | 'X' | 'C';

export interface LoggerOptions {
  level: LogLevel;
  format: LogFormat;
  /** Path of a file to append to; empty for standard output. */
  file: string;
  pid: number;
  /** Asked at each record. */
  role(): LogRole;
  /** Time of a record; the system's clock by default. */
  now?(): Date;
}

export interface Logger {
  debug(message: string): void;
  verbose(message: string): void;
  notice(message: string): void;
  warning(message: string): void;
  /** Writes lines as they are, at any level but `nothing`: the report of a crash. In JSON they are one record. */
  raw(text: string): void;
  setLevel(level: LogLevel): void;
  /** Opens the log file anew, which a rotation has moved away. Throws as `createLogger` does, and keeps the old one. */
  reopen(): void;
  /** Closes the log file; later records are dropped. */
  close(): void;
}

/** Severities in ascending order, and the mark of each in redis-server's form. */
const SEVERITIES = { debug: 10, verbose: 20, notice: 30, warning: 40 };
const MARKS = new Map([
  [10, '.'],
  [20, '-'],
  [30, '*'],
  [40, '#'],
]);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const STDOUT = 1;
/** A full pipe is waited for that long, once, before its reader counts as stalled. */
const MAX_WAIT_MS = 1000;
const WAIT_STEP_MS = 5;

/**
 * Creates a log that is written synchronously, so that no record is lost when the process ends.
 * Throws an Error `Can't open the log file: <reason>` if the file cannot be opened.
 */
export function createLogger(options: LoggerOptions): Logger {
  const sink = new Sink(options.file);
  const now = options.now ?? (() => new Date());
  const destination = options.format === 'redis' ? redisDestination(sink, options, now) : sink;
  const log = pino(
    {
      level: pinoLevel(options.level),
      customLevels: SEVERITIES,
      useOnlyCustomLevels: true,
      base: { pid: options.pid },
      mixin: () => ({ role: options.role() }),
      timestamp: () => `,"time":${now().getTime()}`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const writeRaw = (text: string): void => {
    if (options.format === 'json') log.warning(text);
    else if (log.level !== 'silent') sink.write(`${text}\n`);
  };
  return {
    debug: (message) => log.debug(message),
    verbose: (message) => log.verbose(message),
    notice: (message) => log.notice(message),
    warning: (message) => log.warning(message),
    raw: (text) => writeRaw(text),
    setLevel: (level) => void (log.level = pinoLevel(level)),
    reopen: () => sink.reopen(),
    close: () => sink.close(),
  };
}

function pinoLevel(level: LogLevel): Exclude<LogLevel, 'nothing'> | 'silent' {
  return level === 'nothing' ? 'silent' : level;
}

/** Takes a record's level and message from pino's metadata, which spares taking the JSON apart again. */
function redisDestination(sink: Sink, options: LoggerOptions, now: () => Date) {
  const prefix = `${options.pid}:`;
  return {
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    lastMsg: '',
    write(): void {
      const message = this.lastMsg.replace(/[\r\n]/g, (char) => (char === '\n' ? '\\n' : '\\r'));
      sink.write(`${prefix}${options.role()} ${formatTime(now())} ${MARKS.get(this.lastLevel)} ${message}\n`);
    },
  };
}

/** `20 Nov 2026 22:37:11.123`, local time. */
function formatTime(time: Date): string {
  const date = `${pad(time.getDate(), 2)} ${MONTHS[time.getMonth()]} ${time.getFullYear()}`;
  const clock = `${pad(time.getHours(), 2)}:${pad(time.getMinutes(), 2)}:${pad(time.getSeconds(), 2)}`;
  return `${date} ${clock}.${pad(time.getMilliseconds(), 3)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Standard output or a log file. A record that cannot be written is dropped: the server outlives its log. */
class Sink {
  private readonly path: string;
  /** -1 when closed. */
  private fd: number;
  private stalled = false;

  constructor(path: string) {
    this.path = path;
    this.fd = path === '' ? STDOUT : openLog(path);
  }

  write(line: string): void {
    if (this.fd < 0) return;
    const bytes = Buffer.from(line);
    for (let done = 0; done < bytes.length;) {
      const written = this.writeSome(bytes.subarray(done));
      if (written === 0) return;
      done += written;
    }
  }

  /** How much was written; 0 if the reader is gone, or has stalled. */
  private writeSome(bytes: Uint8Array): number {
    const patience = this.stalled ? 0 : MAX_WAIT_MS;
    for (let waited = 0; ; waited += WAIT_STEP_MS) {
      try {
        const written = writeSync(this.fd, bytes);
        this.stalled = false;
        return written;
      } catch (error) {
        if (!isPipeFull(error)) return 0;
        this.stalled = waited >= patience;
        if (this.stalled) return 0;
        sleep(WAIT_STEP_MS);
      }
    }
  }

  reopen(): void {
    if (this.path === '' || this.fd < 0) return;
    const old = this.fd;
    this.fd = openLog(this.path);
    closeSync(old);
  }

  close(): void {
    if (this.path !== '' && this.fd >= 0) closeSync(this.fd);
    this.fd = -1;
  }
}

function openLog(path: string): number {
  try {
    return openSync(path, 'a');
  } catch (error) {
    throw new Error(`Can't open the log file: ${describeSystemError(error)}`, { cause: error });
  }
}

function isPipeFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
