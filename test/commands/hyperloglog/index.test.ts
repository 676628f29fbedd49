import { expect, test } from 'vitest';
import { hyperloglogCommands } from '../../../src/commands/hyperloglog/index.ts';

test('the commands of the group, all of it', () => {
  const commands = hyperloglogCommands({ maxSparseBytes: 3000 });
  expect(commands.map(({ name }) => name)).toEqual(['PFADD', 'PFCOUNT', 'PFMERGE', 'PFDEBUG', 'PFSELFTEST']);
  expect(commands.every(({ group }) => group === 'hyperloglog')).toBe(true);
});
