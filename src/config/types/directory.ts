import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fromByteString, toByteString, untilNul } from '../byte-string.ts';
import { Directive } from '../directive.ts';
import type { DirectiveSpec, ParseContext, Parsed, RewrittenLine } from '../directive.ts';
import { quoteArg } from '../split-args.ts';
import { describeSystemError } from '../system-error.ts';

/**
 * The working directory as an absolute path. It is never the process's own: servers that live side by side in one
 * process each have theirs, and a relative one counts from the one before it.
 */
class DirectoryDirective extends Directive<string> {
  override parse([argument]: readonly string[], { current }: ParseContext<string>): Parsed<string> {
    const path = fromByteString(untilNul(argument));
    if (path === '') return { error: 'No such file or directory' };
    try {
      const directory = realpathSync(resolve(fromByteString(current), path));
      if (!statSync(directory).isDirectory()) return { error: 'Not a directory' };
      accessSync(directory, constants.X_OK);
      return { value: toByteString(directory) };
    } catch (error) {
      return { error: describeSystemError(error) };
    }
  }

  override format(stored: string): string {
    return stored;
  }

  override toValue(stored: string): string {
    return fromByteString(stored);
  }

  override rewrite(name: string, stored: string): readonly RewrittenLine[] {
    return [{ text: `${name} ${quoteArg(stored)}`, force: true }];
  }
}

/** An existing directory. Its default, `.`, is resolved by `Config`. */
export function directory(spec: DirectiveSpec<string>): Directive<string> {
  return new DirectoryDirective(spec);
}
