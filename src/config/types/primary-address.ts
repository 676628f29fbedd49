import { fromByteString, untilNul } from '../byte-string.ts';
import { asWord, Directive } from '../directive.ts';
import type { DirectiveSpec, Parsed, RewrittenLine } from '../directive.ts';
import { quoteArg } from '../split-args.ts';
import { parseLenient } from './c-numbers.ts';

export interface PrimaryAddress {
  readonly host: string;
  readonly port: number;
}

type Stored = PrimaryAddress | null;

const MAX_PORT = 65535n;

/** `replicaof <host> <port>` or `replicaof no one`. */
class PrimaryAddressDirective extends Directive<Stored, PrimaryAddress | undefined> {
  override readonly multiArgument = true;

  override parse(args: readonly string[]): Parsed<Stored> {
    if (args.length !== 2) return { error: 'wrong number of arguments' };
    if (asWord(args[0]) === 'no' && asWord(args[1]) === 'one') return { value: null };
    const port = parseLenient(args[1]);
    if (port === undefined || port < 0n || port > MAX_PORT) return { error: 'Invalid master port' };
    return { value: { host: untilNul(args[0]), port: Number(port) } };
  }

  override format(stored: Stored): string {
    return stored === null ? '' : `${stored.host} ${stored.port}`;
  }

  override toValue(stored: Stored): PrimaryAddress | undefined {
    return stored === null ? undefined : { host: fromByteString(stored.host), port: stored.port };
  }

  override rewrite(name: string, stored: Stored): readonly RewrittenLine[] {
    if (stored === null) return [];
    const host = /^[\w.:%-]+$/.test(stored.host) ? stored.host : quoteArg(stored.host);
    return [{ text: `${name} ${host} ${stored.port}`, force: true }];
  }
}

export function primaryAddress(
  spec: Omit<DirectiveSpec<Stored>, 'default'>,
): Directive<Stored, PrimaryAddress | undefined> {
  return new PrimaryAddressDirective({ ...spec, default: null });
}
