import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCustomModuleClient } from '../../src/client/create-custom-module-client.ts';
import { customModuleHandlers } from '../../src/testing/custom-module-handlers.ts';
import { scenarios } from '../../src/testing/scenarios.ts';

const NOW = Date.UTC(2026, 0, 1);
const STOCK = { _id: 'stock', name: 'Stock', type: 'external', url: 'https://svc.example/' };
const DRAFT = { name: 'Custom Report', label: '', type: 'external', url: 'https://svc.example/r' };

const mile = customModuleHandlers({
  http,
  HttpResponse,
  modules: [STOCK],
  may: (bearer, operation) => bearer !== 'reader' || operation === 'list',
  clock: () => NOW,
});
const server = setupServer(...mile.handlers);
const client = createCustomModuleClient({ bearer: 'admin', maxRetries: 0 });

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => mile.reset());
afterAll(() => server.close());

const ending = (call: Promise<unknown>) =>
  call.catch(({ code, failedCode }: { code: string; failedCode?: string }) => failedCode ?? code);

describe('the handlers answer as the service does', () => {
  test('a module is created, read, changed and deleted', async () => {
    const created = await client.create(DRAFT);
    expect(created).toMatchObject({ name: 'Custom Report', label: 'custom-report' });
    expect(created.createdTime).toBe('2026-01-01T00:00:00.000Z');
    expect(await client.get(created._id)).toEqual(created);
    mile.advance(60_000);
    const changed = await client.update(created._id, { isActive: false });
    expect(changed).toMatchObject({ isActive: false, updatedTime: '2026-01-01T00:01:00.000Z' });
    expect(await client.list()).toEqual([STOCK, changed]);
    await client.remove(created._id);
    expect(await client.list()).toEqual([STOCK]);
    expect(mile.modules()).toHaveLength(2);
    expect(mile.journal.map(({ operation }) => operation)).toEqual([
      'create',
      'get',
      'update',
      'list',
      'remove',
      'list',
    ]);
  });

  test('a name is taken once, whatever its capitals, and free again after a deletion', async () => {
    expect(await ending(client.create({ ...DRAFT, name: ' STOCK ' }))).toBe('cmod-031');
    await client.remove('stock');
    expect(await client.create({ ...DRAFT, name: 'stock' })).toMatchObject({ label: 'stock' });
  });

  test.each([
    ['a module that is not there', () => client.get('nobody'), 'cmod-033'],
    ['a draft without a URL', () => client.create({ ...DRAFT, url: '' }), 'cmod-036'],
    [
      'a user without the permission',
      () => client.remove('stock', { bearer: 'reader' }),
      'cmod-039',
    ],
  ])('%s is refused', async (_name, call, failedCode) => {
    expect(await ending(call())).toBe(failedCode);
  });

  test('a rename is refused', async () => {
    const url = 'https://apiweb.mile.app/api/v3/custom-module/stock';
    const headers = { authorization: 'Bearer admin', 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'PUT', headers, body: '{"name":"Other"}' });
    expect([answer.status, await answer.json()]).toMatchObject([400, { failedCode: 'cmod-037' }]);
    const anonymous = await fetch(url);
    expect(anonymous.status).toBe(401);
  });

  test('a failure is played, and a reset forgets what was done', async () => {
    mile.fail(scenarios.upstreamError(), { times: 1, operation: 'list' });
    expect(await ending(client.list())).toBe('upstream_error');
    await client.remove('stock');
    mile.reset();
    expect(await client.list()).toEqual([STOCK]);
    expect(mile.journal).toHaveLength(1);
  });
});
