import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitingPage as INDONESIAN_WAITING_PAGE } from '../../src/open/texts/id.ts';
import { ENGLISH_WAITING_PAGE } from '../../src/open/texts/waiting-page-en.ts';
import type { Browser, Context, Page } from '../support/engines/engine.ts';
import { ENGINES } from '../support/engines/engines.ts';
import { sourceOf } from '../support/engines/installed.ts';
import {
  arrived,
  type Kind,
  type MenuWindow,
  prepareMenu,
  resultsOf,
  type Setup,
  seenFrom,
  TOKEN,
  tabsClosed,
  tabsOf,
} from './support/menu.ts';
import { type Sites, startSites } from './support/sites.ts';

declare const window: MenuWindow & typeof globalThis;

const OPENED = { status: 'opened' };
const LEFT_NOTHING = { opener: false, referrer: '', entries: 1 };

/** Rules of axe that a page breaks, by their ids. */
function faultsOf(tab: Page): Promise<string[]> {
  return tab.evaluate(async (source) => {
    new Function(source)();
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string }[] }> };
    };
    return (await axe.run()).violations.map(({ id }) => id).sort();
  }, sourceOf('axe-core/axe.min.js'));
}

describe.each(ENGINES)('openModule in $title', ({ missing, launch }) => {
  describe.skipIf(missing)('', () => {
    let sites: Sites;
    let strict: Browser;
    let lax: Browser;
    let context: Context;
    let page: Page;

    beforeAll(async () => {
      sites = await startSites();
      strict = await launch();
      lax = await launch({ popups: 'allow' });
    });
    afterAll(async () => {
      await strict?.close();
      await lax?.close();
      await sites?.close();
    });
    const begin = async (browser: Browser) => {
      context = await browser.newContext();
      page = await context.newPage();
      sites.visits.length = 0;
    };
    beforeEach(() => begin(strict));
    afterEach(async () => {
      // Whatever happened, the token was in no console and no error.
      expect(context.messages.join('\n')).not.toContain(TOKEN);
      await context.close();
    });

    const prepare = (setup?: Setup) => prepareMenu(page, sites, setup);
    const click = () => page.click('#open');
    const results = (count?: number) => resultsOf(page, count);
    const give = () => page.evaluate((token) => window.give(token), TOKEN);
    const fail = () => page.evaluate(() => window.fail(new Error('no')));
    const generated = () => page.evaluate(() => window.generated);

    /** In a menu with every policy that a strict host has, the behaviour is the same. */
    test.each([
      ['a plain page', '/'],
      ["default-src 'none'", '/?csp'],
      ['Trusted Types', '/?trusted-types'],
      ['a sandbox that lets popups out', '/?sandbox'],
    ])('from %s, the tab has no opener, no Referer and no history', async (_, from) => {
      await prepare({ page: from });
      const tab = await context.opened(click);
      await arrived(tab, sites);
      expect(await results()).toEqual([OPENED]);
      expect(sites.visits.map(({ url }) => url)).toEqual([`/module?t=${TOKEN}`]);
      expect(sites.visits[0]?.headers.referer).toBeUndefined();
      expect(await seenFrom(tab)).toEqual(LEFT_NOTHING);
      const entries = await page.evaluate(() => performance.getEntries().map(({ name }) => name));
      expect(entries.filter((entry) => entry.includes(TOKEN))).toEqual([]);
    });

    test.each([
      ['that forbids popups', '/?sandbox-no-popups'],
      ['without an origin', '/?sandbox-popups'],
    ])('in a sandbox %s it says blocked and leaves no tab', async (_, from) => {
      await prepare({ page: from });
      await click();
      expect(await results()).toEqual([{ status: 'blocked' }]);
      expect(await generated()).toBe(0);
      await tabsOf(context, page, 0);
    });

    test('a plain window.open gives the module its opener and the page it comes from', async () => {
      await prepare({ naive: 'open' });
      const tab = await context.opened(click);
      await arrived(tab, sites);
      expect(sites.visits[0]?.headers.referer).toBe(`${sites.host}/`);
      expect(await seenFrom(tab)).toMatchObject({ opener: true });
    });

    test('a blank tab that is led on by its location sends a Referer', async () => {
      await prepare({ naive: 'lead' });
      await arrived(await context.opened(click), sites);
      expect(sites.visits[0]?.headers.referer).toMatch(sites.host);
    });

    test('opens however long the token takes, where opening afterwards is blocked', async () => {
      await prepare({ kind: 'late' });
      await arrived(await context.opened(click), sites);
      await prepare({ kind: 'late', naive: 'open' });
      await click();
      expect(await results()).toEqual(['no tab']);
    });

    test.each(['Enter', 'Space'] as const)('opens by the key %s', async (key) => {
      await prepare();
      await page.evaluate(() => document.querySelector<HTMLElement>('#open')?.focus());
      await arrived(await context.opened(() => page.press(key)), sites);
      expect(await results()).toEqual([OPENED]);
    });

    describe('five fast clicks', () => {
      // With the popup blocker on, four of the five would be blocked anyway.
      beforeEach(async () => {
        await context.close();
        await begin(lax);
      });
      const fiveClicks = () =>
        page.evaluate(() => {
          for (let n = 0; n < 5; n++) document.querySelector<HTMLElement>('#open')?.click();
        });

      test.each<Kind>(['at once', 'when told'])(
        'open one tab and ask for one token that comes %s',
        async (kind) => {
          await prepare({ kind });
          const tab = await context.opened(fiveClicks);
          if (kind === 'when told') await give();
          await arrived(tab, sites);
          expect(await results(5)).toEqual(Array(5).fill(OPENED));
          expect(await page.evaluate(() => [window.generated, window.tabs.length])).toEqual([1, 1]);
          await tabsOf(context, page, 1);
          expect(sites.visits).toHaveLength(1);
        },
      );

      test('of two users open two tabs, each with its own token', async () => {
        await prepare();
        const outcome = await page.evaluate(async (url) => {
          const open = (token: string, signal?: AbortSignal) =>
            window.sdk.openModule(url, async () => token, {
              allowHttpLoopback: true,
              ...(signal && { signal }),
            });
          return Promise.all([open('token-of-one-user'), open('token-of-another-user')]);
        }, `${sites.module}/module?t={SHORT_TOKEN}`);
        expect(outcome).toEqual([OPENED, OPENED]);
        await expect
          .poll(() => sites.visits.map(({ url }) => url).sort())
          .toEqual(['/module?t=token-of-another-user', '/module?t=token-of-one-user']);
      });

      test('each have a signal of their own', async () => {
        await prepare();
        const outcome = await page.evaluate(async (url) => {
          let give: (token: string) => void = () => {};
          const generate = () =>
            new Promise<string>((resolve) => {
              give = resolve;
            });
          const first = new AbortController();
          const second = new AbortController();
          const opening = [first, second, undefined].map((stop) =>
            window.sdk.openModule(url, generate, {
              allowHttpLoopback: true,
              ...(stop && { signal: stop.signal }),
            }),
          );
          first.abort('left');
          second.abort('left too');
          give('the-token');
          return Promise.all(opening);
        }, `${sites.module}/module?t={SHORT_TOKEN}`);
        expect(outcome).toEqual([
          { status: 'failed', reason: 'aborted', error: 'left' },
          { status: 'failed', reason: 'aborted', error: 'left too' },
          OPENED,
        ]);
        await expect.poll(() => sites.visits.length).toBe(1);
      });
    });

    test('opens again when the double click is over', async () => {
      await prepare();
      await arrived(await context.opened(click), sites);
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
      await arrived(await context.opened(click), sites);
      expect(await generated()).toBe(2);
    });

    test('opens again at once when a slow tab has been closed', async () => {
      await prepare({ kind: 'when told' });
      const first = await context.opened(click);
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
      await give();
      await arrived(first, sites);
      await first.close();
      const second = await context.opened(click);
      await give();
      await arrived(second, sites);
      expect(await results(2)).toEqual([OPENED, OPENED]);
    });

    test.each<[string, Setup, object, (() => Promise<unknown>)?]>([
      [
        'the generator fails',
        { kind: 'failing' },
        { status: 'failed', reason: 'generator', error: 'Error: no token today' },
      ],
      [
        'no token comes in time',
        { kind: 'never', options: { timeoutMs: 50 } },
        { status: 'timeout' },
      ],
      [
        'the signal fires',
        { kind: 'never' },
        { status: 'failed', reason: 'aborted', error: 'Error: menu closed' },
        () => page.evaluate(() => window.stopper.abort(new Error('menu closed'))),
      ],
    ])('closes the tab when %s', async (_, setup, result, act) => {
      await prepare(setup);
      await click();
      await act?.();
      expect(await results()).toMatchObject([result]);
      await tabsClosed(page);
      expect(sites.visits).toEqual([]);
    });

    test('tries anew after a failure', async () => {
      await prepare({ kind: 'when told' });
      await click();
      await fail();
      await results(1);
      await tabsClosed(page);
      const second = await context.opened(click);
      await give();
      await arrived(second, sites);
      expect(await results(2)).toMatchObject([{ status: 'failed' }, { status: 'opened' }]);
    });

    test.each<[string, Setup, unknown]>([
      ['a URL that may not be used', { path: '/module?{SHORT_TOKEN}' }, { reason: 'url' }],
      ['a signal that is none', { options: { signal: {} } }, /^thrown TypeError: signal/],
      [
        'a time limit of the wrong type',
        { options: { timeoutMs: '5' } },
        /^thrown TypeError: timeoutMs/,
      ],
      [
        'a launch page of another origin',
        { options: { launchPage: '//localhost/launch' } },
        /^thrown TypeError: launchPage/,
      ],
    ])('refuses %s without opening anything', async (_, setup, outcome) => {
      await prepare(setup);
      await click();
      const [result] = await results();
      if (outcome instanceof RegExp) expect(result).toMatch(outcome);
      else expect(result).toMatchObject(outcome as object);
      await tabsOf(context, page, 0);
      expect(await generated()).toBe(0);
    });

    test('takes texts that are null for none', async () => {
      await prepare({ options: { texts: null } });
      await arrived(await context.opened(click), sites);
    });

    test.each(['null', 'the window itself'])(
      'says blocked, and asks for no token, when window.open gives %s',
      async (what) => {
        await prepare();
        await page.evaluate((isNull) => {
          window.open = () => (isNull ? null : window);
        }, what === 'null');
        await click();
        expect(await results()).toEqual([{ status: 'blocked' }]);
        expect(await generated()).toBe(0);
        expect(await page.url()).toBe(`${sites.host}/`);
      },
    );

    test('says blocked when it is not called from a click', async () => {
      await prepare();
      // An evaluation may count as a click, so the call has to come later than a click counts.
      await page.evaluate(() => {
        setTimeout(() => document.querySelector<HTMLElement>('#open')?.click(), 5_500);
      });
      expect(await results()).toEqual([{ status: 'blocked' }]);
    });

    test('drops a token that comes after its tab was closed, and says so', async () => {
      await prepare({ kind: 'when told' });
      await (await context.opened(click)).close();
      await tabsClosed(page);
      await give();
      expect(await results()).toEqual([{ status: 'failed', reason: 'gone' }]);
      expect(sites.visits).toEqual([]);
    });

    test('gives the token of a closed tab to the next one, asking for no second', async () => {
      await prepare({ kind: 'when told' });
      await (await context.opened(click)).close();
      await tabsClosed(page);
      const second = await context.opened(click);
      await give();
      await arrived(second, sites);
      expect(await results(2)).toEqual([OPENED, OPENED]);
      expect(await generated()).toBe(1);
    });

    test.each([
      ['to the module’s site', 'comes', 'module'],
      ['to the module’s site', 'fails', 'module'],
      ['to the page’s own site', 'comes', 'host'],
      ['to the page’s own site', 'fails', 'host'],
    ] as const)(
      'leaves a tab alone that the person has led %s, whether the token %s (%s)',
      async (_, what, site) => {
        await prepare({ kind: 'when told' });
        const tab = await context.opened(click);
        await tab.goto(`${sites[site]}/elsewhere`);
        if (what === 'comes') await give();
        else await fail();
        expect(await results()).toMatchObject([
          { reason: what === 'comes' ? 'gone' : 'generator' },
        ]);
        expect(await tab.isClosed()).toBe(false);
        expect(await tab.url()).toBe(`${sites[site]}/elsewhere`);
        expect(sites.visits).toEqual([]);
      },
    );

    test('closes the waiting tab when the page with the menu is left', async () => {
      await prepare({ kind: 'never' });
      await context.opened(click);
      await page.goto(`${sites.host}/elsewhere`);
      await tabsOf(context, page, 0);
    });

    test('takes a tab that reads as closed for opened, since a page with COOP lives on', async () => {
      await prepare({ path: '/module-coop?t={SHORT_TOKEN}' });
      const tab = await context.opened(click);
      await arrived(tab, sites);
      expect(await results()).toEqual([OPENED]);
      expect(await tab.text('h1')).toBe('Module');
    });

    describe('the waiting tab', () => {
      test('says what happens in the language asked for, texts as text', async () => {
        const texts = { ...ENGLISH_WAITING_PAGE, lang: 'id', dir: 'rtl', waiting: '<img src=x>' };
        await prepare({ kind: 'never', options: { texts } });
        const tab = await context.opened(click);
        expect(await tab.text('[role=status]')).toBe(texts.waiting);
        expect(
          await tab.evaluate(() => {
            const { lang, dir } = document.documentElement;
            return [lang, dir, document.querySelectorAll('img, script').length];
          }),
        ).toEqual(['id', 'rtl', 0]);
        expect(
          await tab.evaluate(() => document.querySelector('meta[name=viewport]') !== null),
        ).toBe(true);
      });

      test('says that it failed where it cannot be closed', async () => {
        await prepare({ kind: 'when told' });
        const tab = await context.opened(click);
        await page.evaluate(() => {
          const [tab] = window.tabs;
          if (tab) tab.close = () => {};
          window.fail(new Error('no'));
        });
        await results();
        expect(await tab.text('[role=status]')).toBe(ENGLISH_WAITING_PAGE.failed);
      });

      test.each([
        ['English', ENGLISH_WAITING_PAGE],
        ['Indonesian', INDONESIAN_WAITING_PAGE],
      ])('has nothing that axe finds fault with, in %s, waiting or failed', async (_, texts) => {
        await prepare({ kind: 'when told', options: { texts } });
        const tab = await context.opened(click);
        expect(await tab.text('[role=status]')).toBe(texts.waiting);
        expect(await faultsOf(tab)).toEqual([]);
        await page.evaluate(() => {
          const [tab] = window.tabs;
          if (tab) tab.close = () => {};
          window.fail(new Error('no'));
        });
        await results();
        expect(await tab.text('[role=status]')).toBe(texts.failed);
        expect(await faultsOf(tab)).toEqual([]);
      });

      test('would be told by axe if it had no language and no heading', async () => {
        await prepare({ kind: 'never' });
        const tab = await context.opened(click);
        await tab.text('[role=status]');
        await tab.evaluate(() => {
          document.documentElement.removeAttribute('lang');
          document.querySelector('h1')?.remove();
        });
        expect(await faultsOf(tab)).toEqual(['html-has-lang', 'page-has-heading-one']);
      });

      test('has nothing that the strictest Content-Security-Policy objects to', async () => {
        await prepare({ kind: 'when told', page: '/?csp' });
        const tab = await context.opened(click);
        await tab.text('[role=status]');
        expect(await tab.evaluate(() => getComputedStyle(document.body).fontFamily)).toMatch(
          /sans/,
        );
        await give();
        await arrived(tab, sites);
        expect(
          context.messages.filter(
            // The page's own icon, which Firefox asks for.
            (text) => /Content.Security/i.test(text) && !text.includes('favicon'),
          ),
        ).toEqual([]);
      });
    });

    describe('with a launch page', () => {
      const options = { launchPage: '/launch' };

      test('waits on it, and leaves it without opener and Referer', async () => {
        await prepare({ kind: 'when told', options });
        const tab = await context.opened(click);
        await tab.waitForUrl(`${sites.host}/launch`);
        expect(await tab.evaluate(() => window.opener)).toBeNull();
        await give();
        await arrived(tab, sites);
        expect(await results()).toEqual([OPENED]);
        expect(sites.visits[0]?.headers.referer).toBeUndefined();
        expect(await seenFrom(tab)).toMatchObject({ opener: false, referrer: '' });
      });

      test('closes it when there is no token', async () => {
        await prepare({ kind: 'when told', options });
        const tab = await context.opened(click);
        await tab.waitForUrl(`${sites.host}/launch`);
        await fail();
        expect(await results()).toMatchObject([{ status: 'failed', reason: 'generator' }]);
        await tabsClosed(page);
      });

      test('drops the token when the person has gone elsewhere from it', async () => {
        await prepare({ kind: 'when told', options });
        const tab = await context.opened(click);
        await tab.waitForUrl(`${sites.host}/launch`);
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
        await tab.goto(`${sites.host}/elsewhere`);
        await give();
        expect(await results()).toEqual([{ status: 'failed', reason: 'gone' }]);
        expect(await tab.isClosed()).toBe(false);
      });

      test('drops the token when it leads to another origin, where the tab is out of reach', async () => {
        await prepare({ options: { launchPage: '/led-away' } });
        const tab = await context.opened(click);
        expect(await results()).toEqual([{ status: 'failed', reason: 'launcher' }]);
        await tab.waitForUrl(`${sites.module}/login`);
        expect(sites.visits).toEqual([]);
      });
    });
  });
});
