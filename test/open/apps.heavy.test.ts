import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { chromium } from '../support/engines/chromium.ts';
import type { Browser } from '../support/engines/engine.ts';
import { loadDriver } from '../support/engines/installed.ts';
import { type Sites, startSites } from './support/sites.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = join(ROOT, 'test/browser/node_modules');
/** Below the packages, so that an application finds them. */
const FOLDER = join(PACKAGES, '.applications');

const { missing, launch } = chromium;

describe.skipIf(missing)(`applications built by Vite${missing ? ` (${missing})` : ''}`, () => {
  let browser: Browser;
  let sites: Sites;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    const link = join(PACKAGES, manifest.name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(ROOT, link, 'dir');
    rmSync(FOLDER, { recursive: true, force: true });
    cpSync(fileURLToPath(new URL('apps', import.meta.url)), FOLDER, { recursive: true });
    const { build } = (await loadDriver('vite')) as { build(config: object): Promise<unknown> };
    for (const app of ['vue', 'react']) {
      const html = `<!doctype html><title>${app}</title><div id="app"></div><script type="module" src="/${app}.js"></script>`;
      writeFileSync(join(FOLDER, 'index.html'), html);
      await build({
        root: FOLDER,
        configFile: false,
        logLevel: 'error',
        base: `/${app}/`,
        build: { outDir: join(FOLDER, 'built', app) },
      });
    }
    server = createServer(({ url = '/' }, response) => {
      const path = url.split('?')[0]?.replace(/\/$/, '/index.html') ?? '';
      const file = join(FOLDER, 'built', path);
      if (!existsSync(file)) return response.writeHead(404).end();
      const type = file.endsWith('.js') ? 'text/javascript' : 'text/html';
      return response.writeHead(200, { 'content-type': type }).end(readFileSync(file));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    [browser, sites] = await Promise.all([launch(), startSites()]);
  });
  afterAll(async () => {
    await browser?.close();
    await sites?.close();
    server?.close();
  });

  test.each([
    ['Vue, in ref() and reactive()', 'vue'],
    ['React, in state, a MobX store and an immer draft', 'react'],
  ])('a module URL works in %s', async (_, app) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    sites.visits.length = 0;
    const source = `${sites.module}/module?t={SHORT_TOKEN}`;
    await page.goto(`${origin}/${app}/?module=${encodeURIComponent(source)}`);
    expect(await page.text('#origin')).toBe(`${sites.module} ${source}`);
    expect(await page.text('#href')).toBe(`${sites.module}/module?t=abc`);
    const tab = await context.opened(() => page.click('#open'));
    await tab.waitForUrl(sites.module);
    await page.waitFor(() => document.querySelector('#result')?.textContent === 'opened');
    expect(sites.visits.map(({ url }) => url)).toEqual(['/module?t=the-token']);
    expect(context.messages.filter((text) => /error/i.test(text))).toEqual([]);
    await context.close();
  });
});
