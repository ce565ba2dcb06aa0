import { defineConfig } from 'vitest/config';

const room = process.env.ROOM;

/** The quick tests of one room. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: [`test/${room}/**/*.test.ts`],
    exclude: [
      '**/node_modules/**',
      'test/**/*.heavy.test.ts',
      'test/issuer/faults.test.ts',
      // A process of its own, in which no mutant is active.
      'test/store/memory-process.test.ts',
    ],
    env: { FC_RUNS: process.env.FC_RUNS ?? '50' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
