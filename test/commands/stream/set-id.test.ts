import { describe, expect, test } from 'vitest';
import type { Harness } from '../../support/command-harness.ts';
import { decode } from '../../support/resp-frames.ts';
import {
  ask,
  forget,
  INVALID_ID,
  NOT_AN_INTEGER,
  refusal,
  sent,
  SYNTAX,
  told,
  withEntries,
  WRONG_TYPE,
} from './harness.ts';

/** The last ID, the greatest deleted one and the number of entries added of `s`. */
function settings({ run }: Harness): unknown[] {
  const fields = decode(Buffer.from(run('XINFO', 'STREAM', 's'), 'latin1')) as unknown[];
  return ['last-generated-id', 'max-deleted-entry-id', 'entries-added'].map((name) => fields[fields.indexOf(name) + 1]);
}

/** Entries 1-0, 2-0 and 4-0; 3-0 was deleted. */
function trio(): Harness {
  const server = withEntries(4);
  ask(server, 'XDEL s 3');
  forget(server);
  return server;
}

describe('XSETID', () => {
  test.each([
    ['9', ['9-0', '3-0', 4]],
    ['4-0', ['4-0', '3-0', 4]],
    ['4-7', ['4-7', '3-0', 4]],
    ['18446744073709551615-18446744073709551615', ['18446744073709551615-18446744073709551615', '3-0', 4]],
    ['9 ENTRIESADDED 100', ['9-0', '3-0', 100]],
    ['9 entriesadded 3', ['9-0', '3-0', 3]],
    ['9 ENTRIESADDED 50 ENTRIESADDED 60', ['9-0', '3-0', 60]],
    ['9 ENTRIESADDED 9223372036854775807', ['9-0', '3-0', 9223372036854775807n]],
    ['9 MAXDELETEDID 8-1', ['9-0', '8-1', 4]],
    ['9 MAXDELETEDID 9', ['9-0', '9-0', 4]],
    ['9 MAXDELETEDID 1', ['9-0', '1-0', 4]],
    ['9 MAXDELETEDID 0-0', ['9-0', '3-0', 4]],
    ['9 MAXDELETEDID 5 MAXDELETEDID 0', ['9-0', '3-0', 4]],
    ['9 MAXDELETEDID 5 ENTRIESADDED 8', ['9-0', '5-0', 8]],
  ])('%s', (rest, expected) => {
    const server = trio();
    expect(ask(server, `XSETID s ${rest}`)).toBe('+OK');
    expect(settings(server)).toEqual(expected);
    expect([sent(server), told(server), ask(server, 'XLEN s')]).toEqual([[`XSETID s ${rest}`], ['xsetid s'], ':3']);
  });

  test('says where the next entry begins', () => {
    const server = trio();
    ask(server, 'XSETID s 9999999999999-5');
    expect(ask(server, 'XADD s 9999999999999-5 f v')).toMatch(/^-ERR The ID specified in XADD is equal or smaller/);
    expect(ask(server, 'XADD s * f v')).toBe('$15 9999999999999-6');
  });

  test('lets a stream without entries begin again, behind what was deleted', () => {
    const server = trio();
    ask(server, 'XTRIM s MAXLEN 0');
    expect(ask(server, 'XSETID s 3 ENTRIESADDED 0')).toBe('+OK');
    expect(settings(server)).toEqual(['3-0', '3-0', 0]);
    expect(refusal(server, 'XSETID s 2-9')).toBe(
      '-ERR The ID specified in XSETID is smaller than current max_deleted_entry_id',
    );
    expect(ask(server, 'XADD s 3-1 f v')).toBe('$3 3-1');
  });

  test.each([
    ['s x', INVALID_ID],
    ['s $', INVALID_ID],
    ['s +', INVALID_ID],
    ['s 1-*', INVALID_ID],
    ['s 3-18446744073709551615', '-ERR The ID specified in XSETID is smaller than the target stream top item'],
    ['s 2', '-ERR The ID specified in XSETID is smaller than current max_deleted_entry_id'],
    ['s 9 MAXDELETEDID 9-1', '-ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id'],
    ['s 9 MAXDELETEDID x', INVALID_ID],
    ['s 9 ENTRIESADDED 2', '-ERR The entries_added specified in XSETID is smaller than the target stream length'],
    ['s 9 ENTRIESADDED -1', '-ERR entries_added must be positive'],
    ['s 9 ENTRIESADDED x', NOT_AN_INTEGER],
    ['s 9 ENTRIESADDED 9223372036854775808', NOT_AN_INTEGER],
    ['s 9 ENTRIESADDED', SYNTAX],
    ['s 9 MAXDELETEDID 1 ENTRIESADDED', SYNTAX],
    ['s 9 ENTRIESREAD 5', SYNTAX],
    ['s 9 5', SYNTAX],
    ['nokey 9', '-ERR no such key'],
    ['nokey x', INVALID_ID],
    ['text 9', WRONG_TYPE],
    ['text 9 MAXDELETEDID 10', '-ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id'],
    ['s', "-ERR wrong number of arguments for 'xsetid' command"],
  ])('%s is refused', (rest, error) => {
    expect(refusal(trio(), `XSETID ${rest}`)).toBe(error);
  });
});
