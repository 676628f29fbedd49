import { globMatch } from '../util/glob.ts';
import { toByteString } from './byte-string.ts';
import type { Directive } from './directive.ts';
import { DIRECTIVES } from './directives.ts';
import type { ConfigValues, DirectiveName } from './directives.ts';
import { Setting } from './setting.ts';
import type { Apply } from './setting.ts';

export interface ConfigOptions {
  /** Working directory at the start; the process's own unless given. */
  readonly directory?: string;
  /** Takes warnings for the log. */
  readonly warn?: (text: string) => void;
}

/** Who asks for CONFIG SET, as far as that decides what may be set. */
export interface ConfigClient {
  /** Connected from this machine. */
  readonly local: boolean;
  /** The server is loading its data. */
  readonly loading: boolean;
}

export type ConfigPair = readonly [name: string, value: string];

const OPERATOR: ConfigClient = { local: true, loading: false };
const GLOB = /[[*?]/;
const LOADING = 'LOADING Redis is loading the dataset in memory';

/**
 * The values of all directives. Names, values and errors for clients are byte strings; errors are whole reply lines
 * without the `-` in front. `get` answers the forms that the server works with.
 */
export class Config {
  /** Absolute path of the configuration file, or undefined. */
  file: string | undefined;
  readonly #settings = new Map<string, Setting>();
  readonly #names = new Map<string, Setting>();
  readonly #warn: (text: string) => void;

  constructor({ directory = process.cwd(), warn = () => undefined }: ConfigOptions = {}) {
    this.#warn = warn;
    for (const [name, directive] of Object.entries<Directive<unknown, unknown>>(DIRECTIVES)) this.#add(name, directive);
    this.#setting('dir').stored = toByteString(directory);
  }

  #add(name: string, directive: Directive<unknown, unknown>): void {
    const setting = new Setting(name, directive);
    this.#settings.set(name, setting);
    this.#names.set(name, setting);
    if (directive.spec.alias !== undefined) this.#names.set(directive.spec.alias, setting);
  }

  #setting(name: DirectiveName): Setting {
    return this.#settings.get(name) as Setting;
  }

  /** The setting under its name or alias, in any case. */
  find(name: string): Setting | undefined {
    return this.#names.get(name.toLowerCase());
  }

  /** All settings, in the order of the table. */
  all(): IterableIterator<Setting> {
    return this.#settings.values();
  }

  get<N extends DirectiveName>(name: N): ConfigValues[N] {
    return this.#setting(name).value as ConfigValues[N];
  }

  /** Calls `apply` with every new value of `name`, when all values of one CONFIG SET are in place. */
  onChange<N extends DirectiveName>(name: N, apply: Apply<ConfigValues[N]>): void {
    this.#setting(name).onChange(apply as Apply<unknown>);
  }

  /** `onChange`, and at once with the present value; answers a refusal of that. */
  bind<N extends DirectiveName>(name: N, apply: Apply<ConfigValues[N]>): string | undefined {
    this.onChange(name, apply);
    return apply(this.get(name)) ?? undefined;
  }

  /** Whether the value of `name` must be kept out of SLOWLOG, MONITOR and the log. */
  isSensitive(name: string): boolean {
    return this.find(name)?.directive.spec.sensitive === true;
  }

  /** What CONFIG GET answers: each name once, as the pattern spelt it or, for a glob, in the table's order. */
  matching(patterns: readonly string[]): [name: string, value: string][] {
    const found = new Map<string, [string, string]>();
    for (const pattern of patterns) {
      const names = GLOB.test(pattern) ? this.#globbed(pattern) : [pattern];
      for (const name of names) {
        const setting = this.find(name);
        if (setting !== undefined && !found.has(name.toLowerCase())) {
          found.set(name.toLowerCase(), [name, setting.text]);
        }
      }
    }
    return [...found.values()];
  }

  #globbed(glob: string): string[] {
    const pattern = Buffer.from(glob, 'latin1');
    return [...this.#names]
      .filter(([, { directive }]) => directive.spec.hidden !== true)
      .map(([name]) => name)
      .filter((name) => globMatch(pattern, 0, pattern.length, Buffer.from(name), 0, name.length, true));
  }

  /**
   * CONFIG SET: all or nothing. Answers the error reply, or undefined when everything is set and applied.
   * An apply that refuses brings back the old values and is called again with its own.
   */
  set(pairs: readonly ConfigPair[], client: ConfigClient = OPERATOR): string | undefined {
    const refusal = this.#refuse(pairs, client);
    if (refusal !== undefined) return refusal;
    const targets = pairs.map(([name]) => this.find(name) as Setting);
    const before = new Map(targets.map((setting) => [setting, setting.stored]));
    const undo = (): void => before.forEach((stored, setting) => (setting.stored = stored));

    const changed = new Map<Setting, string>();
    for (const [i, [name, value]] of pairs.entries()) {
      const error = this.#assign(targets[i], value, () => changed.has(targets[i]) || changed.set(targets[i], name));
      if (error === undefined) continue;
      undo();
      return failed(name.toLowerCase(), error);
    }
    return this.#applyAll(changed, undo);
  }

  /** The first reason not to set any of these, before any value is read. */
  #refuse(pairs: readonly ConfigPair[], client: ConfigClient): string | undefined {
    const seen = new Set<string>();
    for (const [name] of pairs) {
      const setting = this.find(name);
      if (setting === undefined) return `ERR Unknown option or number of arguments for CONFIG SET - '${name}'`;
      const { spec } = setting.directive;
      if (spec.immutable === true) return failed(name, "can't set immutable config");
      if (spec.protected === true && !this.#allowsProtected(client)) return failed(name, "can't set protected config");
      if (spec.denyLoading === true && client.loading) return LOADING;
      if (seen.has(name.toLowerCase())) return failed(name, 'duplicate parameter');
      seen.add(name.toLowerCase());
    }
    return undefined;
  }

  #allowsProtected({ local }: ConfigClient): boolean {
    const allowed = this.get('enable-protected-configs');
    return allowed === 'yes' || (allowed === 'local' && local);
  }

  #assign(setting: Setting, value: string, onChanged: () => void): string | undefined {
    const parsed = setting.parse(this.#argumentsOf(setting, value), { append: false, warn: this.#warn });
    if ('error' in parsed) return parsed.error;
    if (setting.differsFrom(parsed.value)) onChanged();
    setting.stored = parsed.value;
    return undefined;
  }

  #argumentsOf({ directive }: Setting, value: string): string[] {
    if (!directive.multiArgument) return [value];
    return value === '' ? [] : value.split(' ');
  }

  #applyAll(changed: ReadonlyMap<Setting, string>, undo: () => void): string | undefined {
    const applied: Setting[] = [];
    for (const [setting, name] of changed) {
      applied.push(setting);
      const error = setting.apply();
      if (error === undefined) continue;
      this.#warn(
        `Failed applying new configuration. Possibly related to new ${name.toLowerCase()} setting. ` +
          'Restoring previous settings.',
      );
      undo();
      this.#reapply(applied);
      return failed(name.toLowerCase(), error);
    }
    return undefined;
  }

  #reapply(settings: readonly Setting[]): void {
    for (const setting of settings) {
      const error = setting.apply();
      if (error !== undefined) this.#warn(`Failed applying restored failed CONFIG SET command: ${error}`);
    }
  }

  /** Sets a value at the start, from a file or the command line, where nothing is immutable; answers an error text. */
  load(setting: Setting, args: readonly string[], append = false): string | undefined {
    const parsed = setting.parse(args, { append, warn: this.#warn });
    if ('error' in parsed) return parsed.error;
    setting.stored = parsed.value;
    return undefined;
  }
}

function failed(name: string, reason: string): string {
  const suffix = reason === '' ? '' : ` - ${reason}`;
  return `ERR CONFIG SET failed (possibly related to argument '${name}')${suffix}`;
}
