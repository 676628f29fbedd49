import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fromByteString, toByteString } from './byte-string.ts';
import type { Config } from './config.ts';
import { checkLoaded } from './file-checks.ts';
import { ConfigFileError, UnreadableFileError } from './file-errors.ts';
import type { ConfigLine } from './file-errors.ts';
import { expandIncludeGlob, isIncludeGlob } from './include-glob.ts';
import { DEPRECATED } from './directives.ts';
import type { Setting } from './setting.ts';
import { quoteArg, splitArgs } from './split-args.ts';
import { errorCode, describeSystemError } from './system-error.ts';

/** Where the configuration comes from; what comes later wins: file, standard input, options. */
export interface ConfigSource {
  /** A path, or a pattern as `include` takes it. */
  readonly file?: string | undefined;
  /** Reads standard input, as a byte string: `readStandardInput` outside of tests. */
  readonly stdin?: (() => string) | undefined;
  /** Lines of a configuration file, as a byte string: the command line's directives. */
  readonly options?: string | undefined;
}

/**
 * Lines that other subsystems understand. They take their words as byte strings and answer an error text or undefined.
 * Without its hook such a line is a bad directive.
 */
export interface ConfigFileHooks {
  /** `rename-command <from> <to>`; an empty `to` takes the command away. */
  readonly renameCommand?: (from: string, to: string, line: ConfigLine) => string | undefined;
  /** `user <name> <rules ...>`, without the first word. */
  readonly user?: (words: readonly string[]) => string | undefined;
  /** `loadmodule <path> <arguments ...>`, without the first word. */
  readonly loadModule?: (words: readonly string[]) => string | undefined;
  readonly log?: (level: 'notice' | 'warning', text: string) => void;
}

const BAD_DIRECTIVE = 'Bad directive or wrong number of arguments';
const WRONG_NUMBER = 'wrong number of arguments';
const MAX_INCLUDE_DEPTH = 100;

/**
 * Reads the configuration into `config`, before anything is bound to it.
 * Throws ConfigFileError for a line that is wrong and UnreadableFileError for a file that cannot be read.
 */
export function loadConfig(config: Config, source: ConfigSource, hooks: ConfigFileHooks = {}): void {
  if (source.file !== undefined) config.file = resolve(source.file);
  new Loader(config, hooks).load({ ...source, file: source.file && toByteString(source.file) }, 0);
}

/** Directives with their values as the `options` of a ConfigSource; a list gives several arguments. */
export function toOptions(values: Readonly<Record<string, string | number | boolean | readonly string[]>>): string {
  const write = (value: string | number | boolean): string =>
    quoteArg(toByteString(typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)));
  return Object.entries(values)
    .map(([name, value]) => [toByteString(name), ...[value].flat().map(write)].join(' '))
    .join('\n');
}

class Loader {
  readonly #config: Config;
  readonly #hooks: ConfigFileHooks;
  /** A `save` line has replaced the default; further ones add to it. */
  #saveSeen = false;
  /** False behind an `include`: Redis then takes every further `save` line of the outer file for the only one. */
  #savesAddUp = true;
  #line: ConfigLine = { number: 0, text: '' };

  constructor(config: Config, hooks: ConfigFileHooks) {
    this.#config = config;
    this.#hooks = hooks;
  }

  load({ file, stdin, options }: ConfigSource, depth: number): void {
    let text = file === undefined ? '' : this.#readFiles(file);
    if (stdin !== undefined) {
      this.#hooks.log?.('notice', 'Reading config from stdin');
      text += asC(stdin());
    }
    if (options !== undefined) text += `\n${options}`;
    this.#loadText(text, depth);
  }

  #readFiles(path: string): string {
    const directory = this.#config.get('dir');
    const name = fromByteString(path);
    const files = isIncludeGlob(path) ? expandIncludeGlob(name, directory) : [name];
    return files.map((file) => readConfigFile(file, directory)).join('');
  }

  #loadText(text: string, depth: number): void {
    this.#savesAddUp = true;
    for (const [index, raw] of text.split('\n').entries()) {
      const line = raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
      if (line === '' || line.startsWith('#')) continue;
      this.#line = { number: index + 1, text: line };
      const error = this.#loadLine(line, depth);
      if (error !== undefined) throw new ConfigFileError(error, { number: index + 1, text: line });
    }
    const error = checkLoaded(this.#config, (warning) => this.#hooks.log?.('warning', warning));
    if (error !== undefined) throw new ConfigFileError(error);
    this.#savesAddUp = false;
  }

  #loadLine(line: string, depth: number): string | undefined {
    const words = splitArgs(line);
    if (words === undefined) return 'Unbalanced quotes in configuration line';
    if (words.length === 0) return undefined;
    const [name, ...args] = words;
    const setting = this.#config.find(name);
    if (setting === undefined) return this.#loadOther(name.toLowerCase(), args, depth);
    if (!setting.directive.multiArgument && args.length !== 1) return WRONG_NUMBER;
    const resplit = setting.directive.multiArgument && args.length === 1 && args[0] !== '';
    return this.#setValue(setting, resplit ? (splitArgs(args[0]) ?? []) : args);
  }

  #setValue(setting: Setting, args: readonly string[]): string | undefined {
    const error = this.#config.load(setting, args, this.#saveSeen && this.#savesAddUp);
    if (error === undefined && setting.name === 'save' && this.#savesAddUp) this.#saveSeen = true;
    return error;
  }

  #loadOther(name: string, args: readonly string[], depth: number): string | undefined {
    const { renameCommand, user, loadModule } = this.#hooks;
    if (DEPRECATED.includes(name) && args.length === 1) return undefined;
    if (name === 'include' && args.length === 1) return this.#include(args[0], depth + 1);
    if (name === 'rename-command' && args.length === 2 && renameCommand) {
      return renameCommand(args[0], args[1], this.#line);
    }
    if (name === 'user' && args.length > 0 && user) return user(args);
    if (name === 'loadmodule' && args.length > 0 && loadModule) return loadModule(args);
    if (name === 'sentinel') return args.length === 0 ? undefined : 'sentinel directive while not in sentinel mode';
    return BAD_DIRECTIVE;
  }

  #include(path: string, depth: number): string | undefined {
    if (depth > MAX_INCLUDE_DEPTH) return 'Too many levels of include';
    this.load({ file: path }, depth);
    return undefined;
  }
}

/** C reads lines into strings that end at a NUL: what follows it goes missing, with the end of the line. */
function asC(text: string): string {
  return text.replace(/\0[^\n]*\n?/g, '');
}

function readConfigFile(file: string, directory: string): string {
  try {
    return asC(readFileSync(resolve(directory, file), 'latin1'));
  } catch (error) {
    // Redis opens a directory like a file and finds nothing in it.
    if (errorCode(error) === 'EISDIR') return '';
    throw new UnreadableFileError(file, describeSystemError(error));
  }
}
