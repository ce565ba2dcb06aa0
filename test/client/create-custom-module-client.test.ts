import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type CustomModuleClient,
  type CustomModuleClientEvent,
  type CustomModuleClientOptions,
  createCustomModuleClient,
} from '../../src/client/create-custom-module-client.ts';
import {
  type CustomModuleError,
  type CustomModuleErrorCode,
  isCustomModuleError,
} from '../../src/wire/custom-module-error.ts';
import { isShortTokenError, type ShortTokenErrorCode } from '../../src/wire/short-token-error.ts';
import { type LocalServer, serve } from './support/misbehaving-server.ts';

const BEARER = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl';
const ID = '6530f1c2a4b5d6e7f8091a2b';
const MODULE = {
  _id: ID,
  organizationId: '6530f1c2a4b5d6e7f8091a2c',
  name: 'Custom Report',
  label: 'custom-report',
  url: 'https://svc.example/?t={SHORT_TOKEN}',
  type: 'a-type-of-tomorrow',
  isActive: true,
  isDeleted: false,
  permissions: ['6530f1c2a4b5d6e7f8091a2d'],
  configuration: { icon: 'chart', order: 3, openInNewTab: true, colour: 'blue' },
  createdTime: '2026-01-01T00:00:00.000Z',
  deletedTime: null,
  metadata: { any: ['thing'] },
  fieldOfTomorrow: 1,
};
const refusal = (failedCode: unknown) => ({ status: false, failedCode });
const DRAFT = { name: 'A', label: 'a', type: 'external', url: 'https://svc.example/' };

let server: LocalServer;
let answer: { status: number; body: unknown };
let events: CustomModuleClientEvent[];

beforeEach(async () => {
  answer = { status: 200, body: { status: true, message: 'Success.', data: MODULE } };
  events = [];
  server = await serve((response) => {
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  });
});
afterEach(() => server.close());

const client = (options: CustomModuleClientOptions = {}): CustomModuleClient =>
  createCustomModuleClient({
    baseUrl: server.baseUrl,
    bearer: BEARER,
    maxRetries: 0,
    onEvent: (event) => events.push(event),
    ...options,
  });

describe('each call goes where the API documents it', () => {
  const cases: [string, (c: CustomModuleClient) => Promise<unknown>, string, unknown][] = [
    ['list', (c) => c.list(), 'GET /api/v3/custom-modules', ''],
    ['get', (c) => c.get(ID), `GET /api/v3/custom-module/${ID}`, ''],
    ['create', (c) => c.create(DRAFT), 'POST /api/v3/custom-module', DRAFT],
    [
      'update',
      (c) => c.update(ID, { isActive: false }),
      `PUT /api/v3/custom-module/${ID}`,
      { isActive: false },
    ],
    ['remove', (c) => c.remove(ID), `DELETE /api/v3/custom-module/${ID}`, ''],
  ];

  test.each(cases)('%s', async (name, call, line, body) => {
    if (name === 'list') answer.body = { status: true, data: [MODULE] };
    if (name === 'remove') answer.body = { status: true, message: 'Delete success.' };
    const expected = { list: [MODULE], remove: undefined }[name as 'list'] ?? MODULE;
    expect(await call(client())).toEqual(name === 'remove' ? undefined : expected);
    expect(server.seen).toHaveLength(1);
    const { method, path, headers, body: sent = '' } = server.seen[0] ?? { headers: {} };
    expect(`${method} ${path}`).toBe(line);
    expect(sent && JSON.parse(sent)).toEqual(body);
    expect(headers.authorization).toBe(`Bearer ${BEARER}`);
    expect(headers['content-type']).toBe(body ? 'application/json' : undefined);
    expect(events).toMatchObject([
      { type: 'start', operation: name },
      { type: 'settled', operation: name, outcome: 'ok' },
    ]);
  });
});

test('a module keeps its unknown type and its unknown fields', async () => {
  expect(await client().get(ID)).toEqual(MODULE);
});

test('create sends the four documented fields and nothing else', async () => {
  await client().create({ ...DRAFT, secret: 'x' } as typeof DRAFT);
  expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(DRAFT);
});

test('update refuses a name before anything is sent', async () => {
  await expect(client().update(ID, { name: 'B' } as object)).rejects.toThrow('delete and create');
  expect(server.seen).toEqual([]);
});

test.each([[{}], [{ isActive: undefined }], [{ _id: 'x', createdBy: 'y' }]])(
  'update refuses %j, which changes nothing, before anything is sent',
  async (changes) => {
    await expect(client().update(ID, changes as object)).rejects.toThrow(/^changes must hold/);
    expect(server.seen).toEqual([]);
  },
);

test('update sends the fields that can be edited and nothing else', async () => {
  const { name: _, ...rest } = { ...MODULE, isActive: false };
  await client().update(ID, rest as object);
  const sent = JSON.parse(server.seen[0]?.body ?? '{}');
  expect(sent).toMatchObject({ isActive: false, url: MODULE.url });
  expect(Object.keys(sent)).not.toContain('_id');
});

test('remove takes an answer without content', async () => {
  answer = { status: 204, body: '' };
  expect(await client().remove(ID)).toBeUndefined();
});

test.each([
  '',
  '..',
  'a/b',
  '../short-token/generate',
  'a?b',
  'a%2fb',
  'x'.repeat(65),
  7,
  undefined,
])('the id %j is refused before anything is sent', async (id) => {
  const { get, update, remove } = client();
  for (const call of [
    get(id as string),
    update(id as string, { isActive: true }),
    remove(id as string),
  ]) {
    await expect(call).rejects.toThrow(/^id must be/);
  }
  expect(server.seen).toEqual([]);
});

const FAILED_CODES: [string, CustomModuleErrorCode][] = [
  ['cmod-031', 'duplicate'],
  ['cmod-033', 'not_found'],
  ['cmod-035', 'forbidden'],
  ['cmod-036', 'create_failed'],
  ['cmod-037', 'update_failed'],
  ['cmod-038', 'delete_failed'],
  ['cmod-039', 'permission_denied'],
  ['cmod-045', 'server_failure'],
  ['cmod-099', 'refused'],
];

// The documentation does not say which status a failedCode comes with.
describe.each([200, 400, 401, 403, 404, 409, 422, 500, 503])('with status %i', (status) => {
  test.each(FAILED_CODES)('the failedCode %s is %s', async (failedCode, code) => {
    answer = { status, body: { status: false, message: `about ${BEARER}`, failedCode } };
    const error = await client()
      .create(DRAFT)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(isCustomModuleError(error, code)).toBe(true);
    expect(error).toMatchObject({ failedCode, status });
    expect(shown(error)).not.toContain(BEARER);
    expect(events.at(-1)).toMatchObject({ type: 'settled', outcome: 'refused' });
  });
});

test.each<[string, (c: CustomModuleClient) => Promise<unknown>]>([
  ['list', ({ list }) => list()],
  ['get', ({ get }) => get(ID)],
  ['create', ({ create }) => create(DRAFT)],
  ['update', ({ update }) => update(ID, { isActive: true })],
  ['remove', ({ remove }) => remove(ID)],
])('%s may be refused', async (_operation, call) => {
  answer = { status: 403, body: refusal('cmod-039') };
  await expect(call(client())).rejects.toMatchObject({ code: 'permission_denied' });
});

const OTHERS: [string, number, unknown, ShortTokenErrorCode][] = [
  ['a 400 without a failedCode', 400, { status: false, message: 'x' }, 'bad_request'],
  ['a failedCode of another form', 409, refusal(BEARER), 'conflict'],
  ['a failedCode with more behind it', 409, refusal(`cmod-031 ${BEARER}`), 'conflict'],
  ['a failedCode with more before it', 409, refusal(`${BEARER} cmod-031`), 'conflict'],
  ['a failedCode in a list', 409, refusal(['cmod-031']), 'conflict'],
  ['a 403 that is a page', 403, '<html>', 'forbidden'],
  ['a 404 that is a page', 404, '<html>', 'endpoint_not_found'],
  ['a 409 without a failedCode', 409, { status: false }, 'conflict'],
  ['a dead bearer', 401, { status: false }, 'bearer_rejected'],
  ['server trouble without a failedCode', 500, { status: false }, 'upstream_error'],
  ['a validation without a failedCode', 422, { status: false }, 'bad_request'],
  ['the organization over its limit', 429, {}, 'rate_limited'],
  ['a page where JSON should be', 200, '<html>', 'response_not_json'],
  ['a redirect', 307, '', 'redirect_refused'],
  [
    'a module without a URL',
    200,
    { status: true, data: { ...MODULE, url: 1 } },
    'response_invalid',
  ],
  ['success that says failure', 200, { status: false }, 'response_invalid'],
];

test.each(OTHERS)('%s is a ShortTokenError', async (_, status, body, code) => {
  answer = { status, body };
  const error = await client()
    .get(ID)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(isShortTokenError(error, code) ? code : error).toBe(code);
  expect(shown(error)).not.toContain(BEARER);
});

test('an invalid answer is told by paths, not by values', async () => {
  answer.body = { status: true, data: { ...MODULE, type: 77_123 } };
  await expect(client().get(ID)).rejects.toMatchObject({ issues: ['data.type'] });
});

describe('a list with odd records', () => {
  const ODD = [
    { ...MODULE, url: '' },
    { ...MODULE, configuration: { order: '1' } },
    { ...MODULE, isActive: 1 },
    { ...MODULE, createdTime: 7 },
    null,
  ];

  test('keeps the others and tells of the odd ones', async () => {
    answer.body = { status: true, data: [...ODD, MODULE] };
    expect(await client().list()).toEqual([MODULE]);
    expect(events).toMatchObject([
      { type: 'start' },
      {
        type: 'skipped',
        issues: [
          'data.0.url',
          'data.1.configuration',
          'data.2.isActive',
          'data.3.createdTime',
          'data.4.(body)',
        ],
      },
      { type: 'settled', outcome: 'ok' },
    ]);
    expect(new Set(events.map(({ callId }) => callId)).size).toBe(1);
  });

  test('and no others is an invalid answer, not an empty menu', async () => {
    answer.body = { status: true, data: ODD };
    await expect(client().list()).rejects.toMatchObject({ code: 'response_invalid' });
  });

  test('may be empty', async () => {
    answer.body = { status: true, data: [] };
    expect(await client().list()).toEqual([]);
  });
});

describe('after trouble that passes', () => {
  /** A client whose server recovers after the first answer. */
  const recovering = (status: number) => {
    answer = { status, body: '' };
    return client({
      maxRetries: 1,
      onEvent: ({ type }) => {
        if (type === 'retry') answer = { status: 200, body: { status: true, data: MODULE } };
      },
    });
  };

  test.each([408, 425, 429, 500, 502, 503, 504])('a GET is sent again (%i)', async (status) => {
    expect(await recovering(status).get(ID)).toEqual(MODULE);
    expect(server.seen).toHaveLength(2);
  });

  test.each([421, 425, 429])(
    'a change that was not processed is sent again (%i)',
    async (status) => {
      expect(await recovering(status).create(DRAFT)).toEqual(MODULE);
      expect(server.seen).toHaveLength(2);
    },
  );

  test.each([408, 500, 502, 503, 504])('any other change is not (%i)', async (status) => {
    const { create, update, remove } = recovering(status);
    for (const call of [
      () => create(DRAFT),
      () => update(ID, { isActive: true }),
      () => remove(ID),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'upstream_error', retryable: false });
    }
    expect(server.seen).toHaveLength(3);
  });
});

test('an answer over the limit is refused', async () => {
  await expect(client({ maxResponseBytes: 100 }).get(ID)).rejects.toMatchObject({
    code: 'response_too_large',
  });
});

test('the bearer of a call goes before the client’s, and without any nothing is sent', async () => {
  await client().get(ID, { bearer: async () => 'another-bearer' });
  expect(server.seen[0]?.headers.authorization).toBe('Bearer another-bearer');
  const { list } = createCustomModuleClient({ baseUrl: server.baseUrl });
  await expect(list()).rejects.toMatchObject({ code: 'bearer_missing' });
  expect(server.seen).toHaveLength(1);
});

test('an aborted call rejects with the reason of its signal', async () => {
  const signal = AbortSignal.abort(new Error('left the page'));
  await expect(client().list({ signal })).rejects.toThrow('left the page');
});

test('http beyond loopback is refused at once', () => {
  expect(() => createCustomModuleClient({ baseUrl: 'http://mile.example' })).toThrow(
    expect.objectContaining({ code: 'insecure_url' }),
  );
});

test.each([
  ['fetch', { fetch: 1 }],
  ['onEvent', { onEvent: 1 }],
  ['bearer', { bearer: 'two words' }],
  ['maxResponseBytes', { maxResponseBytes: 0 }],
])('a bad %s is named', (name, options) => {
  expect(() => createCustomModuleClient(options as never)).toThrow(name);
});

function shown(error: unknown): string {
  const { message, stack } = error as CustomModuleError;
  return `${message} ${stack} ${JSON.stringify(error)} ${String(error)}`;
}
