import { fromByteString, untilNul } from '../byte-string.ts';
import { Directive } from '../directive.ts';
import type { DirectiveSpec, Parsed, RewrittenLine } from '../directive.ts';
import { quoteArg } from '../split-args.ts';

/** `S` is `string`, or `string | null` where empty means "not set". */
export interface TextSpec<S extends string | null> extends DirectiveSpec<S> {
  /** What is wrong with a new value, or undefined. */
  readonly check?: (value: string) => string | undefined;
}

abstract class AnyText<S extends string | null, V> extends Directive<S, V> {
  declare readonly spec: TextSpec<S>;

  protected abstract store(argument: string): S;

  override parse([argument]: readonly string[]): Parsed<S> {
    const error = this.spec.check?.(argument);
    return error === undefined ? { value: this.store(argument) } : { error };
  }

  override format(stored: S): string {
    return stored ?? '';
  }

  override rewrite(name: string, stored: S): readonly RewrittenLine[] {
    if (stored === null) return [];
    return [{ text: `${name} ${quoteArg(stored)}`, force: stored !== this.spec.default }];
  }
}

class TextDirective extends AnyText<string, string> {
  protected override store(argument: string): string {
    return untilNul(argument);
  }

  override toValue(stored: string): string {
    return fromByteString(stored);
  }
}

class OptionalTextDirective extends AnyText<string | null, string | undefined> {
  protected override store(argument: string): string | null {
    return untilNul(argument) || null;
  }

  override toValue(stored: string | null): string | undefined {
    return stored === null ? undefined : fromByteString(stored);
  }
}

class BytesDirective extends AnyText<string | null, Buffer | undefined> {
  protected override store(argument: string): string | null {
    return argument === '' ? null : argument;
  }

  override toValue(stored: string | null): Buffer | undefined {
    return stored === null ? undefined : Buffer.from(stored, 'latin1');
  }
}

/** Text, possibly empty. */
export function text(spec: TextSpec<string>): Directive<string> {
  return new TextDirective(spec);
}

type UnsetSpec = Omit<TextSpec<string | null>, 'default'>;

/** Text that is not set by default, nor when it is empty. */
export function optionalText(spec: UnsetSpec): Directive<string | null, string | undefined> {
  return new OptionalTextDirective({ ...spec, default: null });
}

/** A password or user name: any bytes, not set when empty. */
export function secret(spec: UnsetSpec): Directive<string | null, Buffer | undefined> {
  return new BytesDirective({ ...spec, default: null, sensitive: true });
}
