import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';

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
