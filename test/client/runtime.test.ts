import { afterEach, describe, expect, test, vi } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import { isServerRuntime, takesStreams } from '../../src/client/runtime.ts';

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
  ])('%s', async (_name, navigator) => {
    vi.stubGlobal('navigator', navigator);
    expect(await ending()).toEqual(REFUSED);
  });

  test.each([
    ['in React Native', { product: 'ReactNative' }],
    ['in Workers', { userAgent: 'Cloudflare-Workers' }],
    ['where there is no navigator', undefined],
  ])('%s', async (_name, navigator) => {
    vi.stubGlobal('navigator', navigator);
    vi.stubGlobal('process', undefined);
    expect(await ending()).toEqual(REFUSED);
  });
});

describe('a server', () => {
  test.each([
    ['is Node, by its process', { versions: { node: '20.19.0' } }, {}, true],
    ['is Deno, without a process', undefined, { Deno: {} }, true],
    ['is not a page', undefined, {}, false],
    ['is not a page whose bundler puts a process in', {}, {}, false],
    ['is not a program around a page', { versions: { v8: '13' } }, {}, false],
  ])('%s', (_name, process, globals, expected) => {
    vi.stubGlobal('process', process);
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    expect(isServerRuntime()).toBe(expected);
  });
});

describe('a body may be a stream', () => {
  test('on a server', () => {
    expect(takesStreams()).toBe(true);
  });

  test.each([
    ['with a fetch in place of its own', { fetch: () => {} }],
    ['with a document, as in jsdom', { document: {} }],
    ['in Workers', { WebSocketPair: class {} }],
    ['in a page', { process: undefined }],
  ])('but not %s', (_name, globals) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    expect(takesStreams()).toBe(false);
  });
});
