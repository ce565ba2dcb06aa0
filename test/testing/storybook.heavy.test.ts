import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../support/engines/chromium.ts';
import type { Browser } from '../support/engines/engine.ts';
import { blockOfPage, consumer, run } from './support/consumer.ts';

const storybook = consumer('storybook');
const missing = chromium.missing ?? storybook.missing;

describe.skipIf(missing)(`in a Storybook${missing ? ` (${missing})` : ''}`, () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    server = await serve(await buildStories());
    browser = await chromium.launch();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await storybook.remove('stories');
  });

  test.each([
    ['whose token is resolved', 'greeting--welcome', 'Welcome'],
    ['whose API fails', 'greeting--outage', 'Please try again later (upstream_error)'],
  ])('a story %s shows what its component says', async (_name, id, text) => {
    const page = await (await browser.newContext()).newPage();
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/iframe.html?viewMode=story&id=${id}`);
    await page.waitFor(() => document.querySelector('#storybook-root p')?.textContent);
    expect(await page.text('#storybook-root p')).toBe(text);
  });
});

/** Builds the stories of the page, and returns where. */
async function buildStories(): Promise<string> {
  const { code: preview } = await blockOfPage('// .storybook/preview.js');
  const { code: stories } = await blockOfPage('// greeting.stories.js');
  const folder = await storybook.write('stories', {
    'package.json': '{ "type": "module" }',
    '.storybook/main.js': `export default {
  framework: '@storybook/html-vite',
  stories: ['../*.stories.js'],
  staticDirs: ['../public'],
  addons: ['msw-storybook-addon'],
};
`,
    '.storybook/preview.js': preview,
    'greeting.stories.js': stories,
  });
  const msw = storybook.packageFile('msw/cli/index.js');
  await run(process.execPath, [msw, 'init', 'public', '--no-save'], folder);
  const command = storybook.packageFile('storybook/dist/bin/dispatcher.js');
  const options = ['build', '--quiet', '--disable-telemetry', '--output-dir', 'site'];
  await run(process.execPath, [command, ...options], folder);
  return join(folder, 'site');
}

async function serve(folder: string): Promise<Server> {
  const server = createServer(async ({ url = '' }, response) => {
    const file = join(folder, new URL(url, 'http://127.0.0.1').pathname);
    const type = /\.m?js$/.test(file) ? 'text/javascript' : 'text/html';
    const found = await stat(file).then(
      (entry) => entry.isFile(),
      () => false,
    );
    response.writeHead(found ? 200 : 404, { 'content-type': type });
    if (found) createReadStream(file).pipe(response);
    else response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
