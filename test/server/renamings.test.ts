import { describe, expect, test } from 'vitest';
import { ConfigFileError } from '../../src/config/file-errors.ts';
import { createServer } from '../../src/index.ts';
import { Renamings } from '../../src/server/renamings.ts';
import { RawClient } from '../support/raw-client.ts';

describe('rename-command', () => {
  test('is obeyed in order, and a line that cannot be is named', () => {
    const renamings = new Renamings();
    renamings.add('GET', 'obtain', { number: 3, text: 'rename-command GET obtain' });
    renamings.add('x', '', { number: 5, text: 'rename-command x ""' });
    const asked: string[] = [];
    const renameCommand = (from: string, to: string): string | undefined => {
      asked.push(`${from}:${to}`);
      return from === 'x' ? 'No such command in rename-command' : undefined;
    };
    expect(() => renamings.applyTo({ renameCommand })).toThrow(
      'at line 5\n>>> \'rename-command x ""\'\nNo such command in rename-command\n',
    );
    expect(asked).toEqual(['GET:obtain', 'x:']);
  });

  test('works in a server that is embedded', async () => {
    const server = await createServer({ config: { 'rename-command': ['GET', 'obtain'] } });
    const client = await RawClient.connect({ host: server.host, port: server.port });
    expect((await client.send('OBTAIN', 'k')).text).toBe('$-1\r\n');
    expect((await client.send('GET', 'k')).text).toMatch(/^-ERR unknown command/);
    await client.close();
    await server.close();
  });

  test('of a command that is not there is an error of an embedded server too', async () => {
    const config = { 'rename-command': ['nosuch', 'x'] };
    await expect(createServer({ config })).rejects.toThrow(ConfigFileError);
  });
});
