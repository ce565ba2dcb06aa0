import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = fileURLToPath(new URL('import-rule.mjs', import.meta.url));

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

/** What dependency-cruiser finds in the sources of a folder. */
async function violationsIn(folder: string): Promise<readonly Violation[]> {
  const tool = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [tool, 'src', '--config', CONFIG, '--output-type', 'json'];
  const run = promisify(execFile)(process.execPath, args, {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  // The exit code counts the violations.
  const stdout = await run.then(
    (done) => done.stdout,
    (failed: { stdout?: string }) => failed.stdout || Promise.reject(failed),
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations;
}

/** A tree with one violation of each kind, and what would be lawful beside it. */
const PLANTED: readonly (readonly [file: string, content: string, rule: string | undefined])[] = [
  ['errors.ts', 'export class BrandedError extends Error {}', undefined],
  ['token/limits.ts', 'export type Limit = 512; export const MAX: Limit = 512;', undefined],
  ['token/mint.ts', `export { customAlphabet } from 'nanoid';`, undefined],
  ['token/index.ts', `export { MAX } from './limits.ts';`, undefined],
  ['wire/schema.ts', `export { string } from 'zod/mini';`, undefined],
  [
    'wire/paths.ts',
    `export const PATH = '/'; export { MAX } from '../token/limits.ts';`,
    undefined,
  ],
  ['issuer/derive.ts', `export { createHmac } from 'node:crypto';`, undefined],
  ['client/send.ts', `export { PATH } from '../wire/paths.ts';`, undefined],
  ['token/up.ts', `export { PATH } from '../wire/paths.ts';`, 'downward-from-token'],
  ['errors-user.ts', `export { MAX } from './token/limits.ts';`, 'room-with-a-rank'],
  ['lobby/door.ts', `export { MAX } from '../token/limits.ts';`, 'room-with-a-rank'],
  ['url/beside.ts', `export { PATH } from '../wire/paths.ts';`, 'downward-from-url'],
  ['url/type.ts', `export type { Kind } from '../open/kind.ts';`, 'downward-from-url'],
  ['open/kind.ts', `export type Kind = 1;`, undefined],
  ['open/dynamic.ts', `export const x = () => import('../cli/main.ts');`, 'downward-from-open'],
  ['cli/main.ts', `export { createHmac } from '../issuer/derive.ts';`, undefined],
  ['client/parse.ts', `export { string } from 'zod';`, 'home-of-zod'],
  ['client/parse-mini.ts', `export { string } from 'zod/mini';`, 'home-of-zod'],
  ['issuer/mint.ts', `export { nanoid } from 'nanoid';`, 'home-of-nanoid'],
  ['cli/redis.ts', `export { Redis } from 'ioredis';`, 'package-with-a-home'],
  ['modules/a.ts', `import type { B } from './b.ts'; export type A = B;`, 'no-circle'],
  // A circle is reported once, at its first file.
  ['modules/b.ts', `import type { A } from './a.ts'; export type B = A | 1;`, undefined],
  ['wire/lazy.ts', `export { MAX } from '../token/index.ts';`, 'no-index-from-inside'],
  ['receiver/hash.ts', `export { createHash } from 'node:crypto';`, 'node-built-ins-in-node-rooms'],
  ['open/hash.ts', `export { createHash } from 'crypto';`, 'node-built-ins-in-node-rooms'],
  [
    'client/agent.ts',
    `import type { Agent } from 'node:http'; export type A = Agent;`,
    'node-built-ins-in-node-rooms',
  ],
  ['client/gone.ts', `export { gone } from './not-there.ts';`, 'resolvable'],
];

describe('the import rule', () => {
  let folder = '';
  let found: readonly Violation[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-rule-'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), await readFile(join(ROOT, 'package.json')));
    for (const [file, content] of PLANTED) {
      await mkdir(dirname(join(folder, 'src', file)), { recursive: true });
      await writeFile(join(folder, 'src', file), `${content}\n`);
    }
    found = await violationsIn(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(PLANTED.filter(([, , rule]) => rule))('catches %s: %s (%s)', (file, _content, rule) => {
    const rules = found.filter(({ from }) => from === `src/${file}`).map((each) => each.rule.name);
    expect([...new Set(rules)]).toEqual([rule]);
  });

  test.each(PLANTED.filter(([, , rule]) => !rule))('lets %s pass: %s', (file) => {
    expect(found.filter(({ from }) => from === `src/${file}`)).toEqual([]);
  });

  test('is kept by the sources', async () => {
    expect(await violationsIn(ROOT)).toEqual([]);
  });

  test('sees every import: none hides in a type, as import(…).Name, where the tool does not look', async () => {
    const files = await readdir(join(ROOT, 'src'), { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const source = await readFile(join(ROOT, 'src', file), 'utf8');
      expect(source, file).not.toMatch(/\bimport\(\s*['"][^'"]+['"]\s*\)\.(?!then\b)/);
    }
  });
});
