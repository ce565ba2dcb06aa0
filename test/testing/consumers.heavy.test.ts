import { afterAll, describe, expect, test } from 'vitest';
import { missingRuntime, pathOf } from '../runtimes/support/runtimes.ts';
import { blockOfPage, consumer, run } from './support/consumer.ts';

const jest = consumer('jest');
const msw2 = consumer('msw-2');
const msw3 = consumer('msw-3');
const reactNative = consumer('react-native');
const consumers = { jest, msw2, msw3, reactNative };

const missing =
  Object.values(consumers).find((each) => each.missing)?.missing ?? missingRuntime('node24');
const THIS_NODE = process.execPath;
const NODE_24 = pathOf('node24');

/** The example of the page with the imports of a runner, and a test that fakes the clock its way. */
async function testFile(imports: string, fake: string, step: string, real: string) {
  const { code } = await blockOfPage('a token is dead after five minutes');
  const example = code.replace(/^import .* from 'vitest';$/m, imports);
  if (example === code) throw new Error('The example imports nothing from vitest.');
  return `${example}

test('a faked clock moves the handlers', async () => {
  ${fake}
  try {
    const { shortToken } = await client.generate();
    const second = await client.generate();
    expect(await client.resolve(shortToken)).toMatchObject({ ok: true });
    ${step}
    const answer = await client.resolve(second.shortToken);
    expect(answer).toEqual({ ok: false, code: 'short_token_invalid' });
  } finally {
    ${real}
  }
});
`;
}

const FIVE_MINUTES_LATER = 'Date.now() + 5 * 60_000';

const vitestFile = () =>
  testFile(
    "import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';",
    'vi.useFakeTimers();',
    `vi.setSystemTime(${FIVE_MINUTES_LATER});`,
    'vi.useRealTimers();',
  );

const jestFile = (imports = '') =>
  testFile(
    imports,
    'jest.useFakeTimers();',
    `jest.setSystemTime(${FIVE_MINUTES_LATER});`,
    'jest.useRealTimers();',
  );

const nodeFile = () =>
  testFile(
    `import { after as afterAll, afterEach, before as beforeAll, mock, test } from 'node:test';
import { expect } from 'expect';`,
    "mock.timers.enable({ apis: ['Date'], now: Date.now() });",
    `mock.timers.setTime(${FIVE_MINUTES_LATER});`,
    'mock.timers.reset();',
  );

// For what hangs, not for what is slow on a busy machine.
const TIMEOUT = '--testTimeout=120000';

const MODULES = JSON.stringify({ type: 'module' });
const COMMON_JS = JSON.stringify({ type: 'commonjs' });

describe.skipIf(missing)(
  `a project made from the page${missing ? ` (${missing})` : ''} passes with a faked clock`,
  () => {
    afterAll(async () => {
      for (const { remove } of Object.values(consumers)) await remove('tests');
    });

    test.each([
      ['vitest 4 and msw 2', 'node', msw2, THIS_NODE],
      ['vitest 4 and msw 2', 'jsdom', msw2, THIS_NODE],
      ['vitest 4 and msw 2', 'happy-dom', msw2, THIS_NODE],
      ['vitest 5 and msw 3', 'node', msw3, NODE_24],
      ['vitest 5 and msw 3', 'jsdom', msw3, NODE_24],
      ['vitest 5 and msw 3', 'happy-dom', msw3, NODE_24],
    ] as const)('in %s, environment %s', async (_, environment, project, node) => {
      const { code: forHappyDom } = await blockOfPage('happyDOM');
      const folder = await project.write('tests', {
        // Not none at all: vitest would find the one of this repository.
        'vitest.config.js':
          environment === 'happy-dom' && project === msw3 ? forHappyDom : 'export default {};',
        'page.test.js': await vitestFile(),
      });
      const vitest = project.packageFile('vitest/vitest.mjs');
      const args = [vitest, 'run', '--root', folder, '--environment', environment, TIMEOUT];
      expect(await run(node, args, folder)).toMatch(/Tests +3 passed \(3\)/);
    });

    test.each([
      ['msw 2', msw2, THIS_NODE],
      ['msw 3', msw3, NODE_24],
    ] as const)('in node:test and %s', async (_, project, node) => {
      const folder = await project.write('tests', { 'page.test.js': await nodeFile() });
      expect(await run(node, ['--test', 'page.test.js'], folder)).toMatch(/pass 3\n/);
    });

    test.each([
      ['the environment node', 'node'],
      ['jsdom with the globals of Node', 'jest-fixed-jsdom'],
    ])('in Jest with CommonJS, the configuration of the page and %s', async (_, environment) => {
      const { code: configuration } = await blockOfPage('babel-jest');
      const folder = await jest.write('tests', {
        'package.json': COMMON_JS,
        'jest.config.js': configuration,
        'page.test.js': await jestFile(),
      });
      const args = [jest.packageFile('jest/bin/jest.js'), `--env=${environment}`, TIMEOUT];
      expect(await run(THIS_NODE, args, folder)).toMatch(/Tests: +3 passed, 3 total/);
    });

    test('in Jest with ES modules', async () => {
      const folder = await jest.write('tests', {
        'package.json': MODULES,
        'page.test.js': await jestFile("import { jest } from '@jest/globals';"),
      });
      const args = ['--experimental-vm-modules', jest.packageFile('jest/bin/jest.js'), TIMEOUT];
      expect(await run(THIS_NODE, args, folder)).toMatch(/Tests: +3 passed, 3 total/);
    });

    test('in Jest with React Native’s preset and the configuration of the page', async () => {
      const { code: configuration } = await blockOfPage('@react-native/jest-preset');
      const file = await jestFile();
      const folder = await reactNative.write('tests', {
        'package.json': COMMON_JS,
        // As the template of React Native has it.
        'babel.config.js': "module.exports = { presets: ['module:@react-native/babel-preset'] };",
        'jest.config.js': configuration,
        'page.test.js': file.replace('msw/node', 'msw/native'),
      });
      const args = [reactNative.packageFile('jest/bin/jest.js'), TIMEOUT];
      expect(await run(NODE_24, args, folder)).toMatch(/Tests: +3 passed, 3 total/);
    });
  },
);
