import type { DebugParts } from '../../../src/commands/server/debug.ts';
import { debugCommand } from '../../../src/commands/server/debug.ts';
import { databaseCommands } from '../../../src/commands/server/database.ts';
import type { DebugSettings } from '../../../src/commands/server/debug-settings.ts';
import { debugSettings } from '../../../src/commands/server/debug-settings.ts';
import { Clients } from '../../../src/execution/clients.ts';
import { silentLog } from '../../../src/server/silent-log.ts';
import type { Harness, HarnessOptions } from '../../support/command-harness.ts';
import { createHarness } from '../../support/command-harness.ts';
import { TYPE_COMMANDS } from '../../support/every-type.ts';

export interface DebugHarness extends Harness {
  readonly settings: DebugSettings;
  readonly clients: Clients;
  /** Lines that went to the log at level warning. */
  readonly warnings: string[];
  /** What went to the standard output. */
  readonly printed: string[];
}

/** DEBUG with every type of value around it, and what it asks its owner for. */
export function createDebugHarness(parts: Partial<DebugParts> = {}, options: HarnessOptions = {}): DebugHarness {
  const settings = debugSettings();
  const warnings: string[] = [];
  const printed: string[] = [];
  const clients = new Clients();
  const log = { ...silentLog, warning: (text: string) => void warnings.push(text) };
  const debug = debugCommand({
    ...{ settings, clients, log, control: undefined },
    limitsClientMemory: () => false,
    rewriteAll: () => undefined,
    changeReplicationId: () => undefined,
    print: (text) => void printed.push(text),
    ...parts,
  });
  const commands = [debug, ...databaseCommands, ...TYPE_COMMANDS];
  return { ...createHarness({ ...options, commands }), settings, warnings, printed, clients };
}
