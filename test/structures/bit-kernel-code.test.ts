import { expect, test } from 'vitest';
import { assembleLoops, LANES_128, LANES_64 } from '../../src/structures/bit-kernel-code.ts';

/** The sections of a module: number and content. */
function sectionsOf(module: Uint8Array): [number, number[]][] {
  const sections: [number, number[]][] = [];
  for (let at = 8; at < module.length;) {
    const id = module[at++];
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++];
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    sections.push([id, [...module.subarray(at, at + length)]]);
    at += length;
  }
  return sections;
}

test.each([LANES_128, LANES_64])('the module in lanes of $bytes bytes is whole', (lanes) => {
  const module = assembleLoops(lanes, 3 * 65_536);
  expect([...module.subarray(0, 8)]).toEqual([0, ...Buffer.from('asm'), 1, 0, 0, 0]);
  const sections = sectionsOf(module);
  expect(sections.map(([id]) => id)).toEqual([1, 3, 5, 7, 10]);
  const [, functions, memory, exported, bodies] = sections.map(([, content]) => content);
  expect(memory).toEqual([1, 0, 3]);
  expect([functions[0], exported[0], bodies[0]]).toEqual([7, 8, 7]);
  const names = Buffer.from(exported).toString('latin1');
  for (const name of ['memory', 'count', 'skip', 'not', 'and', 'or', 'xor', 'andNot']) expect(names).toContain(name);
});

test('each kind of lane has its own code', () => {
  expect([...assembleLoops(LANES_128, 65_536)]).not.toEqual([...assembleLoops(LANES_64, 65_536)]);
});
