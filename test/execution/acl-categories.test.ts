import { describe, expect, it } from 'vitest';
import { categoriesOf } from '../../src/execution/acl-categories.ts';
import type { CommandSpec } from '../../src/execution/command.ts';

const container = (more: Partial<CommandSpec>): CommandSpec => ({
  ...{ name: 'X', group: 'string', since: '1.0.0', summary: '', complexity: '', arity: 1, flags: [] },
  ...more,
});
const spec = (more: Partial<CommandSpec>): CommandSpec => container({ handler: () => undefined, ...more });

describe('categoriesOf', () => {
  it.each<[string, Partial<CommandSpec>, string[]]>([
    ['group', { group: 'sorted-set' }, ['sortedset', 'slow']],
    ['keyspace for generic', { group: 'generic' }, ['keyspace', 'slow']],
    ['nothing for server', { group: 'server' }, ['slow']],
    ['flags', { flags: ['write', 'fast', 'blocking'] }, ['write', 'string', 'fast', 'blocking']],
    ['dangerous for admin', { group: 'server', flags: ['admin'] }, ['admin', 'slow', 'dangerous']],
    ['what is added', { group: 'server', categories: ['dangerous'] }, ['slow', 'dangerous']],
    ['what is taken away', { group: 'generic', categories: ['-keyspace', 'connection'] }, ['slow', 'connection']],
    ['no read for a script', { group: 'scripting', flags: ['readonly'] }, ['slow', 'scripting']],
  ])('%s', (_, more, expected) => {
    expect(categoriesOf(spec(more))).toEqual(expected);
  });

  it('no group for a container, which does nothing itself', () => {
    expect(categoriesOf(container({ group: 'connection' }))).toEqual(['slow']);
  });
});
