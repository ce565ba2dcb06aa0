import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShortTokenClient } from '../../src/client/create-short-token-client.ts';
import type { scenarios } from '../../src/testing/scenarios.ts';
import type { ShortTokenHandlers } from '../../src/testing/short-token-handlers.ts';
import { missingRuntime, pathOf } from '../runtimes/support/runtimes.ts';
import { chromium } from '../support/engines/chromium.ts';
import type { Browser, Page } from '../support/engines/engine.ts';
import { blockOfPage, type Consumer, consumer, run } from './support/consumer.ts';

declare global {
  /** What the page's script leaves for the tests. */
  var application: {
    readonly client: ShortTokenClient;
    readonly mile: ShortTokenHandlers<unknown>;
    readonly scenarios: typeof scenarios;
  };
}

const PROJECTS = [
  { name: 'msw 2', project: consumer('msw-2') },
  { name: 'msw 3', project: consumer('msw-3') },
];

const missing =
  chromium.missing ??
  missingRuntime('node24') ??
  PROJECTS.find(({ project }) => project.missing)?.project.missing;

const TITLE = `in ${chromium.title}, behind the worker of $name${missing ? ` (${missing})` : ''}`;

describe.skipIf(missing).each(PROJECTS)(TITLE, ({ project }) => {
  let server: Server;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await serve(await writeSite(project));
    browser = await chromium.launch();
    page = await (await browser.newContext()).newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitFor(() => 'application' in globalThis);
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await project.remove('site');
  });

  test('a token is resolved once, and its refusal is a value', async () => {
    const answers = await page.evaluate(async () => {
      const { client } = globalThis.application;
      const { shortToken } = await client.generate();
      return [await client.resolve(shortToken), await client.resolve(shortToken)];
    });
    expect(answers).toMatchObject([{ ok: true }, { ok: false, code: 'short_token_invalid' }]);
  });

  test('a clock that is set, and a step of the handlers’ own, let a token die', async () => {
    const answers = await page.evaluate(async () => {
      const { client, mile } = globalThis.application;
      const first = await client.generate();
      mile.advance(5 * 60_000);
      const afterStep = await client.resolve(first.shortToken);
      const second = await client.generate();
      const real = Date.now;
      Date.now = () => real() + 5 * 60_000;
      try {
        return [afterStep, await client.resolve(second.shortToken)];
      } finally {
        Date.now = real;
      }
    });
    expect(answers).toMatchObject([{ ok: false }, { ok: false }]);
  });

  test('a failure is played, and the journal tells of it', async () => {
    const { code, journal } = await page.evaluate(async () => {
      const { client, mile, scenarios } = globalThis.application;
      mile.reset();
      const { shortToken } = await client.generate();
      mile.fail(scenarios.upstreamError({ status: 500 }), { times: 1 });
      const error = await client.resolve(shortToken).catch((error) => error);
      return { code: error.code, journal: mile.journal.map(({ status }) => status) };
    });
    expect(code).toBe('upstream_error');
    expect(journal).toEqual([200, 500]);
  });
});

/** The files of a site: the example of the page as its script, and the worker that msw's command writes. */
async function writeSite(project: Consumer): Promise<ReadonlyMap<string, string>> {
  const { code } = await blockOfPage('msw/browser');
  const folder = await project.write('site', {
    'package.json': '{ "type": "module" }',
    'main.js': `${code}
import { createShortTokenClient } from '@mileapp/custom-module-url/client';
import { scenarios } from '@mileapp/custom-module-url/testing';

const client = createShortTokenClient({ bearer: 'any-bearer' });
globalThis.application = { client, mile, scenarios };
`,
  });
  await run(
    pathOf('node24'),
    [project.packageFile('msw/cli/index.js'), 'init', 'public', '--no-save'],
    folder,
  );
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'main.js')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return new Map([
    ['/main.js', outputFiles[0]?.text ?? ''],
    ['/mockServiceWorker.js', await readFile(join(folder, 'public/mockServiceWorker.js'), 'utf8')],
    [
      '/',
      '<!doctype html><title>Application</title><script type="module" src="/main.js"></script>',
    ],
  ]);
}

async function serve(files: ReadonlyMap<string, string>): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    const type = url.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(files.has(url) ? 200 : 404, { 'content-type': type }).end(files.get(url));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
