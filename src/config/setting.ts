import type { Directive, Parsed, ParseContext } from './directive.ts';

/** Takes a new value into use; a text says why that cannot be. The same value may come again. */
export type Apply<V> = (value: V) => string | undefined | void;

/** A directive with its present value and those who want to hear of a new one. */
export class Setting<S = unknown, V = unknown> {
  readonly name: string;
  readonly directive: Directive<S, V>;
  /** In the exact form in which the directive keeps it. */
  stored: S;
  readonly #applies: Apply<V>[] = [];

  constructor(name: string, directive: Directive<S, V>) {
    this.name = name;
    this.directive = directive;
    this.stored = directive.spec.default;
  }

  get value(): V {
    return this.directive.toValue(this.stored);
  }

  /** As CONFIG GET shows it. */
  get text(): string {
    return this.directive.format(this.stored);
  }

  parse(args: readonly string[], context: Omit<ParseContext<S>, 'current'>): Parsed<S> {
    return this.directive.parse(args, { ...context, current: this.stored });
  }

  differsFrom(stored: S): boolean {
    return this.directive.spec.volatile === true || !this.directive.same(this.stored, stored);
  }

  onChange(apply: Apply<V>): void {
    this.#applies.push(apply);
  }

  /** Tells everyone of the present value; answers the first refusal. */
  apply(): string | undefined {
    for (const apply of this.#applies) {
      const refusal = apply(this.value);
      if (typeof refusal === 'string') return refusal;
    }
    return undefined;
  }
}
