import { describe, expect, test } from 'vitest';
import { readIdBlock } from '../../../src/commands/stream/id-block.ts';
import type { IdBlock } from '../../../src/commands/stream/id-block.ts';
import { Args } from '../../../src/execution/args.ts';
import { IDS_MISSING, NUMIDS_MISMATCH, NUMIDS_NOT_POSITIVE, SYNTAX } from '../../../src/resp/reply-errors.ts';
import { ACKNOWLEDGED_ONLY, DELETE_REFERENCES, KEEP_REFERENCES } from '../../../src/structures/stream-trim.ts';
import { vectorOf } from '../../support/command-harness.ts';

/** The block behind a command's name and one key. */
function blockOf(line: string): IdBlock {
  const args = new Args(1, 2);
  args.bind(vectorOf(['XDELEX', 's', ...line.split(' ')]), 2);
  const block = readIdBlock(args);
  expect(args.remaining).toBe(0);
  return block;
}

describe('a block of IDs', () => {
  test.each([
    ['IDS 1 5-1', { first: 4, count: 1, policy: KEEP_REFERENCES }],
    ['ids 3 1 2 3', { first: 4, count: 3, policy: KEEP_REFERENCES }],
    ['KEEPREF IDS 2 1 2', { first: 5, count: 2, policy: KEEP_REFERENCES }],
    ['delref IDS 2 1 2', { first: 5, count: 2, policy: DELETE_REFERENCES }],
    ['ACKED IDS 2 1 2', { first: 5, count: 2, policy: ACKNOWLEDGED_ONLY }],
    ['IDS 2 1 2 ACKED', { first: 4, count: 2, policy: ACKNOWLEDGED_ONLY }],
  ])('%s', (line, block) => {
    expect(blockOf(line)).toEqual(block);
  });

  test('has IDs that may look like anything: who uses them reads them', () => {
    expect(blockOf('IDS 3 ACKED IDS x')).toEqual({ first: 4, count: 3, policy: KEEP_REFERENCES });
  });

  test('is the last one where there are several', () => {
    expect(blockOf('IDS 1 5 IDS 2 6 7')).toEqual({ first: 7, count: 2, policy: KEEP_REFERENCES });
  });
});

describe('no block of IDs', () => {
  test.each([
    ['IDS 0 1', NUMIDS_NOT_POSITIVE],
    ['IDS -1 1', NUMIDS_NOT_POSITIVE],
    ['IDS x 1', NUMIDS_NOT_POSITIVE],
    ['IDS 9223372036854775808 1', NUMIDS_NOT_POSITIVE],
    ['IDS 2 1', NUMIDS_MISMATCH],
    ['IDS 1 1 2', SYNTAX],
    ['ACKED IDS 3 1 2', NUMIDS_MISMATCH],
    ['IDS 1', NUMIDS_MISMATCH],
    ['IDS', SYNTAX],
    ['1 2', SYNTAX],
    ['KEEPREF ACKED IDS 1 1', SYNTAX],
    ['ACKED ACKED IDS 1 1', SYNTAX],
    ['DELREF', IDS_MISSING],
  ])('%s', (line, error) => {
    expect(() => blockOf(line)).toThrow(error);
  });
});
