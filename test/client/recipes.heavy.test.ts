import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import { readPage } from '../docs/support/pages.ts';
import { missingRuntime, pathOf } from '../runtimes/support/runtimes.ts';
import { RESOLVED } from './support/answering.ts';
import { type LocalServer, serve } from './support/misbehaving-server.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const CLIENT = path('../../dist/client/index.js');
const CACHE = path('node_modules/.recipes/');
const NODE_24 = pathOf('node24');

/** On CI the absence of the packages is a failure, not a skip. */
const missing = existsSync(path('node_modules/undici')) ? undefined : 'run npm ci in test/client';
if (missing && process.env.CI) throw new Error(`${missing}; CI has to have the recipes' packages.`);

/** The block of the page that mentions a word, as a module. */
async function recipe(word: string, edit: (code: string) => string = (code) => code) {
  const page = path('../../src/client/README.md');
  const { blocks } = readPage('src/client/README.md', readFileSync(page, 'utf8'));
  const code = blocks.find((block) => block.code.includes(word))?.code ?? '';
  const file = `${CACHE}${word}.mjs`;
  mkdirSync(CACHE, { recursive: true });
  const client = pathToFileURL(CLIENT).href;
  writeFileSync(file, edit(code.replaceAll('@mileapp/custom-module-url/client', client)));
  return import(/* @vite-ignore */ `${file}?${Date.now()}`);
}
const { resolve } = createRequire(path('package.json'));
const installed = async (name: string) => import(/* @vite-ignore */ resolve(name));

let api: LocalServer;
let proxy: Server;
let tunnels: string[];
let refuseWith: number | undefined;

beforeAll(async () => {
  proxy = createServer().on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    socket.on('error', () => {});
    if (refuseWith) return socket.end(`HTTP/1.1 ${refuseWith} No\r\n\r\n`);
    const { port, hostname } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    return target.on('error', () => socket.destroy());
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  api = await serve((response) => response.end(JSON.stringify(RESOLVED)));
});
afterEach(() => {
  refuseWith = undefined;
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await api.close();
  rmSync(CACHE, { recursive: true, force: true });
});

const proxyUrl = () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

describe.skipIf(missing)(`recipes of the page${missing ? ` (${missing})` : ''}`, () => {
  test('a client watched by OpenTelemetry has a span for each call', async () => {
    const { trace } = await installed('@opentelemetry/api');
    const sdk = await installed('@opentelemetry/sdk-trace-base');
    const exporter = new sdk.InMemorySpanExporter();
    const spanProcessors = [new sdk.SimpleSpanProcessor(exporter)];
    trace.setGlobalTracerProvider(new sdk.BasicTracerProvider({ spanProcessors }));
    let status = 429;
    const failing = await serve((response) =>
      response.writeHead(status, { 'x-request-id': 'r-1' }).end(JSON.stringify(RESOLVED)),
    );
    try {
      const { client } = await recipe('@opentelemetry', (code) =>
        code.replace(
          'createShortTokenClient({',
          `createShortTokenClient({ baseUrl: '${failing.baseUrl}', maxRetries: 1,`,
        ),
      );
      await client.resolve('one').catch(() => {});
      status = 200;
      await client.resolve('two');
      const spans = exporter.getFinishedSpans();
      expect(spans).toMatchObject([
        {
          name: 'mileapp resolve',
          status: { message: 'rate_limited' },
          attributes: { outcome: 'failed', status: 429, attempts: 2, requestId: 'r-1' },
          events: [{ name: 'retry' }],
        },
        { name: 'mileapp resolve', attributes: { outcome: 'ok', attempts: 1 }, events: [] },
      ]);
    } finally {
      trace.disable();
      await failing.close();
    }
  });

  test('a client with undici’s ProxyAgent goes through the proxy, and tells what it refuses', async () => {
    tunnels = [];
    process.env.HTTPS_PROXY = proxyUrl();
    const { client } = await recipe('ProxyAgent', (code) =>
      code.replace(
        'createShortTokenClient({',
        `createShortTokenClient({ baseUrl: '${api.baseUrl}', maxRetries: 0,`,
      ),
    );
    delete process.env.HTTPS_PROXY;
    expect(await client.resolve('t')).toMatchObject({ ok: true });
    expect(tunnels).toEqual([new URL(api.origin).host]);
  });

  test.each([
    [407, 'PROXY_AUTHENTICATION_REQUIRED'],
    [403, 'PROXY_REFUSED'],
    [502, 'PROXY_REFUSED'],
  ])('a proxy that answers CONNECT with %d is unreachable, not aborted', async (status, cause) => {
    tunnels = [];
    refuseWith = status;
    const { fetch, ProxyAgent } = await installed('undici');
    const dispatcher = new ProxyAgent(proxyUrl());
    const client = createShortTokenClient({
      baseUrl: api.baseUrl,
      maxRetries: 1,
      fetch: (url, init) => fetch(url, { ...init, dispatcher }),
    });
    await expect(client.resolve('t')).rejects.toMatchObject({
      code: 'network_unreachable',
      cause: { code: cause },
      attempts: 2,
    });
    await dispatcher.close();
  });

  test('node-fetch fits as it is', async () => {
    const { default: fetch } = await installed('node-fetch');
    const client = createShortTokenClient({ baseUrl: api.baseUrl, fetch });
    expect(await client.resolve('t')).toMatchObject({ ok: true });
  });
});

describe('Node with NODE_USE_ENV_PROXY', () => {
  const absent = missingRuntime('node24');

  test.skipIf(absent)('goes through the proxy of the environment', async () => {
    tunnels = [];
    const script = `
      const { createShortTokenClient } = await import('${pathToFileURL(CLIENT).href}');
      const { ok } = await createShortTokenClient({ baseUrl: '${api.baseUrl}' }).resolve('t');
      console.log(ok);`;
    const { stdout } = await promisify(execFile)(NODE_24, ['--input-type=module', '-e', script], {
      env: { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxyUrl(), NO_PROXY: '' },
    });
    expect(stdout).toBe('true\n');
    expect(tunnels).toEqual([new URL(api.origin).host]);
  });
});
