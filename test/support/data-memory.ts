import { Collections } from '../../src/datatypes/collections.ts';
import type { PackingLimits } from '../../src/datatypes/packing.ts';
import { defaultPackingLimits } from '../../src/datatypes/packing.ts';
import { Arena } from '../../src/memory/arena.ts';
import { LargeValues } from '../../src/memory/large-values.ts';

export interface TestMemory {
  readonly arena: Arena;
  readonly large: LargeValues;
  readonly collections: Collections;
  readonly packing: PackingLimits;
}

/** Memory for a test's entries, empty and of its own. */
export function dataMemory(): TestMemory {
  return {
    arena: new Arena(),
    large: new LargeValues(),
    collections: new Collections(),
    packing: defaultPackingLimits(),
  };
}
