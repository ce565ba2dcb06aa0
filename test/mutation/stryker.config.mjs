// npm run test:mutation -- ROOM: mutants of src/ROOM, killed by the quick tests in test/ROOM.
import { fileURLToPath } from 'node:url';

const room = process.env.ROOM;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  plugins: [fileURLToPath(new URL('in-process-runner.mjs', import.meta.url))],
  testRunner: 'in-process',
  coverageAnalysis: 'perTest',
  mutate: [`src/${room}/**/*.ts`, `!src/${room}/**/index.ts`],
  ignorePatterns: ['test/**/node_modules', 'coverage', 'reports'],
  // An error's message is not part of the interface, so a mutant of one proves nothing.
  mutator: { excludedMutations: ['StringLiteral'] },
  // A mutant of what runs while a module loads needs a process and all tests: STATIC=1 tries them too.
  ignoreStatic: process.env.STATIC !== '1',
  concurrency: 2,
  timeoutMS: 5_000,
  timeoutFactor: 4,
  // It would be rewritten by TypeScript's own interface, which version 7 does not have.
  tsconfigFile: 'none',
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: `test/mutation/reports/${room}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
