import type { CommandFlag, CommandGroup, CommandSpec } from './command.ts';

/** The categories that ACL rules name with `@`, in the order in which COMMAND INFO lists them. */
export const ACL_CATEGORIES = [
  'keyspace',
  'read',
  'write',
  'set',
  'sortedset',
  'list',
  'hash',
  'string',
  'bitmap',
  'hyperloglog',
  'geo',
  'stream',
  'pubsub',
  'admin',
  'fast',
  'slow',
  'blocking',
  'dangerous',
  'connection',
  'transaction',
  'scripting',
] as const;

export type AclCategory = (typeof ACL_CATEGORIES)[number];

const OF_GROUP: Partial<Record<CommandGroup, AclCategory>> = {
  string: 'string',
  generic: 'keyspace',
  list: 'list',
  set: 'set',
  'sorted-set': 'sortedset',
  hash: 'hash',
  stream: 'stream',
  bitmap: 'bitmap',
  hyperloglog: 'hyperloglog',
  geo: 'geo',
  transactions: 'transaction',
  scripting: 'scripting',
  connection: 'connection',
};

const OF_FLAG: Partial<Record<CommandFlag, readonly AclCategory[]>> = {
  write: ['write'],
  readonly: ['read'],
  admin: ['admin', 'dangerous'],
  pubsub: ['pubsub'],
  fast: ['fast'],
  blocking: ['blocking'],
};

/** A command's categories: those of its group and flags, and what its declaration adds or, with `-`, takes away. */
export function categoriesOf(spec: CommandSpec): readonly AclCategory[] {
  const found = new Set<string>();
  const group = OF_GROUP[spec.group];
  // A container does nothing itself, so only its subcommands are of the group.
  if (group !== undefined && spec.handler !== undefined) found.add(group);
  for (const flag of spec.flags) for (const category of OF_FLAG[flag] ?? []) found.add(category);
  for (const category of spec.categories ?? []) {
    if (category.startsWith('-')) found.delete(category.slice(1));
    else found.add(category);
  }
  // A script may write in spite of its flag.
  if (found.has('scripting')) found.delete('read');
  if (!found.has('fast')) found.add('slow');
  return ACL_CATEGORIES.filter((category) => found.has(category));
}
