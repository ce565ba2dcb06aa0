import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/bench/**'],
    reporters: ['default', './test/support/summary-reporter.ts'],
    testTimeout: 120_000,
    // A browser may take its time to come up on a busy machine.
    hookTimeout: 120_000,
  },
});
