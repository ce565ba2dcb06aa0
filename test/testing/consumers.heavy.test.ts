import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = join(ROOT, 'test/client/node_modules');

/** On CI the absence of the packages is a failure, not a skip. */
const missing = existsSync(join(PACKAGES, 'jest')) ? undefined : 'run npm ci in test/client';
if (missing && process.env.CI) throw new Error(`${missing}; CI has to have Jest.`);

/** A consumer's test, but for the runner: the clock is faked, and a token dies. */
const testFile = (imports: string, fakeClock: string, setTime: string) => `
${imports}
import { createShortTokenClient } from '@mileapp/custom-module-url/client';
import { shortTokenHandlers } from '@mileapp/custom-module-url/testing';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import assert from 'node:assert/strict';

const mile = shortTokenHandlers({ http, HttpResponse });
const server = setupServer(...mile.handlers);
const client = createShortTokenClient({ bearer: 'any-bearer' });

test('a token is dead after five minutes', async () => {
  server.listen();
  ${fakeClock}
  const { shortToken } = await client.generate();
  assert.equal((await client.resolve(shortToken, {})).ok, true);
  const second = await client.generate();
  ${setTime}
  const answer = await client.resolve(second.shortToken);
  assert.deepEqual(answer, { ok: false, code: 'short_token_invalid' });
  server.close();
});
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'consumer-'));
  mkdirSync(join(folder, 'node_modules/@mileapp'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/@mileapp/custom-module-url'));
  symlinkSync(join(ROOT, 'node_modules/msw'), join(folder, 'node_modules/msw'));
  if (missing) return;
  for (const name of readdirSync(PACKAGES)) {
    const link = join(folder, 'node_modules', name);
    if (!name.startsWith('.') && !existsSync(link)) symlinkSync(join(PACKAGES, name), link);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: string[], env: Record<string, string> = {}) =>
  promisify(execFile)(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } });

describe('a consumer’s test with a faked clock passes', () => {
  test('in node:test', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const file = testFile(
      "import { mock, test } from 'node:test';",
      "mock.timers.enable({ apis: ['Date'], now: Date.now() });",
      'mock.timers.setTime(Date.now() + 5 * 60_000);',
    );
    writeFileSync(join(folder, 'node.mjs'), file);
    const { stdout } = await run(['--test', 'node.mjs'], { NODE_OPTIONS: '' });
    expect(stdout).toMatch(/pass 1\b/);
  });

  test.skipIf(missing)('in Jest with ES modules', async () => {
    const file = testFile(
      "import { jest } from '@jest/globals';",
      "jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'clearTimeout', 'performance'] });",
      'jest.setSystemTime(Date.now() + 5 * 60_000);',
    );
    writeFileSync(join(folder, 'jest.test.js'), file);
    writeFileSync(join(folder, 'jest.config.json'), '{ "transform": {} }');
    const jest = join(PACKAGES, 'jest/bin/jest.js');
    const { stderr } = await run([jest, '--config', 'jest.config.json'], {
      NODE_OPTIONS: '--experimental-vm-modules',
    });
    expect(stderr).toMatch(/1 passed, 1 total/);
  });
});
