import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser, Context, Frame, Page } from '../support/engines/engine.ts';
import { ENGINES } from '../support/engines/engines.ts';
import { freePort } from '../support/free-port.ts';
import { type MenuWindow, TOKEN } from './support/menu.ts';
import { type Sites, startSites } from './support/sites.ts';

declare const window: MenuWindow & typeof globalThis;

const OPENED = { status: 'opened' };

/** All that a page can ask the frame of another origin. */
function readFrame(): Record<string, string> {
  const iframe = document.querySelector('iframe') as HTMLIFrameElement;
  const inner = iframe.contentWindow as unknown as Record<string, unknown>;
  const read = (ask: () => unknown) => {
    try {
      return String(ask());
    } catch (error) {
      return (error as Error).name;
    }
  };
  return {
    document: read(() => iframe.contentDocument),
    href: read(() => (inner.location as Location).href),
    ...Object.fromEntries(
      ['length', 'origin', 'name', 'document', 'performance', 'closed', 'opener', '0'].map(
        (name) => [name === 'document' ? 'window.document' : name, read(() => inner[name])],
      ),
    ),
  };
}

describe.each(ENGINES)('mountModuleFrame in $title', ({ name, missing, launch }) => {
  describe.skipIf(missing)('', () => {
    let browser: Browser;
    let sites: Sites;
    let context: Context;
    let page: Page;

    beforeAll(async () => {
      [browser, sites] = await Promise.all([launch(), startSites()]);
    });
    afterAll(async () => {
      await browser?.close();
      await sites?.close();
    });
    beforeEach(async () => {
      context = await browser.newContext();
      page = await context.newPage();
      sites.visits.length = 0;
      await visit('/');
    });
    afterEach(() => context.close());

    const visit = async (path: string) => {
      await page.goto(sites.host + path);
      await page.waitFor(() => 'sdk' in window);
      await page.evaluate(() => {
        document.body.append(Object.assign(document.createElement('iframe'), { title: 'Module' }));
      });
    };
    const mount = (path = '/module?t={SHORT_TOKEN}', options = {}) =>
      page.evaluate(
        ({ url, token, options }) =>
          window.sdk.mountModuleFrame(
            document.querySelector('iframe') as HTMLIFrameElement,
            url,
            () => token,
            { allowHttpLoopback: true, ...options },
          ),
        { url: sites.module + path, token: TOKEN, options },
      );
    const frame = async (): Promise<Frame> => {
      const inner = await page.frame('iframe');
      await inner.text('h1');
      return inner;
    };
    const visited = () => sites.visits.map(({ url }) => url);
    const timingEntries = () =>
      page.evaluate(() =>
        performance
          .getEntries()
          .map(({ name }) => name)
          .join('\n'),
      );

    test.each([
      ['a plain page', '/'],
      ['a policy that lets the module in', '/?framing'],
      ['Trusted Types', '/?trusted-types'],
      ['a sandbox', '/?sandbox'],
    ])('under %s, it leads the frame to the rendered URL and leaves no trace', async (_, from) => {
      await visit(from);
      const before = await page.evaluate(() => history.length);
      expect(await mount()).toEqual(OPENED);
      expect(await (await frame()).evaluate(() => document.referrer)).toBe('');
      expect(visited()).toEqual([`/module?t=${TOKEN}`]);
      expect(sites.visits[0]?.headers.referer).toBeUndefined();
      expect(await timingEntries()).not.toContain(TOKEN);
      expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(TOKEN);
      expect(await page.evaluate(() => history.length)).toBe(before);
    });

    test('a plain src sends a Referer and shows the URL to every script', async () => {
      await page.evaluate((src) => {
        (document.querySelector('iframe') as HTMLIFrameElement).src = src;
      }, `${sites.module}/module?t=${TOKEN}`);
      await frame();
      expect(sites.visits[0]?.headers.referer).toBe(`${sites.host}/`);
      expect(await page.evaluate(() => document.documentElement.outerHTML)).toContain(TOKEN);
      expect(await timingEntries()).toContain(TOKEN);
    });

    test('adds nothing to the history, however often a module is mounted', async () => {
      const before = await page.evaluate(() => history.length);
      for (let n = 1; n <= 10; n++) {
        expect(await mount(`/module-${n}?t={SHORT_TOKEN}`)).toEqual(OPENED);
        await frame();
      }
      expect(sites.visits).toHaveLength(10);
      expect(await page.evaluate(() => history.length)).toBe(before);
      expect(await timingEntries()).not.toContain(TOKEN);
    });

    test('lets the module run scripts as itself, and open nothing in place of the page', async () => {
      await mount();
      const module = await frame();
      expect(await module.evaluate(() => window.origin)).toBe(sites.module);
      const outcome = await module.evaluate((url) => {
        try {
          (window.top as Window).location.href = url;
          return 'led';
        } catch (error) {
          return (error as Error).name;
        }
      }, `${sites.module}/away`);
      expect(outcome).toBe('SecurityError');
      expect(await page.url()).toBe(`${sites.host}/`);
    });

    test('takes a sandbox of the caller’s, down to one that forbids everything', async () => {
      expect(await mount(undefined, { sandbox: '' })).toEqual(OPENED);
      expect(visited()).toEqual([`/module?t=${TOKEN}`]);
      expect(
        await page.evaluate(() => document.querySelector('iframe')?.getAttribute('sandbox')),
      ).toBe('');
    });

    test('does not let a module of the own origin out of its sandbox', async () => {
      const sandbox = await page.evaluate(async (url) => {
        const iframe = document.querySelector('iframe') as HTMLIFrameElement;
        await window.sdk.mountModuleFrame(iframe, url, () => 'unused', { allowHttpLoopback: true });
        return [iframe.getAttribute('sandbox'), iframe.contentDocument === null];
      }, `${sites.host}/elsewhere`);
      expect(sandbox[0]).not.toContain('allow-same-origin');
      expect(sandbox[1]).toBe(true);
    });

    test('grants the features of allow to the module, and to the next module its own', async () => {
      const allowOf = () => page.evaluate(() => document.querySelector('iframe')?.allow);
      await page.evaluate(() => {
        (document.querySelector('iframe') as HTMLIFrameElement).allow =
          "geolocation; camera 'src'; clipboard-write https://other.example";
      });
      await mount();
      expect(await allowOf()).toBe(
        `geolocation ${sites.module}; camera ${sites.module}; clipboard-write https://other.example`,
      );
      if (name === 'Chromium') {
        const allows = await (await frame()).evaluate(() => {
          const { featurePolicy } = document as unknown as {
            featurePolicy: { allowsFeature(name: string): boolean };
          };
          return ['geolocation', 'camera', 'clipboard-write'].map((feature) =>
            featurePolicy.allowsFeature(feature),
          );
        });
        expect(allows).toEqual([true, true, false]);
      }
      await page.evaluate(
        (url) =>
          window.sdk.mountModuleFrame(
            document.querySelector('iframe') as HTMLIFrameElement,
            url,
            () => 'unused',
            { allowHttpLoopback: true },
          ),
        `${sites.host}/elsewhere`,
      );
      expect(await allowOf()).toContain(`geolocation ${sites.host};`);
    });

    test('lets a module ask for its own storage', async () => {
      await mount();
      const sandbox = await page.evaluate(() => document.querySelector('iframe')?.sandbox.value);
      expect(sandbox).toContain('allow-storage-access-by-user-activation');
    });

    test('tells the page of the module’s load, and of no blank one', async () => {
      await page.evaluate(() => {
        const loads: string[] = [];
        Object.assign(window, { loads });
        document.querySelector('iframe')?.addEventListener('load', ({ target }) => {
          loads.push((target as HTMLIFrameElement).contentDocument ? 'blank' : 'module');
        });
      });
      await mount();
      await frame();
      expect(await page.evaluate(() => (window as unknown as { loads: string[] }).loads)).toEqual([
        'module',
      ]);
    });

    test('leaves the focus in the frame', async () => {
      await page.evaluate(() => document.querySelector('iframe')?.focus());
      await mount();
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe('iframe');
    });

    test('tells a frame that the page’s own policy refuses, the next time without a token', async () => {
      await visit('/?csp');
      expect(await mount()).toEqual({ status: 'failed', reason: 'policy' });
      expect(sites.visits).toEqual([]);
      const generated = await page.evaluate(async (url) => {
        let generated = 0;
        const generate = () => {
          generated++;
          return 'unused';
        };
        const iframe = document.querySelector('iframe') as HTMLIFrameElement;
        await window.sdk.mountModuleFrame(iframe, url, generate, { allowHttpLoopback: true });
        return generated;
      }, `${sites.module}/module?t={SHORT_TOKEN}`);
      expect(generated).toBe(0);
    });

    test('does not take a refused site whose origin begins alike for the module', async () => {
      const result = await page.evaluate(
        ({ url, token, blockedURI }) => {
          const violation = new SecurityPolicyViolationEvent('securitypolicyviolation', {
            blockedURI,
            documentURI: location.href,
            disposition: 'enforce',
            effectiveDirective: 'frame-src',
            originalPolicy: 'frame-src',
            statusCode: 200,
            violatedDirective: 'frame-src',
            bubbles: true,
          });
          const generate = () => {
            setTimeout(() => document.dispatchEvent(violation));
            return token;
          };
          const iframe = document.querySelector('iframe') as HTMLIFrameElement;
          return window.sdk.mountModuleFrame(iframe, url, generate, { allowHttpLoopback: true });
        },
        {
          url: `${sites.module}/module?t={SHORT_TOKEN}`,
          token: TOKEN,
          blockedURI: `${sites.module}0`,
        },
      );
      expect(result).toEqual(OPENED);
    });

    test('reads the same of a module that refuses to be framed as of one that loads', async () => {
      const readings: unknown[] = [];
      for (const kind of ['', 'unframed', 'without-ancestors']) {
        expect(await mount(`/module-${kind}?t={SHORT_TOKEN}`)).toEqual(OPENED);
        readings.push(await page.evaluate(readFrame));
      }
      expect(visited()).toHaveLength(3);
      expect(readings[0]).toMatchObject({ document: 'null', length: '0', href: 'SecurityError' });
      expect(readings).toEqual([readings[0], readings[0], readings[0]]);
    });

    test('says opened in time, too, where the module’s server cannot be reached', async () => {
      const url = `http://localhost:${await freePort()}/module?t={SHORT_TOKEN}`;
      const result = await page.evaluate(
        (source) =>
          window.sdk.mountModuleFrame(
            document.querySelector('iframe') as HTMLIFrameElement,
            source,
            () => 'unused',
            { allowHttpLoopback: true, timeoutMs: 1_000 },
          ),
        url,
      );
      expect(result).toEqual(OPENED);
    });

    test('shows no module before where the token does not come', async () => {
      await mount();
      await frame();
      const result = await page.evaluate((url) => {
        const iframe = document.querySelector('iframe') as HTMLIFrameElement;
        return window.sdk.mountModuleFrame(iframe, url, () => new Promise<string>(() => {}), {
          allowHttpLoopback: true,
          timeoutMs: 50,
        });
      }, `${sites.module}/module?t={SHORT_TOKEN}`);
      expect(result).toMatchObject({ status: 'timeout' });
      const inner = await page.frame('iframe');
      expect(await inner.evaluate(() => document.body?.textContent ?? '')).toBe('');
    });

    test('lets the later of two calls win, in whatever order their tokens come', async () => {
      const results = await page.evaluate(async (base) => {
        const iframe = document.querySelector('iframe') as HTMLIFrameElement;
        const gives: ((token: string) => void)[] = [];
        const generate = () => new Promise<string>((give) => gives.push(give));
        const mounted = ['one', 'two'].map((name) =>
          window.sdk.mountModuleFrame(iframe, `${base}/module-${name}?t={SHORT_TOKEN}`, generate, {
            allowHttpLoopback: true,
          }),
        );
        gives[1]?.('second-token');
        await mounted[1];
        gives[0]?.('first-token');
        return Promise.all(mounted);
      }, sites.module);
      expect(results).toEqual([{ status: 'failed', reason: 'gone' }, OPENED]);
      await frame();
      expect(visited()).toEqual(['/module-two?t=second-token']);
    });

    test('drops the token when the frame has been removed', async () => {
      const result = await page.evaluate((url) => {
        const iframe = document.querySelector('iframe') as HTMLIFrameElement;
        const generate = async () => {
          iframe.remove();
          return 'late-token';
        };
        return window.sdk.mountModuleFrame(iframe, url, generate, { allowHttpLoopback: true });
      }, `${sites.module}/module?t={SHORT_TOKEN}`);
      expect(result).toEqual({ status: 'failed', reason: 'gone' });
      expect(sites.visits).toEqual([]);
    });

    test('refuses a frame that is not in the document', async () => {
      const error = await page.evaluate(() =>
        window.sdk
          .mountModuleFrame(document.createElement('iframe'), 'https://svc.example/', () => 't')
          .catch(String),
      );
      expect(error).toBe('TypeError: iframe must be an iframe in the document.');
    });
  });
});
