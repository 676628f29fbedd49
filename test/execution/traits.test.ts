import { describe, expect, test } from 'vitest';
import type { CommandFlag, CommandSpec } from '../../src/execution/command.ts';
import * as traits from '../../src/execution/traits.ts';

function traitsOf(name: string, ...flags: CommandFlag[]): number {
  const spec: CommandSpec = { name, group: 'generic', since: '1.0.0', summary: '', complexity: '', arity: 1, flags };
  return traits.traitsOf(spec, name.toLowerCase());
}

const { ANY, CAN_QUEUE, NEEDS_AUTH, REFUSED_WHILE_LOADING, RESTRICTED_IN_PUBSUB } = traits;
const USUAL = ANY | traits.PAUSED_WITH_ALL | CAN_QUEUE | NEEDS_AUTH | REFUSED_WHILE_LOADING | RESTRICTED_IN_PUBSUB;

describe('traitsOf', () => {
  test.each<[CommandFlag, number]>([
    ['write', USUAL | traits.WRITE | traits.PAUSED_WITH_WRITES | traits.USES_KEYSPACE],
    ['readonly', USUAL | traits.READ_ONLY | traits.USES_KEYSPACE],
    ['may_replicate', USUAL | traits.PAUSED_WITH_WRITES | traits.USES_KEYSPACE],
    ['denyoom', USUAL | traits.GROWS_MEMORY],
    ['blocking', USUAL | traits.BLOCKING],
    ['admin', USUAL | traits.ADMIN],
    ['fast', USUAL | traits.FAST],
    ['no_multi', USUAL | traits.REFUSED_IN_MULTI],
    ['no_auth', USUAL & ~NEEDS_AUTH],
    ['loading', USUAL & ~REFUSED_WHILE_LOADING],
    ['skip_monitor', USUAL],
  ])('the flag %s', (flag, expected) => {
    expect(traitsOf('X', flag)).toBe(expected);
  });

  test.each(['EXEC', 'DISCARD', 'MULTI', 'WATCH', 'QUIT', 'RESET'])('%s runs inside MULTI', (name) => {
    expect(traitsOf(name) & CAN_QUEUE).toBe(0);
  });

  test.each([
    'PING',
    'QUIT',
    'RESET',
    'SUBSCRIBE',
    'UNSUBSCRIBE',
    'PSUBSCRIBE',
    'PUNSUBSCRIBE',
    'SSUBSCRIBE',
    'SUNSUBSCRIBE',
  ])('%s is allowed to a subscriber', (name) => {
    expect(traitsOf(name) & RESTRICTED_IN_PUBSUB).toBe(0);
  });

  test('EXEC may grow the memory and be paused, as what it runs may', () => {
    const both = traits.GROWS_MEMORY | traits.PAUSED_WITH_WRITES;
    expect(traitsOf('EXEC') & both).toBe(both);
    expect(traitsOf('DISCARD') & both).toBe(0);
  });

  test('each trait is a bit of its own', () => {
    const bits = Object.values(traits).filter((value) => typeof value === 'number');
    expect(bits.every((bit) => bit > 0 && (bit & (bit - 1)) === 0)).toBe(true);
    expect(new Set(bits).size).toBe(bits.length);
  });
});
