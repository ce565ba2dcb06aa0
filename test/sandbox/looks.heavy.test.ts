import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { scenarios } from '../../src/testing/scenarios.ts';
import { type Browser, launch, missing, type Page, title, violations } from './support/chromium.ts';

const VIEWS = {
  app: '/',
  modules: '/settings/custom-modules',
  roles: '/roles',
  journey: '/journey',
  faults: '/faults',
  audit: '/audit',
  playground: '/playground',
};
const WIDTHS = [360, 390, 1_280, 1_920];

/** For the README; `UPDATE_DOCS=1` makes them anew. */
const SCREENSHOTS = fileURLToPath(new URL('../../src/sandbox/screenshots', import.meta.url));

describe.skipIf(missing)(`how the pages look in ${title}`, () => {
  let sandbox: Sandbox;
  let browser: Browser;

  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), launch()]);
    await openThree();
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });

  /** One that goes well, one whose end nobody can say, and one that goes well again. */
  async function openThree(): Promise<void> {
    await sandbox.openModule('Stock', { user: 'Dispatcher' });
    sandbox.fail('resolve', scenarios.upstreamError({ status: 500 }), { times: 1 });
    await sandbox.openModule('Route', { user: 'Driver' });
    await sandbox.openModule('Report', { user: 'Dispatcher' });
  }

  async function withPage(options: object, look: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext(options);
    try {
      await look(await context.newPage());
    } finally {
      await context.close();
    }
  }
  const open = async (page: Page, path: string) => {
    await page.goto(sandbox.origin + path);
    await page.locator('.dot.on').waitFor();
  };

  describe.each(['light', 'dark'])('in %s', (colorScheme) => {
    const desk = { colorScheme, viewport: { width: 1280, height: 860 } };

    test.each(
      ['en', 'id'].flatMap((locale) =>
        Object.entries(VIEWS).map(([view, path]) => [view, locale, path] as const),
      ),
    )('axe finds nothing on %s in the language %s', async (_, locale, path) => {
      await withPage({ ...desk, locale }, async (page) => {
        await open(page, path);
        expect(await violations(page)).toEqual([]);
      });
    });

    test('axe finds nothing on the dialog with findings, on a phone', async () => {
      await withPage({ colorScheme, viewport: { width: 390, height: 844 } }, async (page) => {
        await open(page, VIEWS.modules);
        await page.getByRole('button', { name: 'New module' }).click();
        await page.getByLabel('Name').fill('REPORT');
        await page
          .getByLabel('URL', { exact: true })
          .fill('http://user@svc.example/?t={short_token}');
        await page.locator('.findings li').first().waitFor();
        expect(await violations(page)).toEqual([]);
      });
    });

    test('axe finds nothing on an open module, the demo service and its refusal', async () => {
      await withPage(desk, async (page) => {
        await open(page, VIEWS.app);
        await page.locator('.web nav').getByRole('button', { name: 'Stock' }).click();
        await page.frameLocator('.web iframe').locator('h1').waitFor();
        expect(await violations(page)).toEqual([]);
        for (const path of ['/stock', '/webhook?token=never-generated-here']) {
          await page.goto(sandbox.receiverOrigin + path);
          await page.locator('h1').waitFor();
          expect(await violations(page)).toEqual([]);
        }
      });
    });
  });

  test.each(WIDTHS)('nothing is wider than the screen at %d pixels', async (width) => {
    await withPage({ viewport: { width, height: 800 } }, async (page) => {
      for (const path of Object.values(VIEWS)) {
        await open(page, path);
        const widest = await page.evaluate(() => document.documentElement.scrollWidth);
        expect([path, widest]).toEqual([path, width]);
      }
    });
  });

  test('has the two screenshots that the README shows', async () => {
    const viewport = { width: 1_180, height: 760 };
    sandbox.reset();
    await openThree();
    await withPage({ viewport, colorScheme: 'light' }, async (page) => {
      await open(page, VIEWS.journey);
      await page.locator('.diagram').waitFor();
      await keep('journey', page);
      await open(page, VIEWS.modules);
      await page.getByRole('button', { name: 'New module' }).click();
      await page.getByLabel('Name').fill('Inventory');
      await page
        .getByLabel('URL', { exact: true })
        .fill('https://svc.example/webhook?token={short_token}');
      await page.locator('mark.error').waitFor();
      await keep('module', page);
    });
    for (const name of ['journey', 'module']) {
      expect(existsSync(`${SCREENSHOTS}/${name}.png`)).toBe(true);
    }
  });
});

async function keep(name: string, page: Page): Promise<void> {
  const image = await page.screenshot({ animations: 'disabled' });
  expect(image.length).toBeGreaterThan(10_000);
  if (process.env.UPDATE_DOCS === undefined) return;
  await mkdir(SCREENSHOTS, { recursive: true });
  await writeFile(`${SCREENSHOTS}/${name}.png`, image);
}
