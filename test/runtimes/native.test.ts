import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const HERMES = join(HERE, 'node_modules/hermes-engine-cli', platformFolder(), 'hermes');

function platformFolder(): string {
  return process.platform === 'darwin' ? 'osx-bin' : 'linux64-bin';
}

/** Why there is no Hermes to test with, or `undefined`. On CI its absence is a failure, not a skip. */
const missing = existsSync(HERMES) ? undefined : 'run npm ci in test/runtimes';
if (missing && process.env.CI) throw new Error(`${missing}; CI has to have Hermes.`);

// What React Native sets up and Hermes alone lacks, as small as it can be. Nothing else is added.
const PRELUDE = `
globalThis.AbortController = function () {
  var listeners = [];
  var signal = { aborted: false, addEventListener: function (_, f) { listeners.push(f); }, removeEventListener: function () {} };
  this.signal = signal;
  this.abort = function () { signal.aborted = true; listeners.forEach(function (f) { f(); }); };
};
`;

const SCRIPT = `
import { openModuleNative, createNavigationGuard } from './src/open/index.ts';
import { applyEdit, validateCustomModule } from './src/modules/form.ts';
import { menuFor } from './src/modules/index.ts';
import { readCustomModule } from './src/client/index.ts';

const out = {};
out.absent = ['URL', 'URLSearchParams', 'crypto', 'TextEncoder'].filter((name) => typeof globalThis[name] === 'undefined');
const url = 'https://svc.example/webhook?token={SHORT_TOKEN}';
let minted = 0;
const generate = async () => { minted++; return 'vKq7Rm3TzWc9XpHd4NbF2s'; };
const opened = [];
const openUrl = (href) => { opened.push(href); return Promise.resolve(true); };
const guard = createNavigationGuard(url);

async function main() {
  out.taps = await Promise.all([1, 2, 3, 4, 5].map(() => openModuleNative(url, generate, { openUrl })));
  out.opened = opened;
  out.minted = minted;
  out.failed = await openModuleNative('https://svc.example/other?t={SHORT_TOKEN}', generate, {
    openUrl: (href) => Promise.reject(new Error('Unable to open URL: ' + href)),
  });
  out.timeout = (await openModuleNative('https://svc.example/slow?t={SHORT_TOKEN}', () => new Promise(() => {}), { openUrl, timeoutMs: 5 })).status;
  out.guard = [guard({ url: opened[0] }), guard('https://svc.example.evil.com/'), guard('https://svc.example@evil.com/')];
  out.menu = menuFor([{ _id: '1', name: 'Stock', type: 'mobile', url }], { permissions: ['View Stock'], platform: 'mobile' }).length;
  out.check = validateCustomModule({ name: 'Stok Gudang', type: 'external', url }).draft;
  out.edit = applyEdit({ _id: '1', name: 'a', type: 'external', url }, { name: 'b' }).ok;
  out.read = readCustomModule({ _id: '1', name: 'a', type: 'external', url }).ok;
}
main().then(() => print(JSON.stringify(out)), (error) => print('failed ' + error + error.stack));
`;

describe.skipIf(missing)(`on Hermes${missing ? ` (${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hermes-'));
  let out: Record<string, unknown>;

  beforeAll(async () => {
    const bundle = join(folder, 'bundle.js');
    writeFileSync(bundle, PRELUDE + (await transformed(SCRIPT)));
    out = JSON.parse(execFileSync(HERMES, [bundle], { encoding: 'utf8', timeout: 20_000 }));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('there is no URL, no URLSearchParams, no crypto and no TextEncoder', () => {
    expect(out.absent).toEqual(['URL', 'URLSearchParams', 'crypto', 'TextEncoder']);
  });

  test('five taps mint one token and open one page', () => {
    expect(out.taps).toEqual(Array(5).fill({ status: 'opened' }));
    expect(out.opened).toEqual(['https://svc.example/webhook?token=vKq7Rm3TzWc9XpHd4NbF2s']);
    expect(out.minted).toBe(1);
  });

  test('an openUrl that quotes the URL in its error does not get it into the result', () => {
    expect(out.failed).toEqual({ status: 'failed', reason: 'launcher' });
  });

  test('a token that does not come ends in timeout', () => {
    expect(out.timeout).toBe('timeout');
  });

  test('the guard lets the module through and no look-alike', () => {
    expect(out.guard).toEqual([true, false, false]);
  });

  test('the rules for modules work', () => {
    expect(out).toMatchObject({
      menu: 1,
      check: { name: 'Stok Gudang', type: 'external' },
      edit: false,
      read: true,
    });
  });
});

/** As Metro does it: the preset of React Native for a Hermes target, on one bundle. */
async function transformed(script: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
    bundle: true,
    format: 'iife',
    target: 'esnext',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    write: false,
  });
  // A variable, so that the type check does not ask for what is installed here only.
  const babel = '@babel/core';
  const { transformAsync } = await import(babel);
  const result = await transformAsync(outputFiles[0]?.text ?? '', {
    cwd: HERE,
    babelrc: false,
    configFile: false,
    caller: { name: 'metro', bundler: 'metro', platform: 'ios' },
    presets: [
      [
        join(HERE, 'node_modules/@react-native/babel-preset'),
        {
          unstable_transformProfile: 'hermes-stable',
          enableBabelRuntime: false,
          disableImportExportTransform: true,
        },
      ],
    ],
    compact: true,
  });
  return result.code;
}
