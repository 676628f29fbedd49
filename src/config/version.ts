/** The Redis release whose behaviour this server has; clients and tools read it from INFO, HELLO and `--version`. */
export const REDIS_VERSION = '8.0.2';

/** This package's own version; a test compares it with package.json. */
export const CINNABAR_VERSION = '0.1.0';
