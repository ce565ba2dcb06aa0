import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { exports, name as packageName } from '../../package.json' with { type: 'json' };
import { installPackage, missingPackages } from './support/installed.ts';

const exec = promisify(execFile);
const FOLDER = fileURLToPath(new URL('react-native-0.76', import.meta.url));
const PROJECT = join(FOLDER, 'resolution');

const missing = missingPackages(FOLDER);

/** Every entry that needs no framework and no Node beside it. */
const SUBPATHS = Object.keys(exports).filter(
  (subpath) => !/json$|express|fastify|hono|testing|sandbox/.test(subpath),
);

const IMPORTS = SUBPATHS.map(
  (subpath, n) => `import * as entry${n} from '${packageName}${subpath.slice(1)}';`,
).join('\n');

const CONSUMER = `${IMPORTS}
import { parseModuleUrl, type RenderedModuleUrl } from '${packageName}';
import { createShortTokenClient } from '${packageName}/client';

export const entries: readonly object[] = [${SUBPATHS.map((_, n) => `entry${n}`).join(', ')}];
export const rendered: RenderedModuleUrl = parseModuleUrl('https://s.example/').render('');
export const { generate } = createShortTokenClient();
// @ts-expect-error The types are really read.
export const wrong: number = parseModuleUrl('https://s.example/').source;
`;

describe.skipIf(missing)(`resolution${missing ? ` (${missing})` : ''}`, () => {
  beforeAll(async () => {
    await installPackage(FOLDER);
    await rm(PROJECT, { recursive: true, force: true });
    await mkdir(PROJECT, { recursive: true });
  });

  test.each([
    ['that reads no exports', { module: 'commonjs', moduleResolution: 'node10' }],
    ['of a bundler', { module: 'esnext', moduleResolution: 'bundler' }],
    ['of Node, from CommonJS', { module: 'nodenext', moduleResolution: 'nodenext' }],
  ])('a compiler with the resolution %s finds the types of every entry', async (_, options) => {
    const folder = join(PROJECT, options.moduleResolution);
    await mkdir(folder);
    const compilerOptions = {
      ...options,
      ...{ strict: true, noEmit: true, skipLibCheck: false, types: ['node'] },
      typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
      ...{ target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'] },
    };
    await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    await writeFile(join(folder, 'consumer.ts'), CONSUMER);
    const tsc = join(FOLDER, 'node_modules/typescript/bin/tsc');
    const output = await exec(process.execPath, [tsc, '--project', folder]).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
    expect(output).toBe('');
  });

  test('Jest with React Native’s preset and the line of the page runs every entry', async () => {
    await writeFile(
      join(PROJECT, 'entries.spec.js'),
      `${IMPORTS}
test('is there', () => {
  for (const entry of [${SUBPATHS.map((_, n) => `entry${n}`).join(', ')}]) {
    expect(Object.keys(entry).length).toBeGreaterThan(0);
  }
  expect(entry0.parseModuleUrl('https://s.example/?t={SHORT_TOKEN}').render('abc').href).toBe('https://s.example/?t=abc');
});
`,
    );
    const jest = join(FOLDER, 'node_modules/jest/bin/jest.js');
    const { stderr } = await exec(
      process.execPath,
      [jest, '--config', 'jest.config.js', '--runInBand'],
      {
        cwd: FOLDER,
      },
    );
    expect(stderr).toContain('1 passed');
  });
});
