import { describe, expect, test } from 'vitest';
import { command } from '../../src/execution/command.ts';
import { CommandEntry } from '../../src/execution/command-entry.ts';
import { CAN_QUEUE, WRITE } from '../../src/execution/traits.ts';

const common = { group: 'generic', since: '1.0.0', summary: '', complexity: '', flags: [] } as const;

describe('CommandEntry', () => {
  test('is a declaration compiled', () => {
    const handler = (): void => undefined;
    const entry = new CommandEntry(command({ ...common, name: 'SET', arity: -3, flags: ['write'], handler }));
    expect(entry).toMatchObject({ name: 'set', words: 1, minimum: 3, maximum: Infinity, handler, parent: undefined });
    expect(entry.traits & (WRITE | CAN_QUEUE)).toBe(WRITE | CAN_QUEUE);
    const exact = new CommandEntry(command({ ...common, name: 'GET', arity: 2, handler }));
    expect([exact.minimum, exact.maximum]).toEqual([2, 2]);
  });

  test('has its subcommands, which spell their names after it', () => {
    const sub = command({ ...common, name: 'SETNAME', arity: 3, flags: [], handler: () => undefined });
    const entry = new CommandEntry(command({ ...common, name: 'CLIENT', arity: -2, subcommands: [sub] }));
    const child = entry.subcommands.get('setname');
    expect(child).toMatchObject({ name: 'client|setname', words: 2, parent: entry });
    expect(entry.handler).toBeUndefined();
  });

  test('its counters and those of its subcommands begin anew', () => {
    const sub = command({ ...common, name: 'ID', arity: 2, handler: () => undefined });
    const entry = new CommandEntry(command({ ...common, name: 'CLIENT', arity: -2, subcommands: [sub] }));
    const counted = [entry, ...entry.subcommands.values()];
    for (const one of counted) Object.assign(one, { calls: 1, microseconds: 2, rejected: 3, failed: 4 });
    entry.resetStats();
    for (const one of counted) expect(one).toMatchObject({ calls: 0, microseconds: 0, rejected: 0, failed: 0 });
  });
});
