import { expect, test } from 'vitest';
import { start } from './harness.ts';

test('PFSELFTEST passes, whatever the limit of sparse values', () => {
  for (const maxSparseBytes of [0, 100, 3000]) expect(start({}, { maxSparseBytes }).run('PFSELFTEST')).toBe('+OK\r\n');
});
