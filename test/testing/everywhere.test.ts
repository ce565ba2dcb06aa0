import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import { shortTokenHandlers } from '../../src/testing/short-token-handlers.ts';

const FIVE_MINUTES = 5 * 60_000;

// Made before any clock is faked, as in most tests.
const mile = shortTokenHandlers({ http, HttpResponse });
const server = setupServer(...mile.handlers);
const client = createShortTokenClient({ bearer: 'b' });

beforeAll(() => server.listen());
afterEach(() => {
  vi.useRealTimers();
  mile.reset();
});
afterAll(() => server.close());

test('vi.setSystemTime moves the clock of the handlers', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { shortToken, expiresAt } = await client.generate();
  expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(FIVE_MINUTES - 1_000);
  vi.setSystemTime(Date.now() + FIVE_MINUTES);
  expect(await client.resolve(shortToken)).toEqual({ ok: false, code: 'short_token_invalid' });
});

test('vi.useFakeTimers with every timer leaves the handlers working', async () => {
  vi.useFakeTimers();
  const { shortToken } = await client.generate();
  expect(await client.resolve(shortToken)).toMatchObject({ ok: true });
});

test('an answer with its fields at the top level is read', async () => {
  const top = shortTokenHandlers({ http, HttpResponse, generateAnswer: 'top-level' });
  server.use(...top.handlers);
  try {
    const { shortToken } = await client.generate();
    expect(await client.resolve(shortToken)).toMatchObject({ ok: true });
  } finally {
    server.resetHandlers();
  }
});

test('the subpath can be bundled for a browser: it brings no dependency and nothing of Node', async () => {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/testing/index.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    write: false,
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((path) => /node_modules|node:/.test(path))).toEqual([]);
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
});
