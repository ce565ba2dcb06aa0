import { describe, expect, test, vi } from 'vitest';
import { readResponse, type SentRequest } from '../../src/client/read-response.ts';

const URL = 'https://api.example/short-token/resolve';
const SENT: SentRequest = {
  url: URL,
  headers: { authorization: 'Bearer KQVXJZWPTM', 'idempotency-key': 'd41d8cd9-8f00' },
  body: '{"shortToken":"HGFDSAPOIU"}',
  readsBodyOf: () => false,
};
const reading = { ...SENT, readsBodyOf: () => true };
const LIMIT = 100;

/** A response as far as it is looked at; a real one cannot have every status. */
function response(fields: Record<string, unknown>, headers: HeadersInit = {}, text = '{"a":1}') {
  return { status: 200, headers: new Headers(headers), text: async () => text, ...fields };
}

describe('a status', () => {
  test.each([200, 204, 299])('%i is no failure', async (status) => {
    expect(await readResponse(response({ status }), SENT, LIMIT)).toEqual({
      status,
      json: { a: 1 },
      requestId: undefined,
      failure: undefined,
    });
  });

  test.each([
    [0, 'network_interrupted'],
    [199, 'bad_request'],
    [300, 'redirect_refused'],
    [399, 'redirect_refused'],
    [400, 'bad_request'],
    [401, 'bearer_rejected'],
    [403, 'forbidden'],
    [404, 'endpoint_not_found'],
    [405, 'endpoint_not_found'],
    [407, 'forbidden'],
    [408, 'upstream_error'],
    [409, 'conflict'],
    [413, 'request_too_large'],
    [418, 'bad_request'],
    [421, 'upstream_error'],
    [425, 'upstream_error'],
    [429, 'rate_limited'],
    [499, 'bad_request'],
    [500, 'upstream_error'],
    [599, 'upstream_error'],
  ])('%i is %s', async (status, code) => {
    const text = vi.fn();
    const { failure, json } = await readResponse(response({ status, text }), SENT, LIMIT);
    expect(failure).toMatchObject({ code, status });
    expect(json).toBeUndefined();
    expect(text).not.toHaveBeenCalled();
  });

  test.each([
    [401, 'forbidden'],
    [404, 'endpoint_not_found'],
    [500, 'upstream_error'],
  ])('%i without a bearer, which nobody can have rejected, is %s', async (status, code) => {
    const { failure } = await readResponse(response({ status }), { ...SENT, headers: {} }, LIMIT);
    expect(failure).toMatchObject({ code });
  });

  test.each([
    [429, 2_000],
    [503, 2_000],
    [400, undefined],
  ])('%i may ask to wait: %s ms', async (status, retryAfterMs) => {
    const asks = response({ status }, { 'retry-after': '2' });
    expect((await readResponse(asks, SENT, LIMIT)).failure?.retryAfterMs).toBe(retryAfterMs);
  });
});

describe('a redirect', () => {
  const ELSEWHERE = 'https://evil.example/';
  test.each<[string, Record<string, unknown>]>([
    ['that a browser hides', { type: 'opaqueredirect', status: 0 }],
    ['that was followed', { redirected: true, url: URL }],
    ['that only the address tells', { url: ELSEWHERE }],
  ])('%s is refused', async (_name, fields) => {
    const { failure } = await readResponse(response(fields), SENT, LIMIT);
    expect(failure).toMatchObject({ code: 'redirect_refused' });
  });

  test.each<[string, Record<string, unknown>]>([
    ['of a platform that says so', { redirected: false, url: ELSEWHERE }],
    ['whose address is the one that was asked', { url: URL }],
    ['without an address', { url: '' }],
    ['of the usual type', { type: 'basic', redirected: false }],
  ])('is not an answer %s', async (_name, fields) => {
    expect((await readResponse(response(fields), SENT, LIMIT)).failure).toBeUndefined();
  });
});

describe('a body', () => {
  test.each([
    ['that is no JSON', {}, '<html>', 'response_not_json'],
    ['that is shorter than announced', { 'content-length': '9' }, '{"a"', 'response_truncated'],
    ['that is as long as announced', { 'content-length': '4' }, '{"a"', 'response_not_json'],
    ['that is too large', {}, ' '.repeat(LIMIT + 1), 'response_too_large'],
  ])('%s is a failure of a success', async (_name, headers, text, code) => {
    const { failure, json } = await readResponse(response({}, headers, text), SENT, LIMIT);
    expect(failure).toEqual({ code, status: 200, requestId: undefined });
    expect(json).toBeUndefined();
  });

  test.each([
    ['that is JSON is read', '{"a":1}', { a: 1 }],
    ['that is none is left', '<html>', undefined],
    ['that is too large is left', ' '.repeat(LIMIT + 1), undefined],
  ])('of a failure %s, which stays what its status says', async (_name, text, json) => {
    const answer = await readResponse(response({ status: 400 }, {}, text), reading, LIMIT);
    expect(answer).toMatchObject({ json, failure: { code: 'bad_request', status: 400 } });
  });

  test('that breaks tells why, beside the status', async () => {
    const broken = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    const breaks = response({ text: () => Promise.reject(broken) }, { 'x-request-id': 'r-1' });
    expect((await readResponse(breaks, SENT, LIMIT)).failure).toEqual({
      code: 'response_truncated',
      status: 200,
      requestId: 'r-1',
      cause: 'ECONNRESET',
    });
  });

  test('that nobody wants is let go of', async () => {
    const cancel = vi.fn(async () => {});
    await readResponse(response({ status: 500, body: { cancel } }), SENT, LIMIT);
    expect(cancel).toHaveBeenCalledOnce();
  });
});

describe('a request id', () => {
  const idOf = async (id: string, sent = SENT) =>
    (await readResponse(response({}, { 'x-request-id': id }), sent, LIMIT)).requestId;

  test.each([
    ['of one character', '7'],
    ['of usual characters', 'req_01JD-7f.3:9+/=@'],
    ['of 128 characters', 'z'.repeat(128)],
    ['that shares five characters with a secret by chance', 'id-KQVXJ-9'],
    ['that ends in five characters of a secret by chance', 'id-KQVXJ'],
  ])('%s is told', async (_name, id) => {
    expect(await idOf(id)).toBe(id);
  });

  test.each([
    ['of no characters', ''],
    ['of 129 characters', 'z'.repeat(129)],
    ['that is a text', 'two words'],
    ['with a mark of its own', 'id!'],
    ['with six characters of the bearer', 'KQVXJZ'],
    ['with six characters of the bearer in the middle', 'id-VXJZWP-9'],
    ['that ends in six characters of the bearer', 'id-JZWPTM'],
    ['with characters of the bearer in small letters', 'kqvxjzwptm'],
    ['with characters of the key', 'd41d8cd9'],
    ['with characters of the token', 'id-GFDSAPO'],
    ['that is a short piece of a secret', 'KQV'],
  ])('%s is left out', async (_name, id) => {
    expect(await idOf(id)).toBeUndefined();
  });

  test('that we sent ourselves is told, whatever it is', async () => {
    const own = { ...SENT, headers: { ...SENT.headers, 'x-request-id': 'KQVXJZ' } };
    expect(await idOf('KQVXJZ', own)).toBe('KQVXJZ');
  });

  test('stands with the failure too', async () => {
    const failed = response({ status: 500 }, { 'x-request-id': 'r-1' });
    const answer = await readResponse(failed, SENT, LIMIT);
    expect(answer).toMatchObject({ requestId: 'r-1', failure: { requestId: 'r-1' } });
  });
});
