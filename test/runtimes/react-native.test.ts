import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { name as packageName } from '../../package.json' with { type: 'json' };
import { installPackage, missingPackages } from './support/installed.ts';
import { APPLICATION, NATIVE_SIDE, type Outcome } from './support/react-native-application.ts';

const exec = promisify(execFile);
const HERE = fileURLToPath(new URL('.', import.meta.url));
const PLATFORM = process.platform === 'darwin' ? 'osx-bin' : 'linux64-bin';
const HERMES = join(HERE, 'node_modules/hermes-engine-cli', PLATFORM, 'hermes');

/** Metro does not read `exports` by default in the first of them, and does in the second. */
const VERSIONS = [
  { version: '0.76', hermesc: 'react-native/sdks/hermesc' },
  { version: 'current', hermesc: 'hermes-compiler/hermesc' },
].map((row) => ({ ...row, folder: join(HERE, `react-native-${row.version}`) }));

/** Bytes of a release bundle, minified, beyond one that imports nothing. */
const LIMITS = [
  // The reader of URLs weighs most; the aim is 25,000 for it, and 40,000 with what opens.
  ['', 58_000],
  ['/open', 70_000],
  ['/client', 60_000],
  ['/modules', 15_000],
  ['/modules/form', 68_000],
  ['/token', 5_000],
] as const;

const missing = [HERE, ...VERSIONS.map(({ folder }) => folder)].map(missingPackages).find(Boolean);

describe.skipIf(missing).each(VERSIONS)(
  `in React Native $version${missing ? ` (${missing})` : ''}`,
  ({ folder, version, hermesc }) => {
    const entries = join(folder, 'entries');
    const bundleOf = (name: string) => join(entries, `${name}.bundle.js`);

    beforeAll(async () => {
      await installPackage(folder);
      await rm(entries, { recursive: true, force: true });
      await mkdir(entries, { recursive: true });
      const sources: Record<string, string> = { empty: 'globalThis.lib = {};', app: APPLICATION };
      for (const [subpath] of LIMITS) {
        sources[nameOf(subpath)] =
          `import * as lib from '${packageName}${subpath}'; globalThis.lib = lib;`;
      }
      await writeFile(join(entries, 'native-side.js'), NATIVE_SIDE);
      for (const [name, source] of Object.entries(sources)) {
        await writeFile(join(entries, `${name}.js`), source);
      }
      await exec(process.execPath, [
        join(HERE, 'support/bundle.cjs'),
        folder,
        ...Object.keys(sources),
      ]);
    }, 600_000);

    test.each(LIMITS)(`'${packageName}%s' takes at most %i bytes`, async (subpath, limit) => {
      const bytes =
        (await stat(bundleOf(nameOf(subpath)))).size - (await stat(bundleOf('empty'))).size;
      console.log(`Metro of React Native ${version}: .${subpath} ${bytes} bytes`);
      expect(bytes).toBeGreaterThan(2_000);
      expect(bytes).toBeLessThanOrEqual(limit);
    });

    test('its compiler takes the bundle of an application', () => {
      const bytecode = join(entries, 'app.hbc');
      execFileSync(join(folder, 'node_modules', hermesc, PLATFORM, 'hermesc'), [
        ...['-O', '-emit-binary', '-w', '-out', bytecode, bundleOf('app')],
      ]);
      expect(existsSync(bytecode)).toBe(true);
    });

    describe('an application on Hermes, with React Native’s own shims', () => {
      let outcome: Outcome;
      beforeAll(() => {
        const output = execFileSync(HERMES, ['-O', '-w', bundleOf('app')], { encoding: 'utf8' });
        outcome = JSON.parse(output.trim().split('\n').at(-1) ?? '');
      });

      test('guards its WebView, without the global URL', () => {
        expect(outcome.guard).toEqual([true, false, false]);
      });

      test('lists the modules, keeps the good ones and shows the menu', () => {
        expect(outcome.menu).toEqual([{ name: 'Stock', opens: 'native' }]);
      });

      test('opens an entry once for five taps', () => {
        expect(outcome.taps).toEqual(Array(5).fill({ status: 'opened' }));
        expect(outcome.opened).toEqual([
          'https://svc.example/webhook?token=vKq7Rm3TzWc9XpHd4NbF2s',
        ]);
        expect(outcome.generated).toBe(1);
      });

      test('gets no URL out of an openUrl that quotes it in its error', () => {
        expect(outcome.failed).toEqual({ status: 'failed', reason: 'launcher' });
      });

      test('hears of a token that does not come', () => {
        expect(outcome.timeout).toBe('timeout');
      });
    });
  },
);

const nameOf = (subpath: string): string => subpath.slice(1).replaceAll('/', '-') || 'main';
