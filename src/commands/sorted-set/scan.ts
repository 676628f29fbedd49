import { ZSetValue } from '../../datatypes/zset-value.ts';
import type { ZSetView } from '../../datatypes/zset-value.ts';
import { keyword } from '../../execution/args.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import type { ElementText } from '../../structures/listpack.ts';
import { formatDouble, formatPreciseDouble } from '../../util/double.ts';
import type { ElementScan } from '../generic/element-scan.ts';
import { scanCursor, scanOptions } from '../generic/element-scan.ts';

const NOSCORES = keyword('NOSCORES');
/** Buckets visited for each member asked for, at the most. */
const BUCKETS_PER_COUNT = 10;

interface Found {
  readonly member: Buffer;
  readonly score: number;
}

export const zscan = command({
  name: 'ZSCAN',
  group: 'sorted-set',
  since: '2.8.0',
  summary: 'Goes through the members of a sorted set and their scores, some at a time.',
  complexity: 'O(1) for a call, O(N) in the number of members for all calls until the cursor is 0 again.',
  syntax: 'key cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [NOSCORES^8.4.0]',
  arity: -3,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  hints: ['nondeterministic_output'],
  handler({ args, db, reply }) {
    const key = args.key();
    const from = scanCursor(args);
    const zset = db.lookupRead(key, ZSetValue);
    const found: Found[] = [];
    const options = zset === undefined ? undefined : scanOptions(args, NOSCORES);
    const cursor = zset === undefined || options === undefined ? 0 : collect(zset, from, options, found);
    const withScores = options?.flagged !== true;
    reply.array(2);
    reply.bulkInteger(cursor);
    reply.array(withScores ? found.length * 2 : found.length);
    for (const { member, score } of found) {
      reply.bulkLatin1(member.toString('latin1'));
      // Redis prints scores in two ways: as they stand in a listpack, and with all 17 digits from a skiplist.
      if (withScores) reply.bulkLatin1(zset?.isLarge === true ? formatPreciseDouble(score) : formatDouble(score));
    }
  },
});

/** Finds members from a cursor on; answers the next. Of a small sorted set it is all of them, whatever the cursor. */
function collect(zset: ZSetView, from: number, { count, pattern }: ElementScan, found: Found[]): number {
  let visited = 0;
  const visit = (member: ElementText, score: number): void => {
    visited++;
    const { bytes, at, length } = member;
    if (pattern.matches(member)) found.push({ member: Buffer.from(bytes.u8.subarray(at, at + length)), score });
  };
  if (!zset.isLarge) {
    zset.forEach(visit);
    return 0;
  }
  let cursor = from;
  let buckets = count * BUCKETS_PER_COUNT;
  do cursor = zset.scan(cursor, visit);
  while (cursor !== 0 && buckets-- > 0 && visited < count);
  return cursor;
}
