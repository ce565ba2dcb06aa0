import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import { answering, GENERATED, RESOLVED } from './support/answering.ts';

afterEach(() => vi.unstubAllGlobals());

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

test('a server sends the name and version of the package', async () => {
  const { client, sent } = answering(GENERATED);
  await client.generate();
  expect(sent[0]?.init.headers['user-agent']).toBe(`mileapp-custom-module-url/${version}`);
});

test('a browser sends its own', async () => {
  vi.stubGlobal('process', Object.create(process, { versions: { value: {} } }));
  const { client, sent } = answering(GENERATED);
  await client.generate();
  expect(sent[0]?.init.headers).not.toHaveProperty('user-agent');
});

test('headers of the client and of the call go with each request, the call’s first', async () => {
  const { client, sent } = answering(RESOLVED, {
    headers: { 'User-Agent': 'my-service/1.0', 'x-tenant': 'a' },
  });
  await client.resolve('t', { headers: { 'x-tenant': 'b', 'X-Request-Id': 'r-1' } });
  expect(sent[0]?.init.headers).toMatchObject({
    'user-agent': 'my-service/1.0',
    'x-tenant': 'b',
    'x-request-id': 'r-1',
    accept: 'application/json',
  });
});

test('a header of a call that is the client’s own is refused, and nothing is sent', async () => {
  const { client, sent } = answering(RESOLVED);
  await expect(client.resolve('t', { headers: { Cookie: 'a=b' } })).rejects.toThrow('headers must');
  expect(sent).toEqual([]);
});

test('no Idempotency-Key is sent where CORS does not allow it', async () => {
  const { client, sent } = answering(RESOLVED, { idempotencyKey: false });
  await client.resolve('t');
  expect(sent[0]?.init.headers).not.toHaveProperty('idempotency-key');
});

test('a call may have a time of its own', async () => {
  const client = createShortTokenClient({ fetch: () => new Promise(() => {}) });
  await expect(client.resolve('t', { timeoutMs: 5 })).rejects.toMatchObject({ code: 'timeout' });
});
