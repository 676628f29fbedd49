import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // The path is .ci/run's, which reads the counts for its last line.
    reporters: process.env.CINNABAR_TEST_REPORT ? ['default', 'json'] : ['default'],
    outputFile: { json: process.env.CINNABAR_TEST_REPORT ?? '.tmp/test-report.json' },
  },
});
