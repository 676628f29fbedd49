import { MemberText } from '../../datatypes/set-member.ts';
import type { SetView } from '../../datatypes/set-value.ts';
import { SetValue } from '../../datatypes/set-value.ts';
import { command } from '../../execution/command.ts';
import { keyAt } from '../../execution/key-specs.ts';
import { SlotList } from '../../structures/slot-list.ts';
import type { ElementScan } from '../generic/element-scan.ts';
import { scanCursor, scanOptions, scanTable } from '../generic/element-scan.ts';
import { writeMemberAt } from './inspect.ts';

export const sscan = command({
  name: 'SSCAN',
  group: 'set',
  since: '2.8.0',
  summary: 'Goes through the members of a set, some at a time.',
  complexity: 'O(1) for a call, O(N) in the number of members for all calls until the cursor is 0 again.',
  syntax: 'key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]',
  arity: -3,
  flags: ['readonly'],
  keys: [keyAt(1, 'RO', 'access')],
  hints: ['nondeterministic_output'],
  handler({ args, db, reply }) {
    const key = args.key();
    const from = scanCursor(args);
    const set = db.lookupRead(key, SetValue);
    found.count = 0;
    const cursor = set === undefined ? 0 : collect(set, from, scanOptions(args));
    reply.array(2);
    reply.bulkInteger(cursor);
    reply.array(found.count);
    if (set !== undefined) for (let i = 0; i < found.count; i++) writeMemberAt(reply, set, found.addresses[i]);
  },
});

/** The places of the members to answer. */
const found = new SlotList();
const text = new MemberText();

/** Finds members from a cursor on; answers the next. Of a small set it is all of them, whatever the cursor. */
function collect(set: SetView, cursor: number, { count, pattern }: ElementScan): number {
  const visit = (place: number): void => {
    set.readAt(place, text);
    if (pattern.matches(text)) found.pushAddress(place);
  };
  if (set.isTable) return scanTable(cursor, count, (from, each) => set.scan(from, each), visit);
  set.forEach((_, place) => {
    visit(place);
  });
  return 0;
}
