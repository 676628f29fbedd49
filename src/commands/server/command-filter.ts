import { categoriesOf } from '../../execution/acl-categories.ts';
import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandEntry } from '../../execution/command-entry.ts';
import { SYNTAX } from '../../resp/reply-errors.ts';
import { globMatch } from '../../util/glob.ts';

/** Which commands COMMAND LIST names. */
export type CommandFilter = (entry: CommandEntry) => boolean;

const FILTERBY = keyword('FILTERBY');
const MODULE = keyword('MODULE');
const ACLCAT = keyword('ACLCAT');
const PATTERN = keyword('PATTERN');

/** Reads `[FILTERBY (MODULE name | ACLCAT category | PATTERN glob)]` to the end. Throws SYNTAX. */
export function readCommandFilter(args: Args): CommandFilter {
  if (args.remaining === 0) return () => true;
  if (args.remaining !== 3 || !args.take(FILTERBY)) throw SYNTAX;
  const kind = args.next();
  const value = args.latin1();
  // No module is ever loaded.
  if (args.is(kind, MODULE)) return () => false;
  if (args.is(kind, ACLCAT)) return inCategory(value.toLowerCase());
  if (args.is(kind, PATTERN)) return byName(Buffer.from(value, 'latin1'));
  throw SYNTAX;
}

function inCategory(category: string): CommandFilter {
  return ({ spec }) => categoriesOf(spec).some((name) => name === category);
}

function byName(pattern: Buffer): CommandFilter {
  return ({ name }) => globMatch(pattern, 0, pattern.length, Buffer.from(name, 'latin1'), 0, name.length, true);
}
