import { describe, expect, it } from 'vitest';
import { ask, describedEngine } from './described-commands.ts';

describe('COMMAND', () => {
  it('counts and describes the same commands in all its forms', () => {
    const count = Number(ask('COUNT').slice(1));
    expect(count).toBe(describedEngine().dispatcher().table.size);
    const { run } = describedEngine().connect();
    const all = run('COMMAND');
    expect(all.startsWith(`*${count}\r\n*10\r\n`)).toBe(true);
    expect(run('COMMAND', 'INFO')).toBe(all);
    expect(ask('DOCS').startsWith(`%${count}\r\n`)).toBe(true);
  });

  it('refuses a subcommand that it does not have', () => {
    expect(ask('bogus', 'x')).toBe("-ERR unknown subcommand 'bogus'. Try COMMAND HELP.\r\n");
    expect(ask('COUNT', 'x')).toBe("-ERR wrong number of arguments for 'command|count' command\r\n");
  });

  it('explains itself', () => {
    expect(ask('HELP')).toContain('+GETKEYSANDFLAGS <full-command>\r\n');
  });
});
