import type { MemoryReport } from '../../observability/memory-report.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';

/** MEMORY STATS, in the order of Redis. Ratios and percentages are doubles, all others integers. */
export function replyMemoryStats(reply: ReplyWriter, report: MemoryReport): void {
  const fields = [...before(report)];
  const behind = [...after(report)];
  reply.map(fields.length + report.databases.length + behind.length);
  for (const field of fields) replyField(reply, field);
  for (const { index, main, expires } of report.databases) {
    reply.bulkLatin1(`db.${index}`);
    reply.map(2);
    replyField(reply, ['overhead.hashtable.main', main]);
    replyField(reply, ['overhead.hashtable.expires', expires]);
  }
  for (const field of behind) replyField(reply, field);
}

type Field = readonly [name: string, value: number, form?: 'double'];

function* before(report: MemoryReport): Generator<Field> {
  yield ['peak.allocated', report.peak];
  yield ['total.allocated', report.used];
  yield ['startup.allocated', report.startup];
  yield ['replication.backlog', 0];
  yield ['replica.fullsync.buffer', 0];
  yield ['clients.slaves', 0];
  yield ['clients.normal', report.clients];
  yield ['cluster.links', 0];
  yield ['aof.buffer', 0];
  yield ['lua.caches', 0];
  yield ['functions.caches', 0];
  yield ['script.VMs', 0];
}

/** The table grows a bucket at a time and is never copied to a larger one: there is no rehashing. */
function* after(report: MemoryReport): Generator<Field> {
  const { active, dataset, rss, used } = report;
  yield ['overhead.db.hashtable.lut', report.tables];
  yield ['overhead.db.hashtable.rehashing', 0];
  yield ['overhead.total', report.overhead];
  yield ['db.dict.rehashing.count', 0];
  yield ['keys.count', report.keys];
  yield ['keys.bytes-per-key', report.bytesPerKey];
  yield ['dataset.bytes', dataset];
  yield ['dataset.percentage', report.datasetPercent, 'double'];
  yield ['peak.percentage', report.peakPercent, 'double'];
  yield ['allocator.allocated', dataset];
  yield ['allocator.active', active];
  yield ['allocator.resident', active];
  yield ['allocator.muzzy', 0];
  yield ['allocator-fragmentation.ratio', report.allocatorFragmentation, 'double'];
  yield ['allocator-fragmentation.bytes', active - dataset];
  yield ['allocator-rss.ratio', 1, 'double'];
  yield ['allocator-rss.bytes', 0];
  yield ['rss-overhead.ratio', report.rssOverhead, 'double'];
  yield ['rss-overhead.bytes', rss - active];
  yield ['fragmentation', report.fragmentation, 'double'];
  yield ['fragmentation.bytes', rss - used];
}

function replyField(reply: ReplyWriter, [name, value, form]: Field): void {
  reply.bulkLatin1(name);
  if (form === 'double') reply.double(value);
  else reply.integer(value);
}
