import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { installedIn, missingPackages } from './support/installed.ts';

const exec = promisify(execFile);
const FOLDER = fileURLToPath(new URL('react-native-0.76', import.meta.url));

const missing = missingPackages(FOLDER);

/** Every entry that needs no framework and no Node beside it. */
const SUBPATHS = Object.keys(manifest.exports).filter(
  (subpath) => !/json$|express|fastify|hono|testing|sandbox/.test(subpath),
);

const IMPORTS = SUBPATHS.map(
  (subpath, n) => `import * as entry${n} from '${manifest.name}${subpath.slice(1)}';`,
).join('\n');

describe.skipIf(missing)(`Jest${missing ? ` (${missing})` : ''}`, () => {
  let project: string;
  beforeAll(async () => {
    project = await installedIn(FOLDER, 'jest');
  });

  test('runs every entry with React Native’s preset and the line of the page', async () => {
    await writeFile(
      join(project, 'entries.spec.js'),
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
