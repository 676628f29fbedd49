import { categoriesOf } from '../../execution/acl-categories.ts';
import type { CommandEntry } from '../../execution/command-entry.ts';
import type { CommandFlag, CommandSpec } from '../../execution/command.ts';
import { hasMovableKeys, KEY_FLAGS, legacyRange } from '../../execution/key-extraction.ts';
import type { KeyBegin, KeyFind, KeySpec } from '../../execution/key-specs.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';

/** The flags that are shown, in their order; `may_replicate`, `protected` and `internal` are kept to ourselves. */
const SHOWN_FLAGS: readonly CommandFlag[] = [
  'write',
  'readonly',
  'denyoom',
  'admin',
  'pubsub',
  'noscript',
  'blocking',
  'loading',
  'stale',
  'skip_monitor',
  'skip_slowlog',
  'asking',
  'fast',
  'no_auth',
  'no_mandatory_keys',
  'no_async_loading',
  'no_multi',
  'movablekeys',
  'allow_busy',
];

/** A command as COMMAND and COMMAND INFO describe it, its subcommands inside; null for one that does not exist. */
export function replyCommandInfo(reply: ReplyWriter, entry: CommandEntry | undefined): void {
  if (entry === undefined) {
    reply.null();
    return;
  }
  const { spec } = entry;
  const range = legacyRange(spec);
  reply.array(10);
  reply.bulkLatin1(entry.name);
  reply.integer(spec.arity);
  replyWords(reply, flagsOf(spec));
  reply.integer(range.first);
  reply.integer(range.last);
  reply.integer(range.step);
  replyWords(
    reply,
    categoriesOf(spec).map((category) => `@${category}`),
  );
  replyHints(reply, spec.hints ?? []);
  replyKeySpecs(reply, spec.keys ?? []);
  replySubcommands(reply, entry);
}

/** The flags of a key specification or of an extracted key. */
export function replyKeyFlags(reply: ReplyWriter, flags: KeySpec['flags']): void {
  replyWords(
    reply,
    KEY_FLAGS.filter((flag) => flags.includes(flag)),
  );
}

function flagsOf(spec: CommandSpec): readonly CommandFlag[] {
  const movable = hasMovableKeys(spec);
  return SHOWN_FLAGS.filter((flag) => spec.flags.includes(flag) || (flag === 'movablekeys' && movable));
}

export function replyWords(reply: ReplyWriter, words: readonly string[]): void {
  reply.set(words.length);
  for (const word of words) reply.simple(word);
}

function replyHints(reply: ReplyWriter, hints: readonly string[]): void {
  reply.set(hints.length);
  for (const hint of hints) reply.bulkLatin1(hint);
}

function replyKeySpecs(reply: ReplyWriter, specs: readonly KeySpec[]): void {
  reply.set(specs.length);
  for (const { notes, flags, begin, find } of specs) {
    reply.map(notes === undefined ? 3 : 4);
    if (notes !== undefined) {
      reply.bulkLatin1('notes');
      reply.bulkText(notes);
    }
    reply.bulkLatin1('flags');
    replyKeyFlags(reply, flags);
    reply.bulkLatin1('begin_search');
    replyBegin(reply, begin);
    reply.bulkLatin1('find_keys');
    replyFind(reply, find);
  }
}

function replyBegin(reply: ReplyWriter, begin: KeyBegin): void {
  if ('index' in begin) replySpec(reply, 'index', [['index', begin.index]]);
  else if ('unknown' in begin) replySpec(reply, 'unknown', []);
  else {
    replySpec(reply, 'keyword', [
      ['keyword', begin.keyword],
      ['startfrom', begin.startFrom],
    ]);
  }
}

function replyFind(reply: ReplyWriter, find: KeyFind): void {
  if ('unknown' in find) replySpec(reply, 'unknown', []);
  else if ('lastKey' in find) {
    replySpec(reply, 'range', [
      ['lastkey', find.lastKey],
      ['keystep', find.step],
      ['limit', find.limit],
    ]);
  } else {
    replySpec(reply, 'keynum', [
      ['keynumidx', find.keyNumIndex],
      ['firstkey', find.firstKey],
      ['keystep', find.step],
    ]);
  }
}

function replySpec(reply: ReplyWriter, type: string, fields: readonly (readonly [string, string | number])[]): void {
  reply.map(2);
  reply.bulkLatin1('type');
  reply.bulkLatin1(type);
  reply.bulkLatin1('spec');
  reply.map(fields.length);
  for (const [name, value] of fields) {
    reply.bulkLatin1(name);
    if (typeof value === 'number') reply.integer(value);
    else reply.bulkLatin1(value);
  }
}

function replySubcommands(reply: ReplyWriter, { subcommands }: CommandEntry): void {
  if (subcommands.size === 0) {
    reply.set(0);
    return;
  }
  reply.array(subcommands.size);
  for (const subcommand of subcommands.values()) replyCommandInfo(reply, subcommand);
}
