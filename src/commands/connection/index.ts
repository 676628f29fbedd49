export { Authentication } from './authentication.ts';
export { connectionCommands } from './connection.ts';
export type { ConnectionParts } from './connection.ts';
export type { ServerIdentity } from './hello.ts';
