import { HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import { createIssuer } from '../../src/issuer/create-issuer.ts';
import { createIssuerHandler } from '../../src/issuer/http/create-issuer-handler.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createStandIn } from '../../src/testing/stand-in.ts';

const USER = { userId: 'user-1', organizationId: 'organization-1' };
const START = Date.UTC(2026, 0, 1);
const JSON_TYPE = { 'content-type': 'application/json' };

/** A JWT that dies after a minute. */
const SHORT_LIVED = `h.${btoa(JSON.stringify({ exp: START / 1_000 + 60 }))}.s`;
const DEAD = `h.${btoa(JSON.stringify({ exp: START / 1_000 - 60 }))}.s`;

interface Call {
  readonly operation: 'generate' | 'resolve';
  readonly headers?: Record<string, string>;
  /** Sent as it is; a function is given the token of the last generate. */
  readonly body?: string | ((shortToken: string) => string);
  /** Milliseconds to step before the call. */
  readonly after?: number;
}

const generate = (bearer = 'a-bearer'): Call => ({
  operation: 'generate',
  headers: { authorization: `Bearer ${bearer}` },
});
const resolve = (headers: Record<string, string> = {}, after = 0): Call => ({
  operation: 'resolve',
  headers: { ...JSON_TYPE, ...headers },
  body: (shortToken) => JSON.stringify({ shortToken }),
  after,
});
const sent = (body: string, headers: Record<string, string> = JSON_TYPE): Call => ({
  operation: 'resolve',
  headers,
  body,
});

const SEQUENCES: readonly (readonly [name: string, calls: readonly Call[]])[] = [
  ['a token is resolved', [generate(), resolve()]],
  ['a token is resolved twice', [generate(), resolve(), resolve()]],
  [
    'the same key asks again',
    [
      generate(),
      resolve({ 'idempotency-key': 'k' }),
      resolve({ 'idempotency-key': 'k' }),
      resolve({ 'idempotency-key': 'other' }),
      resolve(),
    ],
  ],
  ['a token is alive a moment before five minutes', [generate(), resolve({}, 299_999)]],
  ['a token is dead after five minutes', [generate(), resolve({}, 300_000)]],
  ['a token dies with its bearer', [generate(SHORT_LIVED), resolve({}, 59_999)]],
  ['a token is dead after its bearer', [generate(SHORT_LIVED), resolve({}, 60_000)]],
  ['a bearer is dead', [generate(DEAD)]],
  ['a bearer is nobody’s', [generate('nobody')]],
  ['a bearer is missing', [{ operation: 'generate' }]],
  [
    'a bearer has another scheme',
    [{ operation: 'generate', headers: { authorization: 'Basic x' } }],
  ],
  [
    'a scheme is in capitals',
    [{ operation: 'generate', headers: { authorization: 'BEARER a-bearer' } }],
  ],
  ['an unknown token', [sent('{"shortToken":"nobody-issued-this"}')]],
  ['an empty token', [sent('{"shortToken":""}')]],
  ['a token that is a number', [sent('{"shortToken":7}')]],
  ['no token', [sent('{}')]],
  ['a body that is no JSON', [sent('shortToken=abc')]],
  ['a body that is null', [sent('null')]],
  ['no content type', [sent('{}', {})]],
  ['a form', [sent('a=b', { 'content-type': 'application/x-www-form-urlencoded' })]],
  ['JSON in another charset', [sent('{}', { 'content-type': 'application/json; charset=latin1' })]],
  ['JSON that is compressed', [sent('{}', { ...JSON_TYPE, 'content-encoding': 'gzip' })]],
  ['a body that is too large', [sent(`"${'x'.repeat(70_000)}"`)]],
  ['a caller that takes HTML only', [sent('{}', { ...JSON_TYPE, accept: 'text/html' })]],
  ['a caller that takes anything', [generate(), resolve({ accept: '*/*' })]],
];

/** Both answer the same calls at the same times. */
async function answersOf(
  calls: readonly Call[],
  answer: (operation: Call['operation'], request: Request) => Promise<Response>,
  step: (ms: number) => void,
) {
  let shortToken = '';
  const answers = [];
  for (const { operation, headers = {}, body, after = 0 } of calls) {
    step(after);
    const text = typeof body === 'function' ? body(shortToken) : body;
    const url = `https://mile.example/api/v3/short-token/${operation}`;
    const init = { method: 'POST', headers, ...(text !== undefined && { body: text }) };
    const response = await answer(operation, new Request(url, init));
    const json = JSON.parse(await response.text());
    shortToken = json.data?.shortToken ?? shortToken;
    if (json.data?.shortToken) json.data.shortToken = json.data.shortToken.length;
    const type = response.headers.get('content-type');
    answers.push({ status: response.status, type, json });
  }
  return answers;
}

describe.each(['reject', 'allow'] as const)(
  'the stand-in answers as the issuer does (%s)',
  (reuse) => {
    const authenticate = (bearer: string) => (bearer === 'nobody' ? null : USER);

    test.each(SEQUENCES)('%s', async (_name, calls) => {
      let at = START;
      const now = () => at;
      const step = (ms: number) => {
        at += ms;
      };
      const store = createMemoryStore({ clock: now });
      const handler = createIssuerHandler(createIssuer({ store, authenticate, reuse, clock: now }));
      const real = await answersOf(calls, (_operation, request) => handler(request), step);
      at = START;
      const standIn = createStandIn({
        HttpResponse,
        authenticate,
        ttlMs: 300_000,
        reuse,
        generateAnswer: 'data',
        now,
      });
      expect(await answersOf(calls, standIn.answer, step)).toEqual(real);
    });
  },
);
