import { describe, expect, it } from 'vitest';
import { clientCommand } from '../../../src/commands/connection/client.ts';
import type { TestConnection } from '../../support/connections.ts';
import { createEngine } from '../../support/connections.ts';

const connection = (): TestConnection => createEngine((parts) => [clientCommand(parts)]).connect();

describe('CLIENT TRACKING and its like, as long as no reads are tracked', () => {
  it.each([
    ['TRACKING off', '+OK\r\n'],
    ['TRACKING OFF optout NOLOOP redirect 1 prefix a', '+OK\r\n'],
    ['GETREDIR', ':-1\r\n'],
    ['TRACKINGINFO', '*6\r\n$5\r\nflags\r\n*1\r\n$3\r\noff\r\n$8\r\nredirect\r\n:-1\r\n$8\r\nprefixes\r\n*0\r\n'],
  ])('%s', (words, reply) => {
    expect(connection().run('CLIENT', ...words.split(' '))).toBe(reply);
  });

  it('TRACKINGINFO in RESP3', () => {
    const { client, run } = connection();
    client.protocol = 3;
    const expected = '%3\r\n$5\r\nflags\r\n~1\r\n$3\r\noff\r\n$8\r\nredirect\r\n:-1\r\n$8\r\nprefixes\r\n*0\r\n';
    expect(run('CLIENT', 'TRACKINGINFO')).toBe(expected);
  });

  it.each([
    [
      'CACHING maybe',
      'CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
    ],
    ['TRACKING maybe', 'syntax error'],
    ['TRACKING on wrong', 'syntax error'],
    ['TRACKING on redirect', 'syntax error'],
    ['TRACKING off redirect x', 'value is not an integer or out of range'],
    ['TRACKING on redirect 99', 'The client ID you want redirect to does not exist'],
    ['TRACKING on redirect 1 redirect 1', 'A client can only redirect to a single other client'],
    ['TRACKING on prefix a', 'PREFIX option requires BCAST mode to be enabled'],
    ['TRACKING on bcast optin', 'OPTIN and OPTOUT are not compatible with BCAST'],
    ['TRACKING on optin optout', "You can't specify both OPTIN mode and OPTOUT mode"],
    [
      'TRACKING on bcast prefix x prefix abc prefix ab',
      "Prefix 'abc' overlaps with another provided prefix 'ab'. Prefixes for a single client must not overlap.",
    ],
    ['TRACKING on', 'Client tracking is not supported by this version of the server'],
    ['TRACKING on bcast prefix a prefix b noloop', 'Client tracking is not supported by this version of the server'],
  ])('%s is refused', (words, error) => {
    expect(connection().run('CLIENT', ...words.split(' '))).toBe(`-ERR ${error}\r\n`);
  });
});
