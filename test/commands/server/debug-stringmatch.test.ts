import { expect, it } from 'vitest';
import { createDebugHarness } from './debug-parts.ts';

it('DEBUG STRINGMATCH-TEST matches random strings and lives', () => {
  expect(createDebugHarness().run('DEBUG', 'STRINGMATCH-TEST')).toBe(
    '+Apparently Redis did not crash: test passed\r\n',
  );
});
