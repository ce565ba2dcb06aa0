import { getEventListeners } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  isModuleUrlError,
  parseModuleUrl,
  renderModuleUrl,
  type TokenGenerator,
  type TokenRequest,
} from '../../src/index.ts';

const WEBHOOK = 'https://s.example:8443/webhook?token={SHORT_TOKEN}';
const TOKEN = 'abc123def456ghi789';
const HREF = `https://s.example:8443/webhook?token=${TOKEN}`;

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterEach(async () => {
  vi.useRealTimers();
  // Node tells of unhandled rejections once the microtasks are done.
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled.splice(0)).toEqual([]);
});
afterAll(() => void process.off('unhandledRejection', note));

describe('the generator', () => {
  const generators: Record<string, TokenGenerator> = {
    'a string': () => TOKEN,
    'a promise of a string': async () => TOKEN,
    'an object': () => ({ shortToken: TOKEN, expiresAt: new Date(1_000) }),
    'a promise of an object': async () => ({ shortToken: TOKEN, expiresAt: new Date(1_000) }),
  };
  for (const [name, generate] of Object.entries(generators)) {
    test(`may give ${name}`, async () => {
      for (const url of [WEBHOOK, parseModuleUrl(WEBHOOK)]) {
        const rendered = await renderModuleUrl(url, generate);
        expect(rendered.href).toBe(HREF);
        expect(`${rendered}${JSON.stringify(rendered)}`).not.toContain('abc1');
        expect(rendered.expiresAt).toEqual(name.endsWith('object') ? new Date(1_000) : undefined);
        expect('expiresAt' in rendered).toBe(name.endsWith('object'));
      }
    });
  }

  test('is called exactly once, however many placeholders there are', async () => {
    let calls = 0;
    const url = 'https://s.example/{SHORT_TOKEN}?a={SHORT_TOKEN}&b=<SHORT_TOKEN>#{SHORT_TOKEN}';
    const rendered = await renderModuleUrl(url, () => `T${++calls}`);
    expect(rendered.href).toBe('https://s.example/T1?a=T1&b=T1#T1');
    expect(calls).toBe(1);
  });

  test('is asked anew for each rendering', async () => {
    let calls = 0;
    const moduleUrl = parseModuleUrl(WEBHOOK);
    const both = [1, 2].map(() => renderModuleUrl(moduleUrl, () => `T${++calls}`));
    expect((await Promise.all(both)).map(({ href }) => href.slice(-2))).toEqual(['T1', 'T2']);
  });

  test('is not called without a placeholder, nor for a bad URL', async () => {
    const generate = vi.fn(() => TOKEN);
    const rendered = await renderModuleUrl('https://s.example/static?x=1', generate, {
      timeoutMs: 5,
    });
    expect(rendered.href).toBe('https://s.example/static?x=1');
    await expect(renderModuleUrl('javascript:{SHORT_TOKEN}', generate)).rejects.toSatisfy((error) =>
      isModuleUrlError(error, 'scheme-forbidden'),
    );
    await expect(renderModuleUrl('http://s.example/{SHORT_TOKEN}', generate)).rejects.toSatisfy(
      (error) => isModuleUrlError(error, 'insecure-scheme'),
    );
    expect(generate).not.toHaveBeenCalled();
  });

  test('gets the origin and the signal of the caller', async () => {
    const { signal } = new AbortController();
    const requests: TokenRequest[] = [];
    const generate: TokenGenerator = (request) => {
      requests.push(request);
      return TOKEN;
    };
    await renderModuleUrl(WEBHOOK, generate);
    await renderModuleUrl(WEBHOOK, generate, { signal });
    expect(requests).toEqual([
      { origin: 'https://s.example:8443', signal: undefined },
      { origin: 'https://s.example:8443', signal },
    ]);
    expect(requests[1]?.signal).toBe(signal);
  });

  for (const [name, make] of Object.entries({
    synchronously:
      (error: unknown): TokenGenerator =>
      () => {
        throw error;
      },
    asynchronously:
      (error: unknown): TokenGenerator =>
      async () => {
        throw error;
      },
  })) {
    test(`lets out unchanged what it throws ${name}`, async () => {
      const { signal } = new AbortController();
      for (const thrown of [
        new RangeError('mine'),
        'a string',
        undefined,
        null,
        Object.freeze({}),
      ]) {
        for (const options of [
          {},
          { signal },
          { timeoutMs: 60_000 },
          { signal, timeoutMs: 60_000 },
        ]) {
          const outcome = await settled(renderModuleUrl(WEBHOOK, make(thrown), options));
          expect(outcome).toEqual({ status: 'rejected', reason: thrown });
          expect((outcome as PromiseRejectedResult).reason).toBe(thrown);
        }
      }
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    });
  }

  const wrong: readonly (readonly [name: string, made: unknown])[] = [
    ['undefined', undefined],
    ['null', null],
    ['a number', 42],
    ['an empty string', ''],
    ['an object without a token', { token: 'Zq7x' }],
    ['an object with a number for a token', { shortToken: 42 }],
    ['an object with a promise for a token', { shortToken: Promise.resolve('Zq7x') }],
    ['an object with an empty token', { shortToken: '', expiresAt: new Date() }],
    ['an array', ['Zq7x']],
    ['a function', () => 'Zq7x'],
    ['true', true],
  ];
  for (const [name, made] of wrong) {
    test(`that gives ${name} gives no token, and the error does not quote it`, async () => {
      for (const generate of [() => made, async () => made] as TokenGenerator[]) {
        const outcome = await settled(renderModuleUrl(WEBHOOK, generate));
        expect(isModuleUrlError((outcome as PromiseRejectedResult).reason, 'token-invalid')).toBe(
          true,
        );
        expect(String((outcome as PromiseRejectedResult).reason)).not.toMatch(/Zq7|42/);
      }
    });
  }
});

describe('timeoutMs', () => {
  test('ends the waiting with generator-timeout and fires the signal of the generator', async () => {
    vi.useFakeTimers();
    let given: AbortSignal | undefined;
    const rendering = settled(
      renderModuleUrl(
        WEBHOOK,
        ({ signal }) => {
          given = signal;
          return new Promise(() => {});
        },
        { timeoutMs: 5_000 },
      ),
    );
    await vi.advanceTimersByTimeAsync(4_999);
    expect(given?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    const outcome = (await rendering) as PromiseRejectedResult;
    expect(isModuleUrlError(outcome.reason, 'generator-timeout')).toBe(true);
    expect(outcome.reason.message).toContain('5000');
    expect(given?.aborted).toBe(true);
    expect(given?.reason).toBe(outcome.reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('leaves no timer behind, whatever becomes of the generator', async () => {
    vi.useFakeTimers();
    const generators: TokenGenerator[] = [
      () => TOKEN,
      async () => TOKEN,
      () => '',
      () => {
        throw new Error('mine');
      },
      () => Promise.reject(new Error('mine')),
    ];
    for (const generate of generators) {
      await settled(renderModuleUrl(WEBHOOK, generate, { timeoutMs: 5_000 }));
      expect(vi.getTimerCount()).toBe(0);
    }
    await renderModuleUrl('https://s.example/', () => TOKEN, { timeoutMs: 5_000 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('drops a token that comes too late, and a failure too', async () => {
    for (const late of [() => TOKEN, () => Promise.reject(new Error('late'))]) {
      vi.useFakeTimers();
      const generate: TokenGenerator = () =>
        new Promise((resolve) => setTimeout(() => resolve(late()), 50));
      const rendering = settled(renderModuleUrl(WEBHOOK, generate, { timeoutMs: 10 }));
      await vi.advanceTimersByTimeAsync(100);
      expect(await rendering).toMatchObject({
        status: 'rejected',
        reason: { code: 'generator-timeout' },
      });
      vi.useRealTimers();
    }
  });

  test('takes a token that comes in time', async () => {
    vi.useFakeTimers();
    const generate: TokenGenerator = () =>
      new Promise((resolve) => setTimeout(() => resolve(TOKEN), 9));
    const rendering = renderModuleUrl(WEBHOOK, generate, { timeoutMs: 10 });
    await vi.advanceTimersByTimeAsync(9);
    expect((await rendering).href).toBe(HREF);
  });

  for (const timeoutMs of [0, -1, -0, Number.NaN, 2 ** 31, Number.POSITIVE_INFINITY]) {
    test(`is out of range at ${Object.is(timeoutMs, -0) ? '-0' : timeoutMs}`, async () => {
      const generate = vi.fn(() => TOKEN);
      for (const url of [WEBHOOK, 'https://s.example/static']) {
        const { reason } = (await settled(
          renderModuleUrl(url, generate, { timeoutMs }),
        )) as PromiseRejectedResult;
        expect(reason).toBeInstanceOf(RangeError);
        expect(reason.message).toMatch(/timeoutMs.*\b0\b.*2147483648/);
      }
      expect(generate).not.toHaveBeenCalled();
    });
  }

  test('may be the longest that timers take', async () => {
    const options = { timeoutMs: 2 ** 31 - 1 };
    expect((await renderModuleUrl(WEBHOOK, () => TOKEN, options)).href).toBe(HREF);
  });
});

describe('the signal of the caller', () => {
  for (const timeoutMs of [undefined, 60_000]) {
    const withTimeout = timeoutMs ? ', with a timeout' : '';
    const options = (signal: AbortSignal) => ({ signal, ...(timeoutMs && { timeoutMs }) });

    test(`that has fired keeps the generator from being called${withTimeout}`, async () => {
      const generate = vi.fn(() => TOKEN);
      for (const reason of [new Error('mine'), 'a string', 0, null]) {
        const signal = AbortSignal.abort(reason);
        const outcome = await settled(renderModuleUrl(WEBHOOK, generate, options(signal)));
        // A reason of null is as good as none.
        if (reason === null) expect(outcome).toMatchObject({ reason: { name: 'AbortError' } });
        else expect(outcome).toEqual({ status: 'rejected', reason });
        expect(getEventListeners(signal, 'abort')).toEqual([]);
      }
      expect(generate).not.toHaveBeenCalled();
    });

    test(`ends the waiting with its own reason${withTimeout}`, async () => {
      const controller = new AbortController();
      const reason = new Error('mine');
      let given: AbortSignal | undefined;
      const rendering = settled(
        renderModuleUrl(
          WEBHOOK,
          ({ signal }) => {
            given = signal;
            return new Promise(() => {});
          },
          options(controller.signal),
        ),
      );
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
      expect(given?.aborted).toBe(false);
      controller.abort(reason);
      expect(given?.aborted).toBe(true);
      expect(given?.reason).toBe(reason);
      expect(((await rendering) as PromiseRejectedResult).reason).toBe(reason);
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    });

    test(`drops the token of a generator that fires it${withTimeout}`, async () => {
      for (const generate of [() => TOKEN, async () => TOKEN] as TokenGenerator[]) {
        const controller = new AbortController();
        const firing: TokenGenerator = (request) => {
          controller.abort(new Error('mine'));
          return generate(request);
        };
        const outcome = await settled(renderModuleUrl(WEBHOOK, firing, options(controller.signal)));
        expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'mine' } });
      }
    });

    test(`may be fired by a generator that then throws${withTimeout}`, async () => {
      for (const fail of [
        () => {
          throw new Error('generator');
        },
        () => Promise.reject(new Error('generator')),
      ]) {
        const controller = new AbortController();
        const firing: TokenGenerator = () => {
          controller.abort(new Error('mine'));
          return fail();
        };
        const outcome = await settled(renderModuleUrl(WEBHOOK, firing, options(controller.signal)));
        expect(outcome.status).toBe('rejected');
        expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
      }
    });

    test(`keeps no listener once there is a token${withTimeout}`, async () => {
      const controller = new AbortController();
      for (const generate of [() => TOKEN, async () => TOKEN, () => ''] as TokenGenerator[]) {
        await settled(renderModuleUrl(WEBHOOK, generate, options(controller.signal)));
        expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
      }
      await renderModuleUrl('https://s.example/', () => TOKEN, options(controller.signal));
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
      controller.abort();
    });
  }

  test('gives an AbortError where its platform knows no reason', async () => {
    const signal = { aborted: true, addEventListener() {}, removeEventListener() {} };
    const rendering = renderModuleUrl(WEBHOOK, () => TOKEN, {
      signal: signal as unknown as AbortSignal,
    });
    expect(await settled(rendering)).toMatchObject({ reason: { name: 'AbortError' } });
  });

  test('wins over the timeout where it fires first, and loses where it fires later', async () => {
    vi.useFakeTimers();
    for (const [abortAt, winner] of [
      [5, { message: 'mine' }],
      [15, { code: 'generator-timeout' }],
    ] as const) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error('mine')), abortAt);
      const rendering = settled(
        renderModuleUrl(WEBHOOK, () => new Promise(() => {}), {
          signal: controller.signal,
          timeoutMs: 10,
        }),
      );
      await vi.advanceTimersByTimeAsync(20);
      expect(await rendering).toMatchObject({ status: 'rejected', reason: winner });
    }
  });
});

describe('the URL to render', () => {
  test('may be a module URL of another copy of the package', async () => {
    vi.resetModules();
    const copy = await import('../../src/index.ts');
    const foreign = copy.parseModuleUrl(WEBHOOK);
    expect(copy.parseModuleUrl).not.toBe(parseModuleUrl);
    const rendered = await renderModuleUrl(foreign, () => TOKEN);
    expect(rendered.href).toBe(HREF);
  });

  test('gives a promise that rejects, and never throws at once', async () => {
    const call = renderModuleUrl as unknown as (...args: unknown[]) => Promise<unknown>;
    for (const args of [[], [null], [WEBHOOK], [WEBHOOK, 'x'], ['', () => TOKEN]]) {
      const rendering = call(...args);
      expect(rendering).toBeInstanceOf(Promise);
      expect((await settled(rendering)).status).toBe('rejected');
    }
  });
});

async function settled<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [outcome] = await Promise.allSettled([promise]);
  return outcome as PromiseSettledResult<T>;
}
