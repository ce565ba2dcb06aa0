import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DEFAULT_SEED } from '../../src/sandbox/world/default-seed.ts';
import { type Browser, launch, missing, title } from './support/chromium.ts';

const ACCESS_TOKEN = 'canary-7f3a-personal-access-token';

describe.skipIf(missing)(`no token and no bearer, in ${title},`, () => {
  let child: ChildProcess;
  let browser: Browser;
  let origin = '';
  let terminal = '';

  beforeAll(async () => {
    const seed = join(await mkdtemp(join(tmpdir(), 'canary-')), 'seed.json');
    const users = DEFAULT_SEED.users.map((user, i) => ({
      ...user,
      ...(i === 1 && { personalAccessToken: ACCESS_TOKEN }),
    }));
    await writeFile(seed, JSON.stringify({ ...DEFAULT_SEED, users }));
    child = spawn(process.execPath, ['dist/cli.js', 'sandbox', '--port', '0', '--seed', seed]);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        terminal += chunk;
      });
    }
    browser = await launch();
    await vi.waitUntil(() => terminal.includes('Ctrl-C'), { timeout: 60_000, interval: 50 });
    origin = /http:\/\/\S+/.exec(terminal)?.[0] ?? '';
  });
  afterAll(async () => {
    await browser?.close();
    child?.kill('SIGKILL');
  });

  test('is in a page, the address bar, storage, the console, the journal or the terminal', async () => {
    const context = await browser.newContext();
    const kept: string[] = [];
    // What browsers and servers exchange on the way, and what must not stay anywhere.
    const secrets = new Set([ACCESS_TOKEN]);
    context.on('console', (message: { text(): string }) => kept.push(message.text()));
    // Read before the page has it: afterwards, a browser may have let go of the body.
    await context.route(/\/(clicks|sessions|generate)$/, async (route) => {
      const response = await route.fetch();
      const { bearer, data } = (await response.json()) as Answer;
      if (bearer) secrets.add(bearer);
      if (data) secrets.add(data.shortToken);
      await route.fulfill({ response });
    });
    const page = await context.newPage();
    await page.goto(origin);
    await page.locator('.dot.on').waitFor();
    const menu = page.locator('.web nav');
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      menu.getByRole('button', { name: 'Report' }).click(),
    ]);
    await tab.locator('h1').waitFor();
    await menu.getByRole('button', { name: 'Stock' }).click();
    await page.frameLocator('.web iframe').locator('h1').waitFor();
    await page.locator('.phone nav').getByRole('button', { name: 'Route' }).click();
    await page.frameLocator('.phone iframe').locator('h1').waitFor();

    // A service without a browser, with the access token, and its token used twice.
    const shortToken = await generate(origin);
    secrets.add(shortToken);
    for (const _ of [1, 2]) secrets.add((await resolve(origin, shortToken)) ?? shortToken);
    await fetch(`${origin}/api/v3/no-such-path?token=${shortToken}`);

    // The access token and its short token; a short token and a bearer for each of three clicks.
    expect(secrets.size).toBe(8);
    for (const path of ['/', '/journey', '/roles', '/settings/custom-modules', '/faults']) {
      const look = await context.newPage();
      await look.goto(origin + path);
      await look.locator('main h1').waitFor();
      kept.push(look.url(), await look.content());
    }
    for (const one of [page, tab]) {
      for (const frame of one.frames()) kept.push(frame.url(), await frame.content());
    }
    kept.push(JSON.stringify(await context.storageState()));
    for (const path of ['/state', '/journey', '/openapi.json']) {
      kept.push(await (await fetch(`${origin}/__sandbox${path}`)).text());
    }
    kept.push(await beginningOf(`${origin}/__sandbox/events`), terminal);
    const everything = kept.join('\n');
    expect(everything).toContain('Hello, Administrator');
    expect([...secrets].filter((secret) => everything.includes(secret))).toEqual([]);
    expect(everything).not.toMatch(/eyJ[\w-]{10,}\./);
    await context.close();
  });
});

interface Answer {
  readonly bearer?: string;
  readonly data?: { readonly shortToken: string };
}

async function generate(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v3/short-token/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ACCESS_TOKEN}` },
  });
  return ((await answer.json()) as Required<Answer>).data.shortToken;
}

async function resolve(origin: string, shortToken: string): Promise<string | undefined> {
  const answer = await fetch(`${origin}/api/v3/short-token/resolve`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ shortToken }),
  });
  const { data } = (await answer.json()) as { data?: { bearerToken: string } };
  return data?.bearerToken;
}

async function beginningOf(url: string): Promise<string> {
  const stop = new AbortController();
  const { body } = await fetch(url, { signal: stop.signal });
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes('event: journey')) text += decoder.decode((await reader.read()).value);
  stop.abort();
  return text;
}
