import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SCENARIO_CODES } from '../../src/sandbox/pages/state/scenario-codes.ts';
import { texts as english } from '../../src/sandbox/pages/texts/en.ts';
import { texts as indonesian } from '../../src/sandbox/pages/texts/id.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { scenarios } from '../../src/testing/scenarios.ts';
import {
  type Browser,
  type Context,
  launch,
  missing,
  type Page,
  title,
} from './support/chromium.ts';

test('every failure of ./testing has a switch, under the code that it leads to', () => {
  const codes = Object.entries(scenarios).map(([name, make]) => [name, make().code]);
  expect(Object.fromEntries(codes)).toEqual(SCENARIO_CODES);
});

describe.skipIf(missing)(`the pages in ${title}`, () => {
  let sandbox: Sandbox;
  let browser: Browser;
  let context: Context;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });
  beforeEach(async () => {
    sandbox.reset();
    complaints.length = 0;
    context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    context.on('weberror', (error: { error(): Error }) => complaints.push(String(error.error())));
    context.on('console', (message: { type(): string; text(): string }) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  const open = async (path = '/') => {
    await page.goto(sandbox.origin + path);
    await page.locator('.dot.on').waitFor();
  };

  test('show a refusal when the clock has stepped past the life of a token', async () => {
    await open('/faults');
    const answer = await fetch(`${sandbox.baseUrl}/short-token/generate`, {
      method: 'POST',
      headers: { authorization: 'Bearer sandbox-dispatcher' },
    });
    const { data } = (await answer.json()) as { data: { shortToken: string } };
    await page.getByRole('button', { name: '+ 5 min' }).click();
    await page.getByText('Clock 5:00 ahead').waitFor();
    const tab = await context.newPage();
    await tab.goto(`${sandbox.receiverOrigin}/webhook?token=${data.shortToken}`);
    await tab.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
    complaints.length = 0; // Chromium reports the 401 of the page.
    await page.getByRole('link', { name: 'Journey' }).click();
    await page.locator('.detail .badge.refused').first().waitFor();
    expect(await page.locator('.steps').textContent()).toContain('short_token_invalid');
    expect(await page.locator('.steps').textContent()).toContain('expired');
  });

  test('ask before a module is deleted, lock the name, and leave everything to administrators', async () => {
    await open('/settings/custom-modules');
    await page.getByRole('button', { name: 'Edit Report' }).click();
    await page.getByText('The name cannot be edited').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete Report' }).click();
    await page.getByRole('heading', { name: 'Delete Report?' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.locator('.module').count()).toBe(3);
    await page.getByRole('button', { name: 'Delete Report' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(() => page.locator('.module').count()).toBe(2);
    await open();
    await page.getByLabel('Logged in as').selectOption({ label: 'Driver' });
    await page.getByRole('link', { name: 'Custom Modules' }).click();
    expect(await page.getByRole('button', { name: 'New module' }).isDisabled()).toBe(true);
  });

  test('audit a module with one button', async () => {
    await open('/audit');
    await page.locator('main').getByRole('button', { name: 'Audit' }).click();
    await page.locator('progress').waitFor();
    await page.locator('.report').waitFor();
    expect(await page.locator('.report .badge').first().textContent()).toBe('Passed');
  });

  test('need no server for the playground, once they are there', async () => {
    await open('/playground');
    await context.setOffline(true);
    await page.getByLabel('Module URL').fill('http://user@svc.example/?t={SHORT_TOKEN}');
    await page.getByText('May not be saved').waitFor();
    await page.getByRole('button', { name: 'Fix insecure-scheme' }).click();
    expect(await page.locator('.findings .error').count()).toBe(1);
    complaints.length = 0; // That it is offline.
  });

  test('ask nobody but their own origin, and nothing moves while they appear', async () => {
    const asked: string[] = [];
    context.on('request', (request: { url(): string }) =>
      asked.push(new URL(request.url()).origin),
    );
    await page.addInitScript(() => {
      Object.assign(window, { shift: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          Object.assign(window, {
            shift:
              (window as unknown as { shift: number }).shift +
              (entry as unknown as { value: number }).value,
          });
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await sandbox.openModule('Report');
    for (const path of ['/', '/settings/custom-modules', '/journey', '/faults', '/playground']) {
      await open(path);
      await page.locator('main h1').waitFor();
      expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
    }
    expect([...new Set(asked)]).toEqual([sandbox.origin]);
  });

  test('say everything in both languages', () => {
    const keysOf = (value: unknown, path = ''): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`))
        : [path];
    expect(keysOf(indonesian)).toEqual(keysOf(english));
  });
});
