import { describe, expect, test } from 'vitest';
import { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/file.ts';
import { processTitle } from '../../src/server/process-title.ts';

describe('the title of the process', () => {
  test.each([
    ['', 'cinnabar *:6379'],
    ['port 7000\nbind 127.0.0.1 ::1', 'cinnabar 127.0.0.1:7000'],
    ['port 0\nunixsocket /tmp/a.sock', 'cinnabar unixsocket:/tmp/a.sock'],
    ['cluster-enabled yes', 'cinnabar *:6379 [cluster]'],
    ['port 7000\nproc-title-template "{port} {tls-port} {unixsocket} {config-file} {{x"', '7000 0  - {x'],
  ])('of %j', (options, title) => {
    const config = new Config();
    loadConfig(config, { options });
    expect(processTitle(config)).toBe(title);
  });
});
