import { describe, expect, test } from 'vitest';
import { answering, RESOLVED, TOKEN, USER } from './support/answering.ts';

describe('resolve', () => {
  test('asks with the token in the body and a key of its own', async () => {
    const { client, sent } = answering(RESOLVED);
    await client.resolve(TOKEN);
    await client.resolve(TOKEN);
    expect(sent[0]?.url).toBe('https://apiweb.mile.app/api/v3/short-token/resolve');
    expect(sent[0]?.init).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      body: JSON.stringify({ shortToken: TOKEN }),
    });
    const keys = sent.map(({ init }) => init.headers['idempotency-key']);
    expect(sent[0]?.init.headers).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': expect.any(String),
      'idempotency-key': expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(new Set(keys).size).toBe(2);
  });

  test('hands over the user, with the bearer out of sight', async () => {
    const { client } = answering(RESOLVED);
    const result = await client.resolve(TOKEN);
    expect(result).toEqual({ ok: true, ...USER });
    expect(result.ok && result.bearerToken).toBe('the-bearer');
    expect(Object.keys(result)).not.toContain('bearerToken');
  });

  test('lets unknown fields pass, and drops them', async () => {
    const data = { ...RESOLVED.data, role: 'admin' };
    const { client } = answering({ ...RESOLVED, data, took: 3 });
    expect(await client.resolve(TOKEN)).toEqual({ ok: true, ...USER });
  });

  test.each([
    ['as documented', { status: false, message: 'Short token is invalid or expired' }],
    ['with another message', { status: false, message: 'nope', failedCode: 'st-1' }],
    ['with no message', { status: false }],
    ['with a message of another type', { status: false, message: null, failedCode: null }],
  ])('takes a 400 %s for a refusal', async (_name, body) => {
    const { client, sent } = answering(body, {}, 400);
    expect(await client.resolve(TOKEN)).toEqual({ ok: false, code: 'short_token_invalid' });
    expect(sent).toHaveLength(1);
  });

  test.each([
    {},
    [],
    null,
    'no',
    { status: true },
    { message: 'Bad Request' },
    { status: 'false' },
  ])('does not take a 400 with %j for a refusal', async (body) => {
    const { client } = answering(body, {}, 400);
    await expect(client.resolve(TOKEN)).rejects.toMatchObject({ code: 'bad_request' });
  });

  test('does not take a success that says it failed for a refusal', async () => {
    const { client } = answering({ status: false });
    await expect(client.resolve(TOKEN)).rejects.toMatchObject({ code: 'response_invalid' });
  });

  test.each([
    ['empty', ''],
    ['with a space', 'two words'],
    ['with a line break', 'abc\n'],
    ['with a control character', 'abc\u0000'],
    ['beyond ASCII', 'abcé'],
    ['of 513 characters', 'x'.repeat(513)],
    ['the placeholder', '{SHORT_TOKEN}'],
    ['missing', undefined],
    ['a list', ['abc']],
  ])('refuses a token that is %s before anything is sent', async (_name, token) => {
    const { client, sent } = answering(RESOLVED);
    await expect(client.resolve(token as string)).rejects.toMatchObject({
      code: 'short_token_malformed',
      retryable: false,
      attempts: 0,
    });
    expect(sent).toEqual([]);
  });

  test('sends any other token as it is', async () => {
    const odd = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
    const { client, sent } = answering(RESOLVED);
    await client.resolve(odd);
    await client.resolve('x'.repeat(512));
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ shortToken: odd });
  });
});
