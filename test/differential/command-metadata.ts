import { readFileSync } from 'node:fs';
import type { RawClient } from '../support/raw-client.ts';
import { elementFrames } from '../support/resp-frames.ts';
import { list } from './arbitraries.ts';

/** The commands whose metadata is compared; `a|b` is a subcommand. Containers are compared without their subcommands. */
export const COMPARED_COMMANDS = list(`
    set get getex getdel getset setnx setex psetex mget mset msetnx append strlen getrange substr setrange incr
    setbit getbit bitcount bitpos bitop bitfield bitfield_ro wait waitaof lolwut
    module module|list module|load module|loadex module|unload module|help
    pfadd pfcount pfmerge pfdebug pfselftest
    decr incrby decrby incrbyfloat lcs del unlink exists type keys scan randomkey rename renamenx copy move
    touch expire pexpire expireat pexpireat expiretime pexpiretime ttl pttl persist dbsize flushdb flushall
    swapdb object object|encoding object|freq object|help object|idletime object|refcount multi exec discard
    watch unwatch ping echo auth hello select quit reset client client|id client|getname client|setname
    client|setinfo client|info client|list client|kill client|no-evict client|no-touch client|reply client|help
    client|pause client|unpause client|unblock client|tracking client|trackinginfo client|caching client|getredir
    command command|count command|docs command|getkeys command|getkeysandflags command|info command|list
    command|help config config|get config|set config|resetstat config|help info time memory memory|usage
    memory|help memory|doctor memory|stats memory|purge memory|malloc-stats role shutdown slowlog slowlog|get
    slowlog|len slowlog|reset slowlog|help latency latency|latest latency|graph latency|histogram latency|history
    latency|doctor latency|reset latency|help monitor
    subscribe unsubscribe psubscribe punsubscribe ssubscribe sunsubscribe publish spublish pubsub pubsub|channels
    pubsub|numsub pubsub|numpat pubsub|shardchannels pubsub|shardnumsub pubsub|help
    hset hmset hsetnx hget hmget hgetall hkeys hvals hlen hstrlen hexists hdel hincrby hincrbyfloat hrandfield hscan
    hexpire hpexpire hexpireat hpexpireat hexpiretime hpexpiretime httl hpttl hpersist hgetex hsetex hgetdel
    zadd zincrby zcard zscore zmscore zcount zlexcount zrank zrevrank zrange zrevrange zrangebyscore zrevrangebyscore
    zrangebylex zrevrangebylex zrangestore zunion zunionstore zinter zinterstore zintercard zdiff zdiffstore zrem
    zremrangebyrank zremrangebyscore zremrangebylex zpopmin zpopmax zmpop zrandmember zscan
    geoadd geodist geohash geopos georadius georadius_ro georadiusbymember georadiusbymember_ro geosearch
    geosearchstore sort sort_ro
    xadd xlen xrange xrevrange xread xdel xtrim xsetid xgroup xgroup|create xgroup|setid xgroup|destroy
    xgroup|createconsumer xgroup|delconsumer xgroup|help xreadgroup xack xpending xclaim xautoclaim xinfo xinfo|stream
    xinfo|groups xinfo|consumers xinfo|help
  `);

/** A reply in RESP3's terms: `+simple` and `$bulk` strings, numbers, and aggregates that begin with their type. */
export type Canonical = string | number | null | Canonical[];

export interface Metadata {
  /** The reply to COMMAND INFO for the command, without its subcommands. */
  readonly info: Canonical;
  /** The fields of COMMAND DOCS that are facts and not prose. */
  readonly docs: Canonical;
}

/** Prose, or what only describes other releases. */
const NOT_COMPARED = ['$summary', '$complexity', '$history', '$replaced_by', '$subcommands'];

/** Tokens of releases after 8.0, which cinnabar has and a Redis 8.0 does not. */
const NEWER_ARGUMENTS = /ifeq|ifne|ifdeq|ifdne|noscores|references|polygon|num-vertices|^\$(diff1?|andor|one)$/i;

const FIXTURE = new URL('./command-metadata.json', import.meta.url);

/** What Redis 8.0.2 says of `COMPARED_COMMANDS`. CINNABAR_UPDATE_FIXTURES=1 with CINNABAR_REDIS_8 writes it anew. */
export function expectedMetadata(): Record<string, Metadata> {
  return JSON.parse(readFileSync(FIXTURE, 'utf8')) as Record<string, Metadata>;
}

export { FIXTURE as METADATA_FIXTURE };

/** Asks a server for a command's metadata. Undefined when it does not know the command. */
export async function fetchMetadata(client: RawClient, name: string): Promise<Metadata | undefined> {
  const [info] = elementFrames((await client.send('COMMAND', 'INFO', name)).bytes);
  const docs = elementFrames((await client.send('COMMAND', 'DOCS', name)).bytes);
  if (info.length < 10 || docs.length !== 2) return undefined;
  const fields = canonical(info) as Canonical[];
  const subcommands = fields.length - 1;
  return {
    info: withoutNotes(fields.toSpliced(subcommands, 1)),
    docs: withoutProse(canonical(docs[1]) as Canonical[]),
  };
}

/** What a RESP2 client sees of a RESP3 reply: sets and maps are flat arrays. Lists of words have no order there. */
export function asResp2(value: Canonical): Canonical {
  if (!Array.isArray(value)) return value;
  const lowered = value.slice(1).map(asResp2);
  if (lowered.every((element) => typeof element === 'string')) lowered.sort();
  return ['*', ...lowered];
}

function canonical(frame: Buffer): Canonical {
  const type = String.fromCharCode(frame[0]);
  if (type === ':') return Number(frame.toString('latin1', 1, frame.length - 2));
  if (type === '_' || frame.toString('latin1', 1, 3) === '-1') return null;
  if (type === '$') return `$${frame.toString('latin1', frame.indexOf(10) + 1, frame.length - 2)}`;
  if (!'*~%'.includes(type)) return frame.toString('latin1', 0, frame.length - 2);
  const elements = elementFrames(frame).map(canonical);
  if (type === '~' && elements.every((element) => typeof element === 'string')) elements.sort();
  return [type, ...elements];
}

function withoutProse(docs: Canonical[]): Canonical {
  const kept: Canonical[] = [docs[0]];
  for (let i = 1; i < docs.length; i += 2) {
    if (!NOT_COMPARED.includes(docs[i] as string)) kept.push(docs[i], withoutNewerArguments(docs[i + 1]));
  }
  return kept;
}

/** Key specifications may carry a sentence of explanation. */
function withoutNotes(value: Canonical): Canonical {
  if (!Array.isArray(value)) return value;
  const at = value.indexOf('$notes');
  return (at === -1 ? value : value.toSpliced(at, 2)).map(withoutNotes);
}

function withoutNewerArguments(value: Canonical): Canonical {
  if (!Array.isArray(value)) return value;
  return value.filter((element) => !isNewerArgument(element)).map(withoutNewerArguments);
}

function isNewerArgument(value: Canonical): boolean {
  return Array.isArray(value) && value[1] === '$name' && NEWER_ARGUMENTS.test(String(value[2]));
}
