import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import { withTimeLimit } from '../../src/client/with-time-limit.ts';

describe('one signal for many calls', () => {
  test('has one listener, so that Node does not warn of a leak', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    try {
      const { signal, abort } = control();
      const client = createShortTokenClient({
        bearer: 'b',
        fetch: () => new Promise(() => {}),
      });
      const calls = Array.from({ length: 60 }, (_, at) =>
        (at % 2 ? client.generate({ signal }) : client.resolve(`t${at}`, { signal })).catch(String),
      );
      await new Promise(setImmediate);
      abort('enough');
      expect(new Set(await Promise.all(calls))).toEqual(new Set(['enough']));
      await new Promise(setImmediate);
      expect(warnings).toEqual([]);
    } finally {
      process.off('warning', onWarning);
    }
  });

  function control() {
    const controller = new AbortController();
    return { signal: controller.signal, abort: (reason: unknown) => controller.abort(reason) };
  }
});

describe('work with a limit', () => {
  test('ends as it ends', async () => {
    expect(await withTimeLimit(async () => 7, 1_000, undefined)).toEqual({ end: 'done', value: 7 });
    const error = new Error('oh');
    const failed = await withTimeLimit(() => Promise.reject(error), 1_000, undefined);
    expect(failed).toEqual({ end: 'failed', error });
  });

  test('is told to stop when the time is up', async () => {
    let told = false;
    const never = (signal: AbortSignal) =>
      new Promise<never>(() => signal.addEventListener('abort', () => (told = true)));
    expect(await withTimeLimit(never, 5, undefined)).toEqual({ end: 'timeout' });
    expect(told).toBe(true);
  });

  test.each([
    [true, 'done'],
    [false, 'timeout'],
  ])(
    'whose first part has a limit of its own goes on when that is done: %s',
    async (isDone, end) => {
      // Where the limit has to end it, work never ends by itself, however busy the machine.
      const work = () => new Promise<void>((done) => isDone && setTimeout(done, 60));
      const first = { ms: 10, isDone: () => isDone };
      expect(await withTimeLimit(work, 5_000, undefined, first)).toMatchObject({ end });
    },
  );
});

describe('an answer that arrives while the event loop stalls', () => {
  let server: ReturnType<typeof fork>;
  let baseUrl: string;
  let onArrival = () => {};
  const nextArrival = () =>
    new Promise<void>((resolve) => {
      onArrival = resolve;
    });

  beforeAll(async () => {
    server = fork(fileURLToPath(new URL('support/slow-server.mjs', import.meta.url)));
    baseUrl = await new Promise((resolve) => {
      // One listener for good: without any, messages wait for the next one.
      server.on('message', (said) => (said === 'arrived' ? onArrival() : resolve(String(said))));
    });
  });
  afterAll(() => {
    server.disconnect();
  });

  test.each(['resolve', 'generate'] as const)('is used (%s)', async (operation) => {
    const client = createShortTokenClient({
      baseUrl,
      bearer: 'b',
      timeoutMs: 3_000,
      maxRetries: 0,
    });
    // The connection is made before the stall.
    await client.generate();
    const arrived = nextArrival();
    const call = operation === 'resolve' ? client.resolve('t') : client.generate();
    await arrived;
    // Longer than the limit, while the answer comes after 100 ms from another process.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_500);
    expect(await call).toBeTypeOf('object');
  });
});
