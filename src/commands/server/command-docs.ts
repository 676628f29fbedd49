import type { CommandEntry } from '../../execution/command-entry.ts';
import type { CommandSpec } from '../../execution/command.ts';
import type { CommandArgument } from '../../execution/syntax.ts';
import { parseSyntax } from '../../execution/syntax.ts';
import type { ReplyWriter } from '../../resp/reply-writer.ts';
import { replyWords } from './command-info.ts';

/** Writes the value of a field whose name has been written. */
type Field = readonly [name: string, write: () => void];

/** A command as COMMAND DOCS describes it: a map without what the declaration does not say. */
export function replyCommandDocs(reply: ReplyWriter, entry: CommandEntry): void {
  replyMap(reply, docFields(reply, entry));
}

function docFields(reply: ReplyWriter, { spec, subcommands }: CommandEntry): readonly Field[] {
  const { deprecated, docFlags, history, syntax } = spec;
  const fields: Field[] = [
    ['summary', () => reply.bulkText(spec.summary)],
    ['since', () => reply.bulkLatin1(spec.since)],
    ['group', () => reply.bulkLatin1(spec.group)],
    ['complexity', () => reply.bulkText(spec.complexity)],
  ];
  if (docFlags !== undefined) fields.push(['doc_flags', () => replyWords(reply, docFlags)]);
  if (deprecated !== undefined) {
    fields.push(['doc_flags', () => replyWords(reply, ['deprecated'])]);
    fields.push(['deprecated_since', () => reply.bulkLatin1(deprecated.since)]);
    fields.push(['replaced_by', () => reply.bulkText(deprecated.replacedBy)]);
  }
  if (history !== undefined) fields.push(['history', () => replyHistory(reply, history)]);
  if (syntax !== undefined) fields.push(['arguments', () => replyArguments(reply, parseSyntax(syntax))]);
  if (subcommands.size > 0) fields.push(['subcommands', () => replySubcommands(reply, subcommands.values())]);
  return fields;
}

function replyHistory(reply: ReplyWriter, history: NonNullable<CommandSpec['history']>): void {
  reply.set(history.length);
  for (const [version, change] of history) {
    reply.array(2);
    reply.bulkLatin1(version);
    reply.bulkText(change);
  }
}

function replyArguments(reply: ReplyWriter, parts: readonly CommandArgument[]): void {
  reply.array(parts.length);
  for (const part of parts) replyMap(reply, argumentFields(reply, part));
}

function argumentFields(reply: ReplyWriter, argument: CommandArgument): readonly Field[] {
  const fields: Field[] = [];
  const text = (name: string, value: string | undefined): void => {
    if (value !== undefined) fields.push([name, () => reply.bulkLatin1(value)]);
  };
  const { keySpecIndex, arguments: parts } = argument;
  const flags = flagsOf(argument);
  text('name', argument.name);
  text('type', argument.type);
  text('display_text', argument.displayText);
  if (keySpecIndex !== undefined) fields.push(['key_spec_index', () => reply.integer(keySpecIndex)]);
  text('token', argument.token);
  text('since', argument.since);
  text('deprecated_since', argument.deprecatedSince);
  if (flags.length > 0) fields.push(['flags', () => replyWords(reply, flags)]);
  if (parts !== undefined) fields.push(['arguments', () => replyArguments(reply, parts)]);
  return fields;
}

function flagsOf({ optional, multiple, multipleToken }: CommandArgument): readonly string[] {
  const flags: string[] = [];
  if (optional) flags.push('optional');
  if (multiple) flags.push('multiple');
  if (multipleToken) flags.push('multiple_token');
  return flags;
}

function replySubcommands(reply: ReplyWriter, subcommands: Iterable<CommandEntry>): void {
  const entries = [...subcommands];
  reply.map(entries.length);
  for (const entry of entries) {
    reply.bulkLatin1(entry.name);
    replyCommandDocs(reply, entry);
  }
}

function replyMap(reply: ReplyWriter, fields: readonly Field[]): void {
  reply.map(fields.length);
  for (const [name, write] of fields) {
    reply.bulkLatin1(name);
    write();
  }
}
