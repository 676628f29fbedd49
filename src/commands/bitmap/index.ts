import type { CommandSpec } from '../../execution/command.ts';
import { getbit, setbit } from './bit.ts';
import { bitop } from './combine.ts';
import { bitcount } from './count.ts';
import { bitfield, bitfieldReadOnly } from './field.ts';
import { bitpos } from './position.ts';

export const bitmapCommands: readonly CommandSpec[] = [
  ...[setbit, getbit, bitcount, bitpos, bitop],
  ...[bitfield, bitfieldReadOnly],
];
