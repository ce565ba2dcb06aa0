import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { installedIn, missingPackages } from './support/installed.ts';
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

const missing = [HERE, ...VERSIONS.map(({ folder }) => folder)].map(missingPackages).find(Boolean);

describe.skipIf(missing).each(VERSIONS)(
  `in React Native $version${missing ? ` (${missing})` : ''}`,
  ({ folder, hermesc }) => {
    let entries: string;

    beforeAll(async () => {
      entries = await installedIn(folder, 'application');
      await writeFile(join(entries, 'native-side.js'), NATIVE_SIDE);
      await writeFile(join(entries, 'app.js'), APPLICATION);
      const script = join(HERE, 'support/bundle.cjs');
      await exec(process.execPath, [script, folder, entries, 'app']);
    }, 600_000);

    test('its compiler takes the bundle of an application', () => {
      const bytecode = join(entries, 'app.hbc');
      execFileSync(join(folder, 'node_modules', hermesc, PLATFORM, 'hermesc'), [
        ...['-O', '-emit-binary', '-w', '-out', bytecode, join(entries, 'app.bundle.js')],
      ]);
      expect(existsSync(bytecode)).toBe(true);
    });

    describe('an application on Hermes, with React Native’s own shims', () => {
      let outcome: Outcome;
      beforeAll(() => {
        const output = execFileSync(HERMES, ['-O', '-w', join(entries, 'app.bundle.js')], {
          encoding: 'utf8',
        });
        outcome = JSON.parse(output.trim().split('\n').at(-1) ?? '');
      });

      test('has no URL, no crypto and no TextEncoder', () => {
        expect(outcome.absent).toEqual(
          expect.arrayContaining(['URL', 'URLSearchParams', 'crypto', 'TextEncoder']),
        );
      });

      test('checks drafts, edits and records', () => {
        expect(outcome.rules).toMatchObject({
          draft: { name: 'Stok Gudang', type: 'external' },
          rename: false,
          record: true,
          noRecord: false,
        });
      });

      test('guards its WebView', () => {
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
