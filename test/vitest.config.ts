import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * What needs a browser, a server or an engine that a newcomer may not have, or takes over ten
 * seconds: these folders, and any file named `*.heavy.test.ts`.
 */
const HEAVY = [
  'test/{browser,contract,runtimes}/**/*.test.ts',
  'test/**/*.heavy.test.ts',
  'test/cli/doctor.test.ts',
  'test/issuer/faults.test.ts',
];

const NEVER = ['**/node_modules/**', 'test/bench/**'];

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    reporters: ['default', './test/support/summary-reporter.ts'],
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // For what hangs, not for what is slow: a busy machine may take twenty times as long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: [...NEVER, ...HEAVY] },
      },
      // Browsers' drivers hang or lose a tab now and then; the report says what was tried again.
      { extends: true, test: { name: 'heavy', include: HEAVY, exclude: NEVER, retry: 2 } },
    ],
  },
});
