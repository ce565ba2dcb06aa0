import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const REPORTER = fileURLToPath(new URL('summary-reporter.ts', import.meta.url));

const RUNS = [
  ['a test that passes', `test('a', () => {});`, '1 passed, 0 failed'],
  ['a test that fails', `test('a', () => { throw 1; });`, '0 passed, 1 failed'],
  ['a test that is skipped', `test.skip('a', () => {});`, '0 passed, 0 failed, 1 skipped'],
  [
    'a hook that fails',
    `describe('s', () => { beforeAll(() => { throw 1; }); test('a', () => {}); });`,
    '0 passed, 1 failed, 1 skipped',
  ],
  ['a file that does not load', `throw 1;`, '0 passed, 1 failed'],
  [
    'a rejection that nobody handles',
    `test('a', () => { Promise.reject(1); });`,
    '1 passed, 1 failed',
  ],
] as const;

function run(code: string): { readonly lines: readonly string[]; readonly status: number | null } {
  const folder = mkdtempSync(join(tmpdir(), 'summary-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const head = `import { beforeAll, describe, test } from 'vitest';`;
    writeFileSync(join(folder, 'a.test.js'), `${head}\n${code}\n`);
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', '--root', folder, '--reporter', REPORTER];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { lines: stdout.trimEnd().split('\n'), status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each(RUNS)('%s is counted', (_name, code, line) => {
  const { lines, status } = run(code);
  expect(lines.at(-1)).toBe(line);
  expect(status).toBe(/ 0 failed/.test(line) ? 0 : 1);
});

test('why tests were skipped is said once for each reason', () => {
  const { lines } = run(`
    describe.skip('without a browser', () => { describe('s', () => { test('a', () => {}); test('b', () => {}); }); });
    test('c', ({ skip }) => skip('no server here'));
    describe('a store (of this kind)', () => { test.skip('d (needs a clock)', () => {}); });
    describe('any', () => { describe.skip('of these (none is here)', () => { test('e', () => {}); }); });
  `);
  expect(lines.filter((line) => line.startsWith('Skipped '))).toEqual([
    'Skipped 2: without a browser',
    'Skipped 1: no server here',
    'Skipped 1: needs a clock',
    'Skipped 1: of these (none is here)',
  ]);
});
