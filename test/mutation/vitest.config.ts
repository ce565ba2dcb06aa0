import { defineConfig } from 'vitest/config';

const { ROOM: room, TESTS } = process.env;

/** The quick tests of one room, or those that `TESTS` names. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: [TESTS ?? `test/${room}/**/*.test.ts`],
    exclude: [
      '**/node_modules/**',
      'test/**/*.heavy.test.ts',
      'test/issuer/faults.test.ts',
      // A process of its own, in which no mutant is active, and servers, for which one waits too long.
      'test/store/{memory-process,redis-server,redis-failover,sql-databases}.test.ts',
    ],
    // One worker that keeps its modules: loading them takes longer than most tests.
    isolate: false,
    env: { FC_RUNS: process.env.FC_RUNS ?? '50' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
