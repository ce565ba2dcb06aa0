import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openModuleNative } from '../../src/open/open-module-native.ts';
import { ModuleUrlError } from '../../src/url/module-url-error.ts';
import { parseModuleUrl } from '../../src/url/parse-module-url.ts';
import { ShortTokenError } from '../../src/wire/short-token-error.ts';

const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';
const URL_SOURCE = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const HREF = `https://svc.example/webhook?token=${TOKEN}`;

describe('openModuleNative', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    // A module that was opened is remembered for half a second.
    vi.advanceTimersByTime(1_000);
    vi.useRealTimers();
  });

  test('hands the rendered URL to openUrl', async () => {
    const openUrl = vi.fn();
    expect(await openModuleNative(URL_SOURCE, () => TOKEN, { openUrl })).toEqual({
      status: 'opened',
    });
    expect(openUrl.mock.calls).toEqual([[HREF]]);
  });

  test.each([
    ['a string', URL_SOURCE],
    ['a parsed module URL', parseModuleUrl(URL_SOURCE)],
  ])('opens once for five taps on %s, and again when the double tap is over', async (_, url) => {
    const openUrl = vi.fn();
    const generate = vi.fn(async () => TOKEN);
    const tap = () => openModuleNative(url, generate, { openUrl });
    const results = await Promise.all([tap(), tap(), tap(), tap(), tap()]);
    expect(results).toEqual(Array(5).fill({ status: 'opened' }));
    await tap();
    expect([generate.mock.calls.length, openUrl.mock.calls.length]).toEqual([1, 1]);
    vi.advanceTimersByTime(500);
    await tap();
    expect([generate.mock.calls.length, openUrl.mock.calls.length]).toEqual([2, 2]);
  });

  test('of two users opens two pages, each with its own token', async () => {
    const openUrl = vi.fn();
    const open = (token: string) => openModuleNative(URL_SOURCE, async () => token, { openUrl });
    expect(await Promise.all([open('one'), open('another')])).toHaveLength(2);
    expect(openUrl.mock.calls.map(([href]) => href).sort()).toEqual([
      'https://svc.example/webhook?token=another',
      'https://svc.example/webhook?token=one',
    ]);
  });

  test('gives each caller a signal of its own, and tells the generator when the last has gone', async () => {
    const openUrl = vi.fn();
    let told: AbortSignal | undefined;
    const generate = ({ signal }: { signal?: AbortSignal | undefined }) => {
      told = signal;
      return new Promise<string>(() => {});
    };
    const stops = [new AbortController(), new AbortController()];
    const results = stops.map(({ signal }) =>
      openModuleNative(URL_SOURCE, generate, { openUrl, signal }),
    );
    stops[0]?.abort('left');
    expect(await results[0]).toEqual({ status: 'failed', reason: 'aborted', error: 'left' });
    expect(told?.aborted).toBe(false);
    stops[1]?.abort('left, too');
    expect(await results[1]).toEqual({ status: 'failed', reason: 'aborted', error: 'left, too' });
    expect(told?.aborted).toBe(true);
  });

  test('can open again while openUrl still shows the page', async () => {
    const openUrl = vi.fn(() => new Promise(() => {}));
    const generate = () => TOKEN;
    void openModuleNative(URL_SOURCE, generate, { openUrl });
    await vi.advanceTimersByTimeAsync(500);
    void openModuleNative(URL_SOURCE, generate, { openUrl });
    await vi.advanceTimersByTimeAsync(0);
    expect(openUrl).toHaveBeenCalledTimes(2);
  });

  test.each([
    ['rejects', () => Promise.reject(new Error(`Unable to open URL: ${HREF}`))],
    [
      'throws',
      () => {
        throw new Error(`Unable to open URL: ${HREF}`);
      },
    ],
  ])('passes nothing on of an openUrl that %s with the URL in its error', async (_, openUrl) => {
    const result = await openModuleNative(URL_SOURCE, () => TOKEN, { openUrl });
    expect(result).toEqual({ status: 'failed', reason: 'launcher' });
    expect(JSON.stringify(result)).not.toContain(TOKEN);
    // Not remembered: the next tap is a new try.
    const second = await openModuleNative(URL_SOURCE, () => TOKEN, { openUrl: () => true });
    expect(second).toEqual({ status: 'opened' });
  });

  test('says why there was nothing to open', async () => {
    const openUrl = vi.fn();
    const boom = new Error('no token today');
    const slow = new ShortTokenError('timeout', 'slow');
    const stop = new AbortController();
    const never = () => new Promise<string>(() => {});
    const cases = [
      [openModuleNative('https://svc.example/{', () => TOKEN, { openUrl }), 'opened', undefined],
      [openModuleNative('javascript:{SHORT_TOKEN}', () => TOKEN, { openUrl }), 'failed', 'url'],
      [
        openModuleNative(`${URL_SOURCE}#1`, () => Promise.reject(boom), { openUrl }),
        'failed',
        'generator',
      ],
      [openModuleNative(`${URL_SOURCE}#2`, () => '', { openUrl }), 'failed', 'generator'],
      [
        openModuleNative(`${URL_SOURCE}#3`, () => Promise.reject(slow), { openUrl }),
        'timeout',
        undefined,
      ],
      [
        openModuleNative(`${URL_SOURCE}#4`, never, { openUrl, timeoutMs: 50 }),
        'timeout',
        undefined,
      ],
      [openModuleNative(`${URL_SOURCE}#5`, never, { openUrl }), 'timeout', undefined],
      [
        openModuleNative(`${URL_SOURCE}#6`, never, { openUrl, signal: stop.signal }),
        'failed',
        'aborted',
      ],
    ] as const;
    stop.abort(new Error('left'));
    await vi.advanceTimersByTimeAsync(10_000);
    for (const [outcome, status, reason] of cases) {
      const result = await outcome;
      expect(result.status).toBe(status);
      expect('reason' in result ? result.reason : undefined).toBe(reason);
    }
    expect(await cases[2][0]).toEqual({ status: 'failed', reason: 'generator', error: boom });
    expect(await cases[1][0]).toMatchObject({ error: expect.any(ModuleUrlError) });
    expect(openUrl).toHaveBeenCalledTimes(1);
  });

  test.each<[string, typeof TypeError | typeof RangeError, unknown[]]>([
    ['openUrl', TypeError, [URL_SOURCE, () => TOKEN, {}]],
    ['openUrl', TypeError, [URL_SOURCE, () => TOKEN, undefined]],
    ['url', TypeError, [undefined, () => TOKEN, { openUrl: () => {} }]],
    ['url', TypeError, [{ href: 'x' }, () => TOKEN, { openUrl: () => {} }]],
    ['generate', TypeError, [URL_SOURCE, undefined, { openUrl: () => {} }]],
    ['timeoutMs', TypeError, [URL_SOURCE, () => TOKEN, { openUrl: () => {}, timeoutMs: '5000' }]],
    ['signal', TypeError, [URL_SOURCE, () => TOKEN, { openUrl: () => {}, signal: {} }]],
    ['timeoutMs', RangeError, [URL_SOURCE, () => TOKEN, { openUrl: () => {}, timeoutMs: 0 }]],
    ['timeoutMs', RangeError, [URL_SOURCE, () => TOKEN, { openUrl: () => {}, timeoutMs: 2 ** 31 }]],
  ])('names a bad %s', async (name, kind, args) => {
    const call = openModuleNative(...(args as unknown as Parameters<typeof openModuleNative>));
    await expect(call).rejects.toThrow(kind);
    await expect(call).rejects.toThrow(name);
  });
});
