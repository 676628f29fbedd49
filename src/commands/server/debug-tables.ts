import type { Context } from '../../execution/context.ts';
import { NO_SUCH_KEY, ReplyError } from '../../resp/reply-errors.ts';
import type { Dict } from '../../structures/dict.ts';

/** What DEBUG tells of hash tables: those of a database, and that of a large set, sorted set or hash. */

const NO_TABLE = new ReplyError('ERR The value stored at the specified key is not represented using an hash table');
const NO_SUCH_DATABASE = new ReplyError('ERR Out of range database');
const HEADING = 'Hash table 0 stats (main hash table):\n';

export function describeTables({ args, keyspace, reply }: Context): void {
  const index = args.integer();
  const full = args.remaining > 0 && args.latin1().toLowerCase() === 'full';
  if (index < 0 || index >= keyspace.databases.length) throw NO_SUCH_DATABASE;
  const { dict, expires } = keyspace.databases[index].entries;
  let text = '[Dictionary HT]\n';
  if (dict.size > 0) text += tableText(dict, full);
  text += '[Expires HT]\n';
  if (expires.size > 0) text += `${HEADING} table size: ${expires.size}\n number of elements: ${expires.size}\n`;
  reply.verbatim(text);
}

export function describeTableOfKey({ args, db, reply }: Context): void {
  const { entries } = db;
  const address = entries.find(args.key());
  const full = args.remaining > 0 && args.latin1().toLowerCase() === 'full';
  if (address === 0) throw NO_SUCH_KEY;
  const dict = entries.isObject(address) ? entries.objectOf(address).dict : undefined;
  if (dict === undefined) throw NO_TABLE;
  reply.verbatim(tableText(dict, full));
}

/** In the form of Redis's. A table here grows in place, so that there is never a second one. */
export function tableText(dict: Dict, full: boolean): string {
  if (dict.size === 0) return `${HEADING}No stats available for empty dictionaries\n`;
  const { buckets, overflow } = dict.stats();
  const text = `${HEADING} table size: ${buckets}\n number of elements: ${dict.size}\n overflow buckets: ${overflow}\n`;
  return full ? text + chainText(dict, buckets) : text;
}

function chainText(dict: Dict, buckets: number): string {
  const lengths = dict.chainLengths();
  const used = buckets - lengths[0];
  const average = (dict.size / used).toFixed(2);
  const lines = [
    ` different slots: ${used}`,
    ` max chain length: ${lengths.length - 1}`,
    ` avg chain length (counted): ${average}`,
    ` avg chain length (computed): ${average}`,
    ' Chain length distribution:',
    ...lengths.flatMap((count, length) =>
      count === 0 ? [] : [`   ${length}: ${count} (${((count / buckets) * 100).toFixed(2)}%)`],
    ),
  ];
  return `${lines.join('\n')}\n`;
}
