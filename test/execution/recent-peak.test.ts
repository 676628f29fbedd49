import { expect, test } from 'vitest';
import { RecentPeak } from '../../src/execution/recent-peak.ts';

test('the largest of the last eight seconds', () => {
  const peak = new RecentPeak();
  const at = (seconds: number, value: number): number => {
    peak.begin(seconds * 1000);
    peak.note(seconds * 1000, value);
    return peak.value;
  };
  expect(at(100, 5)).toBe(5);
  expect(at(100.5, 3)).toBe(5);
  expect(at(101, 9)).toBe(9);
  for (let second = 102; second < 108; second++) expect(at(second, 1)).toBe(9);
  expect(at(108, 1)).toBe(1);
});
