import { expect, it } from 'vitest';
import { claimPorts } from './ports.ts';

it('two runs get ranges that do not overlap, below the ports that systems give to clients', async () => {
  const ranges = [await claimPorts(), await claimPorts()].toSorted((a, b) => a.base - b.base);
  try {
    const [low, high] = ranges;
    expect(low.base + low.count).toBeLessThanOrEqual(high.base - 32);
    expect(high.base + high.count).toBeLessThan(32_768);
  } finally {
    for (const range of ranges) range.release();
  }
});
