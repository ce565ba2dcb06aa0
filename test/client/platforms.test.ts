import { afterEach, describe, expect, test, vi } from 'vitest';

const GOOD = JSON.stringify({
  status: true,
  data: { bearerToken: 'b', userId: 'u', organizationId: 'o' },
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** What the platform has is asked once per process, so each test loads the client afresh. */
async function freshClient(fetch: typeof globalThis.fetch) {
  vi.resetModules();
  const { createShortTokenClient } = await import('../../src/client/create-short-token-client.ts');
  return createShortTokenClient({ fetch, baseUrl: 'https://api.example/v3' });
}

const failing = (call: Promise<unknown>) => call.catch(({ code }: { code: unknown }) => code);

/** React Native's Response: no body stream, no `redirected`, the final URL in `url`. */
function nativeResponse(text: string, fields: Partial<Response> = {}, headers: HeadersInit = {}) {
  return {
    status: 200,
    type: 'default',
    url: 'https://api.example/v3/short-token/resolve',
    headers: new Headers(headers),
    text: async () => text,
    ...fields,
  } as Response;
}

describe('in React Native', () => {
  test('an answer without a body stream is read', async () => {
    const client = await freshClient(async () => nativeResponse(GOOD));
    expect(await client.resolve('t')).toMatchObject({ ok: true, userId: 'u' });
  });

  test('an answer that announces too much is refused unread', async () => {
    const text = vi.fn();
    const headers = { 'content-length': '65537' };
    const client = await freshClient(async () => nativeResponse('', { text }, headers));
    expect(await failing(client.resolve('t'))).toBe('response_too_large');
    expect(text).not.toHaveBeenCalled();
  });

  test('an answer that turns out to be too long is refused', async () => {
    const client = await freshClient(async () => nativeResponse('x'.repeat(65_537)));
    expect(await failing(client.resolve('t'))).toBe('response_too_large');
  });

  test('an answer that is shorter than announced broke off', async () => {
    const headers = { 'content-length': '500' };
    const client = await freshClient(async () => nativeResponse('{"status":', {}, headers));
    expect(await failing(client.resolve('t'))).toBe('response_truncated');
  });

  test('a redirect that was followed all the same is refused', async () => {
    const client = await freshClient(async () =>
      nativeResponse(GOOD, { url: 'https://evil.example/short-token/resolve' }),
    );
    expect(await failing(client.resolve('t'))).toBe('redirect_refused');
  });

  test('a token can be resolved where there is no crypto', async () => {
    vi.stubGlobal('crypto', undefined);
    const sent: RequestInit[] = [];
    const client = await freshClient(async (_url, init) => {
      sent.push(init ?? {});
      return nativeResponse(GOOD);
    });
    expect(await client.resolve('t')).toMatchObject({ ok: true });
    expect(sent[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  test('a key is made where crypto has random values only', async () => {
    const getRandomValues = crypto.getRandomValues.bind(crypto);
    vi.stubGlobal('crypto', { getRandomValues });
    const keys = new Set<unknown>();
    const client = await freshClient(async (_url, init) => {
      keys.add(new Headers(init?.headers).get('idempotency-key'));
      return nativeResponse(GOOD);
    });
    for (const token of ['a', 'b', 'c']) await client.resolve(token);
    expect(keys.size).toBe(3);
    for (const key of keys) expect(key).toMatch(/^\d+-\d+-\d+-\d+$/);
  });
});

describe('in a browser', () => {
  test('a redirect that is hidden from scripts is refused', async () => {
    const hidden = { status: 0, type: 'opaqueredirect', redirected: false, url: '' } as const;
    const client = await freshClient(async () => nativeResponse('', hidden));
    expect(await failing(client.resolve('t'))).toBe('redirect_refused');
  });

  test('a redirect that was followed by a fetch of your own is refused', async () => {
    const client = await freshClient(async () => nativeResponse(GOOD, { redirected: true }));
    expect(await failing(client.resolve('t'))).toBe('redirect_refused');
  });

  test('an error response is an interrupted connection', async () => {
    const client = await freshClient(async () => Response.error());
    expect(await failing(client.resolve('t'))).toBe('network_interrupted');
  });
});

describe('the request carries no cookie and passes no cache', () => {
  async function initOn(fields: readonly string[]): Promise<RequestInit> {
    vi.stubGlobal(
      'Request',
      class {
        constructor() {
          for (const field of fields) Object.assign(this, { [field]: '' });
        }
      },
    );
    let seen: RequestInit = {};
    const client = await freshClient(async (_url, init) => {
      seen = init ?? {};
      return new Response(GOOD);
    });
    await client.resolve('t');
    return seen;
  }

  test.each([
    { where: 'where both can be said', fields: ['cache', 'credentials'] },
    { where: 'in Workers since the end of 2024', fields: ['cache'] },
    { where: 'in Workers before, which throw on both', fields: [] },
  ])('$where', async ({ fields }) => {
    const init = await initOn(fields);
    expect(init.redirect).toBe('manual');
    expect('cache' in init && init.cache).toBe(fields.includes('cache') ? 'no-store' : false);
    expect('credentials' in init && init.credentials).toBe(
      fields.includes('credentials') ? 'omit' : false,
    );
  });

  test('where there is no Request to ask', async () => {
    vi.stubGlobal('Request', undefined);
    let seen: RequestInit = {};
    const client = await freshClient(async (_url, init) => {
      seen = init ?? {};
      return new Response(GOOD);
    });
    await client.resolve('t');
    expect(seen).toMatchObject({ cache: 'no-store', credentials: 'omit' });
  });
});
