import { expect, test } from 'vitest';
import { moduleCommand } from '../../../src/commands/server/module.ts';
import { createHarness } from '../../support/command-harness.ts';

function setUp() {
  const warnings: string[] = [];
  const { run } = createHarness({ commands: [moduleCommand({ warning: (text) => void warnings.push(text) })] });
  return { run, warnings };
}

test('there are no modules', () => {
  const { run } = setUp();
  expect(run('MODULE', 'LIST')).toBe('*0\r\n');
  expect(run('MODULE', 'UNLOAD', 'x')).toBe('-ERR Error unloading module: no such module with that name\r\n');
});

test.each(['LOAD', 'LOADEX'])('%s fails and says why in the log', (subcommand) => {
  const { run, warnings } = setUp();
  const error = '-ERR Error loading the extension. Please check the server logs.\r\n';
  expect(run('MODULE', subcommand, '/tmp/a.so', 'x')).toBe(error);
  expect(warnings).toEqual(['Module /tmp/a.so failed to load: modules of redis-server cannot run in this server']);
});

test('HELP explains the subcommands as Redis 8 does', () => {
  const { run } = setUp();
  const lines = [
    'MODULE <subcommand> [<arg> [value] [opt] ...]. Subcommands are:',
    'LIST',
    '    Return a list of loaded modules.',
    'LOAD <path> [<arg> ...]',
    '    Load a module library from <path>, passing to it any optional arguments.',
    'LOADEX <path> [[CONFIG NAME VALUE] [CONFIG NAME VALUE]] [ARGS ...]',
    '    Load a module library from <path>, while passing it module configurations and optional arguments.',
    'UNLOAD <name>',
    '    Unload a module.',
    'HELP',
    '    Print this help.',
  ];
  expect(run('MODULE', 'HELP')).toBe(`*11\r\n${lines.map((line) => `+${line}\r\n`).join('')}`);
});
