import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installedIn } from '../installed.ts';
import { NATIVE_SIDE } from '../react-native-application.ts';
import { addSuites, mainModule } from './consumer.ts';
import type { Host } from './matrix.ts';
import type { Run, Task } from './run.ts';

const exec = promisify(execFile);
const RUNTIMES = fileURLToPath(new URL('../..', import.meta.url));
const PLATFORM = process.platform === 'darwin' ? 'osx-bin' : 'linux64-bin';
const HERMES = join(RUNTIMES, 'node_modules/hermes-engine-cli', PLATFORM, 'hermes');

/** Runs suites on Hermes, bundled by Metro, with React Native's own fetch, URL and AbortController. */
export async function inHermes(
  { reactNative }: Host & { kind: 'hermes' },
  { suites }: Task,
): Promise<Run> {
  const project = join(RUNTIMES, `react-native-${reactNative}`);
  const folder = await installedIn(project, 'matrix');
  await addSuites(folder, folder);
  await writeFile(join(folder, 'main.js'), mainModule(suites));
  await writeFile(join(folder, 'native-side.js'), NATIVE_SIDE);
  await writeFile(join(folder, 'start.js'), START);
  await exec(process.execPath, [join(RUNTIMES, 'support/bundle.cjs'), project, folder, 'start']);
  const { stdout } = await exec(HERMES, ['-O', '-w', join(folder, 'start.bundle.js')], {
    maxBuffer: 16_777_216,
  });
  const about = await exec(HERMES, ['--version']);
  return {
    // Of the engine: that of React Native is in the name.
    version: /release version: ([\d.]+)/.exec(about.stdout)?.[1] ?? '',
    outcomes: JSON.parse(stdout.trim().split('\n').at(-1) ?? ''),
  };
}

const START = `import './native-side';
import 'react-native/Libraries/Core/setUpGlobals';
import 'react-native/Libraries/Core/setUpXHR';
import { run } from './main';
run({}).then(
  (outcomes) => print(JSON.stringify(outcomes)),
  (error) => print('failed ' + error + error.stack),
);
`;
