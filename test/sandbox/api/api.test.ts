import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCustomModuleClient } from '../../../src/client/create-custom-module-client.ts';
import { createShortTokenClient } from '../../../src/client/create-short-token-client.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.stop());

const clientOf = (user: string) =>
  createCustomModuleClient({ baseUrl: sandbox.baseUrl, bearer: `sandbox-${user}` });

const call = (path: string, init: RequestInit & { readonly bearer?: string } = {}) =>
  fetch(sandbox.baseUrl + path, {
    ...init,
    headers: {
      ...(init.bearer && { authorization: `Bearer ${init.bearer}` }),
      ...(init.body ? { 'content-type': 'application/json' } : {}),
      ...init.headers,
    },
  });

const draft = {
  name: 'Inventory',
  label: 'inventory',
  type: 'external',
  url: 'https://svc.example/?token={SHORT_TOKEN}',
};

describe('custom modules, seen by our own client', () => {
  test('are listed, created, edited and deleted', async () => {
    const client = clientOf('administrator');
    const before = await client.list();
    const created = await client.create(draft);
    expect(created).toMatchObject({ name: 'Inventory', label: 'inventory', isActive: true });
    const url = 'https://svc.example/v2?token={SHORT_TOKEN}';
    expect(await client.update(created._id, { url })).toMatchObject({ url });
    expect(await client.list()).toHaveLength(before.length + 1);
    await client.remove(created._id);
    expect(await client.list()).toHaveLength(before.length);
    // A name is free again once its module is deleted.
    await client.create(draft);
  });

  test.each([
    ['a name that is taken, whatever its capitals', { name: 'REPORT' }, 'duplicate', 409],
    ['a built-in name', { name: 'Tasks' }, 'duplicate', 409],
    [
      'a misspelled placeholder',
      { url: 'https://svc.example/?t={short_token}' },
      'create_failed',
      400,
    ],
    ['no type', { type: ' ' }, 'create_failed', 400],
  ])('are not created with %s', async (_, change, code, status) => {
    const attempt = clientOf('administrator').create({ ...draft, ...change });
    await expect(attempt).rejects.toMatchObject({ code, status });
  });

  test('are written by administrators only, and read by everybody', async () => {
    const client = clientOf('driver');
    expect(await client.list()).not.toHaveLength(0);
    await expect(client.create(draft)).rejects.toMatchObject({ code: 'permission_denied' });
  });

  test('keep their name', async () => {
    const client = clientOf('administrator');
    const [module] = await client.list();
    const answer = await call(`/custom-module/${module?._id}`, {
      method: 'PUT',
      bearer: 'sandbox-administrator',
      body: JSON.stringify({ name: 'Another' }),
    });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ status: false, failedCode: 'cmod-037' }),
    ]);
  });

  test('that are not there are not found', async () => {
    const client = clientOf('administrator');
    await expect(client.get('0'.repeat(24))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a user without a browser', () => {
  test('generates with a personal access token, resolves, and updates a task on the user’s behalf', async () => {
    const { baseUrl } = sandbox;
    const client = createShortTokenClient({ baseUrl, bearer: 'sandbox-driver' });
    const { shortToken } = await client.generate();
    const identity = await client.resolve(shortToken);
    if (!identity.ok) throw new Error('refused');
    const bearer = identity.bearerToken;
    const { data } = await (await call('/tasks', { bearer })).json();
    const answer = await call(`/task/${data[0]._id}`, {
      method: 'PUT',
      bearer,
      body: JSON.stringify({ status: 'done' }),
    });
    expect((await answer.json()).data).toMatchObject({
      status: 'done',
      updatedBy: identity.userId,
    });
    const [invocation] = sandbox.journey();
    expect(invocation?.steps.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['generate', undefined],
      ['resolve', undefined],
      ['identity', 'Driver'],
      ['callback', 'GET /tasks'],
      ['callback', `PUT /task/${data[0]._id}`],
    ]);
  });

  test('touches no task of others', async () => {
    const all = await (await call('/tasks', { bearer: 'sandbox-administrator' })).json();
    const other = all.data.find(({ title }: { title: string }) => title.includes('weekly report'));
    expect((await call(`/task/${other._id}`, { bearer: 'sandbox-driver' })).status).toBe(404);
  });
});

test.each([
  ['no bearer', '/tasks', {}, 401],
  ['an unknown bearer', '/tasks', { bearer: 'nobody' }, 401],
  ['a forged bearer', '/tasks', { bearer: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.e30.AAAA' }, 401],
  ['an unknown path', '/nowhere', { bearer: 'sandbox-driver' }, 404],
  [
    'another media type',
    '/tasks',
    { bearer: 'sandbox-driver', headers: { accept: 'text/html' } },
    406,
  ],
  [
    'a field that is not one',
    '/task/6530f1c2a4b5d6e7f8091d04',
    { bearer: 'sandbox-driver', method: 'PUT', body: '{"_id":"1"}' },
    400,
  ],
  ['the wrong method for a token', '/short-token/resolve', { method: 'GET' }, 405],
] as const)('%s is answered with a failure in the envelope', async (_, path, init, status) => {
  const answer = await call(path, init);
  expect([answer.status, await answer.json()]).toEqual([
    status,
    expect.objectContaining({ status: false, message: expect.any(String) }),
  ]);
});
