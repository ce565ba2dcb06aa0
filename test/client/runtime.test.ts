import { afterEach, describe, expect, test, vi } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';

afterEach(() => vi.unstubAllGlobals());

const refused = createShortTokenClient({
  fetch: async () => Response.json({ status: false }, { status: 400 }),
});
const ending = () => refused.resolve('t').catch(({ code }: { code: string }) => code);
const REFUSED = { ok: false, code: 'short_token_invalid' };

describe('a refusal in a browser', () => {
  const browser = (navigator: object = {}) => {
    vi.stubGlobal('navigator', { product: 'Gecko', ...navigator });
    vi.stubGlobal('process', Object.create(process, { versions: { value: {} } }));
  };

  test('may answer a call that the browser sent twice, so it is no refusal', async () => {
    browser();
    expect(await ending()).toBe('outcome_unknown');
  });

  test('counts behind a service worker, such as that of msw', async () => {
    browser({ serviceWorker: { controller: {} } });
    expect(await ending()).toEqual(REFUSED);
  });
});

describe('a refusal counts', () => {
  test.each([
    ['on Node', { userAgent: 'Node.js/24' }],
    ['in jsdom on Node', { product: 'Gecko' }],
    ['in React Native', { product: 'ReactNative' }],
    ['in Workers', { userAgent: 'Cloudflare-Workers' }],
    ['where there is no navigator', undefined],
  ])('%s', async (_name, navigator) => {
    vi.stubGlobal('navigator', navigator);
    expect(await ending()).toEqual(REFUSED);
  });
});
