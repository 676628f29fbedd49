import { ZSetValue } from '../../datatypes/zset-value.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { RANGE_REQUEST } from './range-request.ts';
import { beginResult, storeResult } from './result.ts';

const MIN = 3;

export const zrangestore = command({
  name: 'ZRANGESTORE',
  group: 'sorted-set',
  since: '6.2.0',
  summary: 'Stores the members of a range of ranks, scores or names in a key.',
  complexity: 'O(log(N)+M), N being the number of members in the sorted set and M that of members stored.',
  syntax: 'dst:key src:key min max sortby=[BYSCORE | BYLEX] [REV] [LIMIT limit=<offset:integer count:integer>]',
  arity: -5,
  flags: ['write', 'denyoom'],
  keys: [keyAt(1, 'OW', 'update'), keyAt(2, 'RO', 'access')],
  handler(context) {
    const { args, db, keyspace } = context;
    const key = args.key();
    const source = args.key();
    const request = RANGE_REQUEST.read(args, MIN, { stores: true });
    const zset = db.lookupRead(source, ZSetValue);
    const result = beginResult(context);
    if (zset !== undefined) {
      request.locate(zset);
      const { first, count, isByRank, reverse } = request;
      const { zsetMembers, zsetMemberBytes } = keyspace.packing;
      let isPacked = !isByRank || count <= zsetMembers;
      zset.forEachByRank(first, first + count - 1, reverse, ({ bytes, at, length }, score) => {
        isPacked &&= result.size < zsetMembers && length <= zsetMemberBytes;
        // Redis begins with a listpack unless it knows that there are too many: in it -0 becomes 0, and stays so.
        result.put(isPacked ? score + 0 : score, bytes, at, length);
      });
    }
    storeResult(context, key, result, 'zrangestore');
  },
});
