import { expect, test } from 'vitest';
import { AcceptPace } from '../../src/net/accept-pace.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('so many connections begin in a turn, the others in the next, in the order in which they came', async () => {
  const pace = new AcceptPace();
  pace.limit = 2;
  const begun: number[] = [];
  for (let i = 0; i < 5; i++) pace.admit(() => begun.push(i));
  expect(begun).toEqual([0, 1]);
  await turn();
  expect(begun).toEqual([0, 1, 2, 3]);
  await turn();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  pace.admit(() => begun.push(5));
  expect(begun.at(-1)).toBe(5);
});
