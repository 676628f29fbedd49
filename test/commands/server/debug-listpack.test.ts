import { expect, it } from 'vitest';
import { listpackText } from '../../../src/commands/server/debug-listpack.ts';
import { Bytes, copyBytes } from '../../../src/memory/bytes.ts';
import { EncodedRun, LISTPACK_EMPTY, LISTPACK_HEADER, writeListpackHeader } from '../../../src/structures/listpack.ts';

it('shows each element of a listpack, wherever that stands', () => {
  const run = new EncodedRun();
  for (const word of ['12', '-9223372036854775808', 'abc', 'x'.repeat(200)]) {
    const bytes = Bytes.fromString(word);
    run.add(bytes, 0, bytes.length);
  }
  const listpack = Bytes.uninitialised(500);
  copyBytes(run.bytes, 0, listpack, 7 + LISTPACK_HEADER, run.length);
  writeListpackHeader(listpack, 7, LISTPACK_EMPTY + run.length, run.count);
  expect(listpackText(listpack, 7).split('\n')).toEqual([
    `{total bytes ${LISTPACK_EMPTY + run.length}} {num entries 4}`,
    '{index 0, offset 6, value 1, backlen 1} [int]12',
    '{index 1, offset 8, value 9, backlen 1} [int]-9223372036854775808',
    '{index 2, offset 18, value 4, backlen 1} [str]abc',
    `{index 3, offset 23, value 202, backlen 2} [str]${'x'.repeat(40)}...`,
    '{end}',
    '',
  ]);
});
