import { describe, expect, it } from 'vitest';
import { createDebugHarness } from './debug-parts.ts';

const NUMBER = '1234567999999999999999999999999999999';

/** As Redis 8.0.2 answers. */
const REPLIES: readonly [kind: string, resp2: string, resp3: string][] = [
  ['string', '$11\r\nHello World\r\n', '$11\r\nHello World\r\n'],
  ['integer', ':12345\r\n', ':12345\r\n'],
  ['double', '$5\r\n3.141\r\n', ',3.141\r\n'],
  ['bignum', `$37\r\n${NUMBER}\r\n`, `(${NUMBER}\r\n`],
  ['null', '$-1\r\n', '_\r\n'],
  ['array', '*3\r\n:0\r\n:1\r\n:2\r\n', '*3\r\n:0\r\n:1\r\n:2\r\n'],
  ['set', '*3\r\n:0\r\n:1\r\n:2\r\n', '~3\r\n:0\r\n:1\r\n:2\r\n'],
  ['map', '*6\r\n:0\r\n:0\r\n:1\r\n:1\r\n:2\r\n:0\r\n', '%3\r\n:0\r\n#f\r\n:1\r\n#t\r\n:2\r\n#f\r\n'],
  [
    'attrib',
    '$39\r\nSome real reply following the attribute\r\n',
    '|1\r\n$14\r\nkey-popularity\r\n*2\r\n$7\r\nkey:123\r\n:90\r\n$39\r\nSome real reply following the attribute\r\n',
  ],
  [
    'push',
    '-ERR RESP2 is not supported by this command\r\n',
    '>2\r\n$16\r\nserver-cpu-usage\r\n:42\r\n$40\r\nSome real reply following the push reply\r\n',
  ],
  ['verbatim', '$25\r\nThis is a verbatim\nstring\r\n', '=29\r\ntxt:This is a verbatim\nstring\r\n'],
  ['true', ':1\r\n', '#t\r\n'],
  ['FALSE', ':0\r\n', '#f\r\n'],
];

describe('DEBUG PROTOCOL', () => {
  it.each(REPLIES)('%s', (kind, resp2, resp3) => {
    expect(createDebugHarness().run('DEBUG', 'PROTOCOL', kind)).toBe(resp2);
    expect(createDebugHarness({}, { protocol: 3 }).run('DEBUG', 'PROTOCOL', kind)).toBe(resp3);
  });

  it.each(['bool', '', 'toString'])('knows no %j', (kind) => {
    expect(createDebugHarness().run('DEBUG', 'PROTOCOL', kind)).toMatch(/^-ERR Wrong protocol type name\. Please use/);
  });
});
