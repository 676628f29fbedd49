/** The embedding API: a server inside your process. */
export { createServer, ManualClock, systemClock } from './server/embedding.ts';
export type { Clock, ConfigValue, EmbeddedOptions, EmbeddedServer, Logger } from './server/embedding.ts';
