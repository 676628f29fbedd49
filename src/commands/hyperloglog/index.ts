import type { CommandSpec } from '../../execution/command.ts';
import { SpreadRegisters } from '../../structures/hyperloglog-dense.ts';
import { pfadd } from './add.ts';
import { pfcount, pfmerge } from './count.ts';
import { pfdebug } from './debug.ts';
import type { HyperLogLogOptions } from './options.ts';
import { pfselftest } from './self-test.ts';

export type { HyperLogLogOptions } from './options.ts';

export function hyperloglogCommands(options: HyperLogLogOptions): readonly CommandSpec[] {
  const registers = new SpreadRegisters();
  return [pfadd(options), pfcount(registers), pfmerge(options, registers), pfdebug(registers), pfselftest(options)];
}
