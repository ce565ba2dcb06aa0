import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { scenarios } from '../../src/testing/scenarios.ts';
import type { Browser, Context, Page } from '../support/engines/engine.ts';
import { ENGINES } from '../support/engines/engines.ts';
import { freePort } from '../support/free-port.ts';
import { called, choose, clickOn, says, textsOf } from './support/actions.ts';
import { ask, generateToken } from './support/ask.ts';

// WebKit keeps no Secure cookie that came over http, not from localhost either.
const NEEDS_HTTPS = ['WebKit'];

const SECTIONS = 'nav.sections a';
const ENTRIES = '.web nav button';

describe.each(ENGINES)('the pages in $title', ({ name, missing, launch }) => {
  describe.skipIf(missing)('', () => {
    const https = NEEDS_HTTPS.includes(name);
    let sandbox: Sandbox;
    let browser: Browser;
    let context: Context;
    let page: Page;

    beforeAll(async () => {
      sandbox = await startSandbox({ https });
      browser = await launch({ certificates: https ? 'accept' : 'check' });
    });
    afterAll(async () => {
      await browser?.close();
      await sandbox?.stop();
    });
    beforeEach(async () => {
      sandbox.reset();
      context = await browser.newContext();
      page = await context.newPage();
    });
    afterEach(async () => {
      expect(
        context.messages.filter((text) =>
          /Uncaught|[a-z]Error\b|Content.Security.Policy/.test(text),
        ),
      ).toEqual([]);
      await context.close();
    });

    const open = async (path = '/', origin = sandbox.origin) => {
      await page.goto(origin + path);
      await says(page, '.dot.on', '');
    };
    const openedBy = async (act: () => Promise<void>): Promise<Page> => {
      const tab = await context.opened(act);
      await tab.waitForUrl(sandbox.receiverOrigin);
      return tab;
    };

    test('lead from a misspelled placeholder to a task that is done on the user’s behalf', async () => {
      await open('/settings/custom-modules');
      await clickOn(page, 'main button', 'New module');
      await says(page, 'dialog[open]', 'New module');
      await page.type('#module-name', 'Inventory');
      await page.type('#module-url', `${sandbox.receiverOrigin}/webhook?token={short_token}`);
      expect(await page.text('mark.error')).toBe('{short_token}');
      await clickOn(page, '.findings button', 'Fix misspelled-placeholder');
      await says(page, 'dialog', 'The token arrives in the query parameter “token”.');
      await clickOn(page, 'dialog button', 'Save');
      await called(page, '.module h2', 'Inventory');

      await clickOn(page, SECTIONS, 'App');
      await called(page, ENTRIES, 'Inventory');
      await choose(page, 'Logged in as', 'Dispatcher');
      await page.waitFor(() => document.querySelectorAll('.web nav button').length === 3);
      await clickOn(page, SECTIONS, 'Roles and users');
      await clickOn(page, 'input[type=checkbox]', 'Dispatchers: View Inventory');
      await clickOn(page, SECTIONS, 'App');
      const entry = await called(page, ENTRIES, 'Inventory');

      const tab = await openedBy(() => page.click(entry));
      await says(tab, 'h1', 'Hello, Dispatcher');
      expect(await tab.url()).toBe(`${sandbox.receiverOrigin}/webhook`);
      await clickOn(tab, 'button', 'Mark as done: Plan the north route');
      await says(tab, 'li em', 'done');
      await says(page, '.tasks .done span', 'Plan the north route');

      await clickOn(page, SECTIONS, 'Journey');
      await says(page, '.steps', 'PUT /task/');
      const kinds = await textsOf(page, '.steps .kind strong');
      expect(kinds.slice(0, 6)).toEqual([
        'Click',
        'Generate',
        'Open',
        'Resolve',
        'Identity',
        'Answer',
      ]);
      expect(await textsOf(page, '.diagram .step')).toHaveLength(kinds.length);
      expect(sandbox.journey()[0]).toMatchObject({ outcome: 'ok', origin: 'web' });
    });

    test('tell nobody where a module was opened from, and leave nothing to go back to', async () => {
      await open();
      const tab = await openedBy(() => clickOn(page, ENTRIES, 'Report'));
      await says(tab, 'h1', 'Hello');
      expect(await tab.evaluate(() => [window.opener, document.referrer, history.length])).toEqual([
        null,
        '',
        1,
      ]);
      await tab.reload();
      await says(tab, 'h1', 'Hello');
    });

    test('show what failed, at the service and in the journey', async () => {
      await open('/faults');
      const option = (mode: string) =>
        page.click(`input[name="fault-upstreamError"][value="${mode}"]`);
      await option('always');
      await says(page, '.status', '1 fault on');
      await clickOn(page, SECTIONS, 'App');
      const tab = await openedBy(() => clickOn(page, ENTRIES, 'Report'));
      await says(tab, 'h1', 'MileApp cannot be asked just now');
      await clickOn(page, SECTIONS, 'Journey');
      await says(page, '.steps', 'upstream_error');
      await says(page, '.detail .badge.failed', '');
      await clickOn(page, SECTIONS, 'Faults and clock');
      await option('off');
      await page.waitFor(() => !document.querySelector('.status .chip'));
    });

    test('show that a token was used before', async () => {
      const shortToken = await generateToken(sandbox);
      await ask(sandbox, '/api/v3/short-token/resolve', { body: { shortToken } });
      await open('/journey');
      const tab = await context.newPage();
      await tab.goto(`${sandbox.receiverOrigin}/webhook?token=${shortToken}`);
      await says(tab, 'h1', 'This link is no longer valid');
      await says(page, '.steps', 'used before');
      await says(page, '.steps', 'short_token_invalid');
    });

    test('say that the module could not be opened when no token can be generated', async () => {
      sandbox.fail('generate', scenarios.bearerRejected());
      await open();
      await clickOn(page, ENTRIES, 'Report');
      await says(page, '.notice', 'The module could not be opened.');
      expect(await context.pages()).toHaveLength(1);
      await expect.poll(() => sandbox.journey()[0]?.steps.length).toBe(3);
      expect(sandbox.journey()[0]?.outcome).toBe('failed');
    });

    test('open a module in the frame, and one in the WebView of the phone', async () => {
      await open();
      await clickOn(page, ENTRIES, 'Stock');
      await says(await page.frame('.web iframe'), 'h1', 'Hello');
      await clickOn(page, '.phone nav button', 'Route');
      await says(await page.frame('.phone iframe'), 'h1', 'Hello');
      await says(page, '.phone .guard', 'navigation guard');
      expect(sandbox.journey().map(({ origin, outcome }) => [origin, outcome])).toEqual([
        ['web', 'ok'],
        ['mobile', 'ok'],
      ]);
    });

    test('close a dialog by Escape, and give the focus back', async () => {
      await open('/settings/custom-modules');
      await clickOn(page, 'main button', 'Edit Report');
      await says(page, 'dialog[open]', 'The name cannot be edited');
      expect(await page.evaluate(() => document.querySelector('dialog')?.matches(':modal'))).toBe(
        true,
      );
      await page.press('Escape');
      await page.waitFor(() => !document.querySelector('dialog'));
      const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      expect(focused).toBe('Edit Report');
      await clickOn(page, 'main button', 'Delete Report');
      await says(page, 'dialog[open]', 'Delete Report?');
      await clickOn(page, 'dialog button', 'Delete');
      await page.waitFor(() => document.querySelectorAll('.module').length === 2);
    });

    test('can be used by keyboard alone', async () => {
      await open('/settings/custom-modules');
      const button = await called(page, 'main button', 'New module');
      await page.evaluate((button: string) => {
        document.querySelector<HTMLElement>(button)?.focus();
      }, button);
      await page.press('Enter');
      await says(page, 'dialog[open]', 'New module');
      await page.type('#module-name', 'Keys');
      for (const _ of ['type', 'about', 'url']) await page.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('module-url');
      await page.type('#module-url', 'https://svc.example/?t={SHORT_TOKEN}');
      await page.press('Enter');
      await called(page, '.module h2', 'Keys');
      await page.waitFor(() => !document.querySelector('dialog'));
      const focused = await page.evaluate(() => document.activeElement?.textContent);
      expect(focused).toContain('New module');
    });

    test('go back and forth between the sections, and are as they were after a reload', async () => {
      await open();
      await choose(page, 'Logged in as', 'Dispatcher');
      await clickOn(page, SECTIONS, 'Faults and clock');
      await says(page, 'h1', 'Faults and clock');
      await page.back();
      await says(page, 'h1', 'App');
      await choose(page, 'Language', 'Bahasa Indonesia');
      await choose(page, 'Tema', 'Gelap');
      await sandbox.openModule('Report');
      await page.reload();
      await says(page, 'h1', 'Aplikasi');
      await says(page, '.latest .invocation', 'Report');
      const seen = await page.evaluate(() => [
        document.documentElement.dataset.theme,
        document.querySelector<HTMLSelectElement>('.toolbar select')?.selectedOptions[0]?.text,
      ]);
      expect(seen).toEqual(['dark', 'Dispatcher']);
    });

    test('follow what happens elsewhere, and a sandbox that was started again', async () => {
      const port = await freePort();
      const first = await startSandbox({ port, https });
      try {
        await open('/journey', first.origin);
        await says(page, '.empty', 'Nothing has happened yet.');
        await first.openModule('Report');
        await says(page, '.steps', 'Answer');
        await clickOn(page, '.invocations button', 'Clear');
        await says(page, '.empty', 'Nothing has happened yet.');
      } finally {
        await first.stop();
      }
      await page.waitFor(() => !document.querySelector('.dot.on'));
      await using second = await startSandbox({ port, https });
      await says(page, '.dot.on', '');
      await says(page, '.empty', 'Nothing has happened yet.');
      await second.openModule('Route');
      await says(page, '#invocation', 'Route');
    });

    test('of two sandboxes keep their sessions apart', async () => {
      await using other = await startSandbox({ https });
      const tabs: Page[] = [];
      for (const { origin, receiverOrigin } of [sandbox, other]) {
        await open('/', origin);
        const tab = await context.opened(() => clickOn(page, ENTRIES, 'Report'));
        await tab.waitForUrl(receiverOrigin);
        tabs.push(tab);
      }
      for (const tab of tabs) {
        await tab.reload();
        await says(tab, 'h1', 'Hello, Administrator');
      }
    });

    if (!https) return;
    test('lead to a demo service that says what to do about http', async () => {
      await using insecure = await startSandbox();
      await open('/', insecure.origin);
      const tab = await context.opened(() => clickOn(page, ENTRIES, 'Report'));
      await tab.waitForUrl(insecure.receiverOrigin);
      await says(tab, 'main', 'Start the sandbox with --https');
    });
  });
});
