import type { TableHolder } from '../../../src/commands/server/command.ts';
import { commandCommand } from '../../../src/commands/server/command.ts';
import { command } from '../../../src/execution/command.ts';
import type { CommandSpec } from '../../../src/execution/command.ts';
import { keyAt, keysCounted } from '../../../src/execution/key-specs.ts';
import type { Engine } from '../../support/connections.ts';
import { createEngine } from '../../support/connections.ts';

const COMMON = { group: 'server', since: '7.0.0', summary: 'Does it.', complexity: 'O(1)' } as const;
const handler = (): void => undefined;

/** A container with one subcommand, and a command with everything that can be said of one. */
export const DESCRIBED: readonly CommandSpec[] = [
  command({
    ...COMMON,
    name: 'BOX',
    arity: -2,
    flags: [],
    subcommands: [command({ ...COMMON, name: 'OPEN', arity: 3, flags: ['fast'], keys: [keyAt(2, 'RO')], handler })],
  }),
  command({
    ...COMMON,
    name: 'FULL',
    syntax: '[count:integer^7.2.0]',
    arity: -2,
    flags: ['may_replicate', 'write', 'no_mandatory_keys'],
    categories: ['dangerous'],
    keys: [{ ...keysCounted(1, 1, 'RW', 'update', 'access'), notes: 'So it is' }],
    history: [['7.2.0', 'Counts.']],
    deprecated: { since: '8.0.0', replacedBy: '`BOX OPEN`' },
    hints: ['nondeterministic_output'],
    handler,
  }),
];

/** An engine that knows these, the string commands, transactions and COMMAND. */
export function describedEngine(): Engine {
  return createEngine(({ dispatcher }) => {
    const holder: TableHolder = {
      get table() {
        return dispatcher().table;
      },
    };
    return [...DESCRIBED, commandCommand(holder)];
  });
}

/** The reply in RESP3. */
export function ask(...words: string[]): string {
  const { run, client } = describedEngine().connect();
  client.protocol = 3;
  return run('COMMAND', ...words);
}

/** RESP3 without lengths and line ends: `%2 summary … since …`. */
export function compact(reply: string): string {
  return reply
    .replace(/\$\d+\r\n/g, '')
    .replaceAll('\r\n', ' ')
    .trim();
}
