import type { Args } from '../../execution/args.ts';
import type { CommandTable } from '../../execution/command-table.ts';
import type { KeyReference } from '../../execution/key-extraction.ts';
import { extractKeys, hasKeys } from '../../execution/key-extraction.ts';
import { ArgumentVector } from '../../resp/argument-vector.ts';
import {
  COMMAND_WITHOUT_KEYS,
  INVALID_COMMAND_SPECIFIED,
  WRONG_ARGUMENT_COUNT,
  WRONG_ARGUMENTS,
} from '../../resp/reply-errors.ts';

/** Words before the request that COMMAND GETKEYS is asked about. */
const OWN_WORDS = 2;

/** The keys of the request that the arguments hold, as indexes of those arguments. Throws. */
export function readRequestKeys(args: Args, table: CommandTable): readonly KeyReference[] {
  const request = requestIn(args);
  const entry = table.find(request);
  if (entry === undefined) throw INVALID_COMMAND_SPECIFIED;
  if (!hasKeys(entry.spec)) throw COMMAND_WITHOUT_KEYS;
  if (request.count < entry.minimum || request.count > entry.maximum) throw WRONG_ARGUMENT_COUNT;
  const keys = extractKeys(entry.spec, request) ?? [];
  if (keys.length === 0 && !entry.spec.flags.includes('no_mandatory_keys')) throw WRONG_ARGUMENTS;
  return keys.map(({ index, flags }) => ({ index: index + OWN_WORDS, flags }));
}

function requestIn(args: Args): ArgumentVector {
  const request = new ArgumentVector();
  request.clear(args.bytes);
  for (let i = OWN_WORDS; i < args.count; i++) request.push(args.at(i), args.length(i));
  return request;
}
