import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { createBrowser } from '../../src/audit/browser.ts';
import { listen, type Running } from './support/run.ts';

const running: Running[] = [];
afterEach(async () => {
  for (const { stop } of running.splice(0)) await stop();
});

async function site(listener: RequestListener): Promise<string> {
  const one = await listen(listener);
  running.push(one);
  return one.origin;
}

const redirecting =
  (status: number, location: string): RequestListener =>
  (request, response) => {
    if (request.url === '/end') return response.end(`${request.method}`);
    return response.writeHead(status, { location }).end();
  };

describe('the browser of an audit', () => {
  test.each([
    [303, 'GET'],
    [302, 'GET'],
    [307, 'POST'],
  ])('follows a %d of a form with %s', async (status, method) => {
    const origin = await site(redirecting(status, '/end'));
    const { last } = await createBrowser().submit(`${origin}/`, {
      action: '',
      fields: [],
    });
    expect(last.body).toBe(method);
  });

  test('gives up on redirects that never end', async () => {
    const origin = await site(redirecting(302, '/again'));
    const { answers, last } = await createBrowser().go(origin);
    expect(answers).toHaveLength(10);
    expect(last.status).toBe(302);
  });

  test.each(['https://elsewhere.example/', '//forged.elsewhere.example/', 'mailto:a@b.example'])(
    'does not go to %s',
    async (location) => {
      const { answers } = await createBrowser().go(await site(redirecting(303, location)));
      expect(answers).toHaveLength(1);
    },
  );

  test('follows a meta refresh of a page', async () => {
    const origin = await site((request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(
        request.url === '/'
          ? '<meta http-equiv="refresh" content="0;url=/end">'
          : `at ${request.url}`,
      );
    });
    expect((await createBrowser().go(origin)).last.body).toBe('at /end');
  });

  test.each([
    ['a=1; Path=/; Secure; HttpOnly; SameSite=Lax', 'a=1', 'a=1'],
    ['__Host-a=1; Path=/; Secure', '__Host-a=1', '__Host-a=1'],
    // Another site began the navigation, so a strict cookie stays at home until the user clicks.
    ['a=1; Path=/; SameSite=Strict', '', 'a=1'],
    ['__Host-a=1; Path=/; Secure; Domain=localhost', '', ''],
    ['__Host-a=1; Path=/x; Secure', '', ''],
    ['a=1; Domain=other.example', '', ''],
    ['a=1; Path=/elsewhere', '', ''],
    ['a=1; Path=/; Max-Age=0', '', ''],
  ])('keeps %j as browsers do', async (cookie, onArrival, later) => {
    const origin = await site((request, response) => {
      if (request.url === '/') {
        return response.writeHead(303, { location: '/end', 'set-cookie': cookie }).end();
      }
      return response.end(request.headers.cookie ?? '');
    });
    const browser = createBrowser();
    expect((await browser.go(origin, {}, 'mileapp')).last.body).toBe(onArrival);
    expect((await browser.go(`${origin}/end`)).last.body).toBe(later);
  });

  test('says which cookies it would not take', async () => {
    const origin = await site((_, response) =>
      response.setHeader('set-cookie', ['__Host-a=1', 'b=1']).end(),
    );
    expect((await createBrowser().go(origin)).refusedCookies).toEqual(['__Host-a']);
  });

  test('copies without touching the original', async () => {
    const origin = await site((request, response) => response.end(request.headers.cookie ?? ''));
    const browser = createBrowser();
    await browser.plant(origin, 'a', '1');
    await browser.plant(origin, 'b', '2');
    const copy = browser.copy((name) => name === 'b');
    await copy.plant(origin, 'c', '3');
    expect((await copy.go(origin)).last.body).toBe('b=2; c=3');
    expect((await browser.go(origin)).last.body).toBe('a=1; b=2');
  });

  test('tells of a connection that breaks instead of throwing', async () => {
    const origin = await site((request) => request.socket.destroy());
    const { last } = await createBrowser().go(origin);
    expect(last).toMatchObject({ status: 0, failure: 'no answer (ECONNRESET)' });
  });

  test('stops at once when it is told to', async () => {
    const origin = await site(() => {});
    const browser = createBrowser({ signal: AbortSignal.timeout(50) });
    await expect(browser.go(origin)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
