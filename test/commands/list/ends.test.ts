import { expect, it } from 'vitest';
import { popEvent, pushEvent } from '../../../src/commands/list/ends.ts';
import { listHarness, SYNTAX } from './harness.ts';

it('names what happens at an end', () => {
  expect([pushEvent('head'), pushEvent('tail'), popEvent('head'), popEvent('tail')]).toEqual([
    'lpush',
    'rpush',
    'lpop',
    'rpop',
  ]);
});

it.each([
  ['LEFT', '$1\r\na\r\n'],
  ['left', '$1\r\na\r\n'],
  ['Right', '$1\r\nb\r\n'],
  ['', SYNTAX],
  ['HEAD', SYNTAX],
  ['LEFTS', SYNTAX],
])('%j names an end, or none', (word, reply) => {
  const { run } = listHarness();
  run('RPUSH', 'k', 'a', 'b');
  expect(run('LMOVE', 'k', 'to', word, 'LEFT')).toBe(reply);
});
