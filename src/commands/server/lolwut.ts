import type { Args } from '../../execution/args.ts';
import { keyword } from '../../execution/args.ts';
import type { CommandSpec } from '../../execution/command.ts';
import { command } from '../../execution/command.ts';
import type { Random } from '../../util/random.ts';
import { drawHills } from './lolwut-hills.ts';
import { drawTiles } from './lolwut-tiles.ts';

const VERSION = keyword('VERSION');

const MAX_SIDE = 1000;
const MAX_TILES = 200;

/** `version`: the release that the pictures are signed with. */
export function lolwutCommand(version: string): CommandSpec {
  return command({
    name: 'LOLWUT',
    group: 'server',
    since: '5.0.0',
    summary: 'Draws a picture with characters, and tells the version.',
    complexity: 'O(N) in the size of the picture.',
    syntax: '[VERSION version:integer]',
    arity: -1,
    flags: ['readonly', 'fast'],
    handler({ args, reply, keyspace }) {
      const picture = readPicture(args);
      const drawn = picture?.(args, keyspace.random) ?? '';
      reply.verbatim(`${drawn}Redis ver. ${version}\n`);
    },
  });
}

/** Draws after the arguments that are left; the picture ends where the signature goes on. */
type Picture = (args: Args, random: Random) => string;

const PICTURES = new Map<number, Picture>([
  [5, tiles],
  [6, hills],
]);

/** Redis counts versions in 32 bits without a sign. Later versions, and the one that runs, have no picture here. */
function readPicture(args: Args): Picture | undefined {
  if (args.remaining < 2 || !args.take(VERSION)) return undefined;
  return PICTURES.get(Number(BigInt.asUintN(32, BigInt(args.int64()))));
}

function tiles(args: Args, random: Random): string {
  const columns = readSize(args, 66, MAX_SIDE);
  const across = readSize(args, 8, MAX_TILES);
  const down = readSize(args, 12, MAX_TILES);
  return `${drawTiles(random, columns, across, down)}\nTiles after Sébastien Truchet, 1704, with arcs. `;
}

function hills(args: Args, random: Random): string {
  const columns = readSize(args, 80, MAX_SIDE);
  const rows = readSize(args, 20, MAX_SIDE);
  return `${drawHills(random, columns, rows)}\nA moon over hills, never the same ones. `;
}

/** Reads a number, if one is left, and brings it into 1 to `most`. */
function readSize(args: Args, usual: number, most: number): number {
  return args.remaining === 0 ? usual : Math.min(most, Math.max(1, args.integer()));
}
