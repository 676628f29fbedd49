import { Directive } from '../directive.ts';
import type { DirectiveSpec, Parsed } from '../directive.ts';
import { parseCanonical, parseOctal, toInteger } from './c-numbers.ts';
import type { Integer } from './c-numbers.ts';
import { parseExactMemory } from './exact-memory.ts';

export interface NumericSpec extends DirectiveSpec<Integer> {
  readonly min: Integer;
  readonly max: Integer;
  /** Kept as C keeps an unsigned integer: -1 is refused as the largest one. */
  readonly unsigned?: boolean;
  /** Values outside are drawn to the nearer end after the check of `min` and `max`. */
  readonly clamp?: readonly [Integer, Integer];
}

abstract class Numeric<V> extends Directive<Integer, V> {
  declare readonly spec: NumericSpec;

  /** The argument as a signed 64-bit integer. */
  protected abstract read(argument: string): bigint | undefined;
  protected abstract readonly notOne: string;

  override parse([argument]: readonly string[]): Parsed<Integer> {
    const raw = this.read(argument);
    if (raw === undefined) return { error: this.notOne };
    const number = this.spec.unsigned === true ? BigInt.asUintN(64, raw) : raw;
    const error = this.checkRange(number);
    return error === undefined ? { value: this.clamp(toInteger(number)) } : { error };
  }

  protected checkRange(number: bigint): string | undefined {
    const { min, max } = this.spec;
    if (number >= min && number <= max) return undefined;
    return `argument must be between ${this.format(min)} and ${this.format(max)} inclusive`;
  }

  private clamp(value: Integer): Integer {
    const [low, high] = this.spec.clamp ?? [value, value];
    return value < low ? low : value > high ? high : value;
  }

  override format(stored: Integer): string {
    return stored.toString();
  }
}

class IntegerDirective extends Numeric<number> {
  protected override readonly notOne: string = "argument couldn't be parsed into an integer";

  protected override read(argument: string): bigint | undefined {
    return parseCanonical(argument);
  }

  override toValue(stored: Integer): number {
    return Number(stored);
  }
}

class OctalDirective extends IntegerDirective {
  protected override readonly notOne = "argument couldn't be parsed as an octal number";

  protected override read(argument: string): bigint | undefined {
    return parseOctal(argument);
  }

  override format(stored: Integer): string {
    return stored.toString(8);
  }
}

const UNITS = [
  ['gb', 1024 ** 3],
  ['mb', 1024 ** 2],
  ['kb', 1024],
] as const;

/** Bytes in the largest unit that is exact, as CONFIG REWRITE writes them. */
export function formatMemory(bytes: Integer): string {
  const exact = BigInt(bytes);
  const unit = exact === 0n ? undefined : UNITS.find(([, size]) => exact % BigInt(size) === 0n);
  return unit === undefined ? exact.toString() : `${exact / BigInt(unit[1])}${unit[0]}`;
}

class MemoryDirective extends IntegerDirective {
  protected override readonly notOne: string = 'argument must be a memory value';

  protected override read(argument: string): bigint | undefined {
    const bytes = parseExactMemory(argument);
    return bytes === undefined ? undefined : BigInt.asIntN(64, bytes);
  }

  override rewrite(name: string, stored: Integer): { text: string; force: boolean }[] {
    return [{ text: `${name} ${formatMemory(stored)}`, force: stored !== this.spec.default }];
  }
}

/** An amount of memory: bytes, or hundredths of `maxmemory`. */
export interface MemoryShare {
  readonly unit: 'bytes' | 'percent';
  readonly amount: number;
}

/** Percentages are kept as negative numbers, as Redis keeps them. */
class MemoryShareDirective extends Numeric<MemoryShare> {
  protected override readonly notOne = 'argument must be a memory or percent value';

  protected override read(argument: string): bigint | undefined {
    const bytes = parseExactMemory(argument);
    if (bytes !== undefined) return BigInt.asIntN(64, bytes);
    const percent = argument.endsWith('%') ? parseCanonical(argument.slice(0, -1)) : undefined;
    return percent === undefined || percent < 0n ? undefined : -percent;
  }

  protected override checkRange(number: bigint): string | undefined {
    if (number >= 0n) return super.checkRange(number);
    return number >= this.spec.min ? undefined : `percentage argument must be less or equal to ${-this.spec.min}`;
  }

  override format(stored: Integer): string {
    return stored < 0 ? `${-stored}%` : stored.toString();
  }

  override toValue(stored: Integer): MemoryShare {
    const amount = Number(stored);
    return amount < 0 ? { unit: 'percent', amount: -amount } : { unit: 'bytes', amount };
  }

  override rewrite(name: string, stored: Integer): { text: string; force: boolean }[] {
    const text = stored < 0 ? this.format(stored) : formatMemory(stored);
    return [{ text: `${name} ${text}`, force: stored !== this.spec.default }];
  }
}

/** A plain integer. `Config.get` answers a number, which beyond 2^53 is the nearest one. */
export function integer(spec: NumericSpec): Directive<Integer, number> {
  return new IntegerDirective(spec);
}

/** An octal number, as file modes are. */
export function octal(spec: NumericSpec): Directive<Integer, number> {
  return new OctalDirective(spec);
}

/** An amount of memory in bytes, written with or without a unit. `Config.get` answers as for `integer`. */
export function memory(spec: NumericSpec): Directive<Integer, number> {
  return new MemoryDirective(spec);
}

/** An amount of memory, or a share of `maxmemory` written `5%`. */
export function memoryShare(spec: NumericSpec): Directive<Integer, MemoryShare> {
  return new MemoryShareDirective(spec);
}
