import type { Logger } from '../util/logger.ts';

/** The log of a server that nobody listens to. */
export const silentLog: Logger = {
  debug() {},
  verbose() {},
  notice() {},
  warning() {},
  raw() {},
  setLevel() {},
  reopen() {},
  close() {},
};
