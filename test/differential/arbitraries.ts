import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** A command's arguments, one latin1 character a byte, so that a counterexample can be read and replayed. */
export type CommandArgs = readonly string[];

type Part = string | Arbitrary<string> | Arbitrary<readonly string[]>;

/** Arguments in order; each part gives one argument or several (or none). */
export function command(...parts: Part[]): Arbitrary<CommandArgs> {
  const arbitraries = parts.map((part) =>
    typeof part === 'string' ? fc.constant(part) : (part as Arbitrary<unknown>),
  );
  return fc.tuple(...arbitraries).map((values) => values.flat() as string[]);
}

/** The parts, or nothing. */
export function optionally(...parts: Part[]): Arbitrary<readonly string[]> {
  return fc.oneof(
    { arbitrary: fc.constant<readonly string[]>([]), weight: 1 },
    { arbitrary: command(...parts), weight: 1 },
  );
}

/** Some of the options, each at most once, in any order. */
export function options(...choices: Arbitrary<CommandArgs>[]): Arbitrary<readonly string[]> {
  return fc
    .tuple(...choices)
    .chain((chosen) =>
      fc.shuffledSubarray(chosen, { maxLength: Math.min(3, chosen.length) }).map((some) => some.flat()),
    );
}

export function oneOf(...words: string[]): Arbitrary<string> {
  return fc.constantFrom(...words);
}

/** Between `min` and `max` repetitions of the parts. */
export function repeated(min: number, max: number, ...parts: Part[]): Arbitrary<readonly string[]> {
  return fc.array(command(...parts), { minLength: min, maxLength: max }).map((groups) => groups.flat());
}

/** A small universe, so that commands meet; with an empty, a binary and a glob-like key. */
export const key = fc.oneof(
  { weight: 12, arbitrary: oneOf('k1', 'k2', 'k3') },
  { weight: 1, arbitrary: oneOf('', 'K1', '\xff\x00\r\n', 'k[1]*?\\', 'a:{tag}:b', 'k'.repeat(300)) },
);

/** Words parted by white space. */
export function list(text: string): string[] {
  return text.trim().split(/\s+/);
}

const INTEGERS = list(`
    0 1 -1 2 9 10 -10 99 9999 10000 -9999 32767 65536 2147483647 -2147483648 4294967295 4294967296
    9007199254740991 9007199254740992 9007199254740993 -9007199254740993 9223372036854775806 9223372036854775807
    -9223372036854775807 -9223372036854775808
  `);

const NOT_INTEGERS = [
  '',
  ' ',
  ' 1',
  '1 ',
  '1\x00',
  '\x001',
  ...list(`
    +1 01 -0 00 - --1 1.0 1e3 0x10 abc 9223372036854775808 -9223372036854775809 18446744073709551615
    18446744073709551616 99999999999999999999999999 -99999999999999999999999999 1_000 1n NaN null
  `),
];

const FLOATS = list(`
    0.1 -0.1 0.2 1.5 3.0 3.00 -2.50 0.001 1e3 1E3 1e-5 -1e-5 1e-17 1e-18 5e-324 3.0e3 1e15 1e16 1e17 1e18 1e19
    1e20 1e21 1e22 123456789.123456789 0.30000000000000004 3.14159265358979323846 9007199254740993.5
    1.7976931348623157e308 -1.7976931348623157e308 1e300 +1.5 .5 5.
  `);

const NOT_FLOATS = [
  '',
  ' 1.5',
  '1.5 ',
  '1.5\x00',
  ...list(`
    inf -inf +inf Infinity infinity nan NaN -nan 1e 1e+ e1 1.5.5 0x 1,5 1e4932 1e5000 -1e5000 1e-5000 abc 0x1p3
    --1.5
  `),
];

export const integer = fc.oneof(
  { weight: 6, arbitrary: oneOf(...INTEGERS) },
  { weight: 3, arbitrary: fc.integer().map(String) },
  { weight: 2, arbitrary: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String) },
  { weight: 1, arbitrary: oneOf(...NOT_INTEGERS) },
);

export const float = fc.oneof(
  { weight: 5, arbitrary: oneOf(...FLOATS, ...INTEGERS) },
  { weight: 3, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map(String) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: -99999, max: 99999 }), fc.nat(6))
      .map(([n, places]) => (n / 10 ** places).toFixed(places)),
  },
  { weight: 1, arbitrary: oneOf(...NOT_FLOATS) },
);

/** Offsets and counts: mostly near a short string's ends, sometimes at the limits. */
export const index = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -12, max: 60 }).map(String) },
  {
    weight: 1,
    arbitrary: oneOf('-9223372036854775808', '9223372036854775807', '4294967296', '-4294967297', '2147483648'),
  },
  { weight: 1, arbitrary: oneOf(...NOT_INTEGERS) },
);

const lengths = [0, 1, 11, 12, 13, 19, 20, 21, 31, 32, 43, 44, 45, 46, 63, 64, 65, 127, 128, 255, 256, 10_000];

/** String values around every limit an implementation may have. */
export const value = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(integer, float) },
  { weight: 3, arbitrary: fc.constantFrom(...lengths).map((length) => 'abcdefghij'.repeat(1000).slice(0, length)) },
  {
    weight: 2,
    arbitrary: fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
      maxLength: 50,
    }),
  },
  { weight: 2, arbitrary: fc.string({ unit: oneOf('a', 'b', 'c'), maxLength: 24 }) },
);

/** No small numbers: as milliseconds to live they would make the replies depend on the time. */
const GARBAGE = [
  '',
  'bogus',
  'NX',
  'XX',
  'EX',
  'PX',
  'GET',
  'KEEPTTL',
  '-1',
  '0',
  '1000000',
  '\xff\xfe',
  'COUNT',
  '1.5',
  '9223372036854775808',
];

/**
 * The command as it is, or in a way no client means it: other letter case, an argument dropped, doubled, swapped or
 * replaced.
 */
export function mutated(commands: Arbitrary<CommandArgs>): Arbitrary<CommandArgs> {
  return fc.oneof(
    { weight: 10, arbitrary: commands },
    {
      weight: 2,
      arbitrary: fc.tuple(commands, fc.infiniteStream(fc.boolean())).map(([args, upper]) => mixCase(args, upper)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(commands, fc.nat(20))
        .map(([args, at]) => args.filter((_, i) => i === 0 || i !== 1 + (at % args.length))),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(commands, fc.nat(20))
        .map(([args, at]) => args.toSpliced(1 + (at % args.length), 0, args[1 + (at % (args.length - 1 || 1))] ?? 'x')),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(commands, fc.nat(20), oneOf(...GARBAGE))
        .map(([args, at, junk]) => args.toSpliced(1 + (at % args.length), 1, junk)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(commands, fc.nat(20), oneOf(...GARBAGE))
        .map(([args, at, junk]) => args.toSpliced(1 + (at % args.length), 0, junk)),
    },
  );
}

function mixCase(args: CommandArgs, upper: Iterator<boolean>): CommandArgs {
  const flip = (text: string): string =>
    text.replace(/[a-z]/gi, (letter) => (upper.next().value === true ? letter.toUpperCase() : letter.toLowerCase()));
  return args.map((arg, i) => (i === 0 || (/^[a-z]+$/i.test(arg) && !/^k/i.test(arg)) ? flip(arg) : arg));
}
