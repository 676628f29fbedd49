import { expect, it } from 'vitest';
import { judge } from './judgement.ts';
import { disagreements, table } from './report.ts';

const empty = { passed: [], failed: [], skipped: [], broken: [], isDone: true };

it('a table has a line for each unit and their total', () => {
  const good = judge('unit/good', { ...empty, passed: ['a', 'b'] }, 2, [], 1.4);
  const half = judge('unit/half', { ...empty, passed: ['a'], failed: [{ test: 'b', details: '' }] }, 2, [], 2);
  const [, , ...rows] = table([good, half]).split('\n');
  expect(rows.map((row) => row.trim().split(/ +/))).toEqual([
    ['unit/good', '2', '2', '0', '0', '0', '0', '100.0', '1'],
    ['unit/half', '1', '2', '1', '0', '0', '0', '50.0', '2'],
    ['total', '3', '4', '1', '0', '0', '0', '75.0', '3'],
  ]);
});

it('every difference between run and list is told', () => {
  const listed = [{ test: 'a', needs: 'lists' }];
  const failed = [{ test: 'b', details: 'why' }];
  const result = judge(
    'unit/x',
    { passed: ['a'], failed, skipped: [], broken: ['r rpush'], isDone: false },
    9,
    listed,
    1,
  );
  expect(disagreements([result])).toEqual([
    'unit/x: failed, and is not listed: b',
    'unit/x: passes now, strike it from the list: a',
    'unit/x: 7 tests passed too few, of which some not reached',
    'unit/x: did not come to its end',
    'unit/x: outside any test: r rpush',
  ]);
});

it('where they agree, nothing is', () => {
  expect(disagreements([judge('unit/x', { ...empty, passed: ['a'], broken: ['r rpush'] }, 1, [], 1)])).toEqual([]);
});
