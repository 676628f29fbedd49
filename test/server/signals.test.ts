import { expect, test } from 'vitest';
import { shutdownOptions } from '../../src/server/signals.ts';

test.each([
  [[], { save: undefined, now: false, force: false }],
  [['save'], { save: true, now: false, force: false }],
  [['nosave', 'now'], { save: false, now: true, force: false }],
  [['now', 'force'], { save: undefined, now: true, force: true }],
])('shutdown-on-sigterm %j', (words, options) => {
  expect(shutdownOptions(words)).toEqual(options);
});
