import { expect, onTestFinished, test, vi } from 'vitest';
import { createIssuerHandler } from '../../../src/issuer/http/create-issuer-handler.ts';
import type { IssuerHandlerOptions } from '../../../src/issuer/http/options.ts';
import type {
  LimitedCall,
  NameCaller,
  RequestLimiter,
} from '../../../src/issuer/http/rate-limiter.ts';
import { MESSAGES } from '../../../src/wire/answer-envelope.ts';
import {
  AUTHORIZED,
  BEARER,
  GENERATE,
  generated,
  makeIssuer,
  post,
  RESOLVE,
  resolveOf,
  type Send,
} from '../support/http.ts';

function serve(options: IssuerHandlerOptions): Send {
  const handler = createIssuerHandler(makeIssuer(), options);
  return (path, init) => handler(new Request(`http://host${path}`, init));
}

/** A fixed allowance for each key, never refilled. */
function allowance(points: number): RequestLimiter {
  const spent = new Map<string, number>();
  return (call) => {
    const total = (spent.get(call.key) ?? 0) + call.points;
    spent.set(call.key, total);
    return total > points ? 1_500 : 0;
  };
}

test('counts a generate for its bearer and a refused call for its caller, ten times', async () => {
  const calls: LimitedCall[] = [];
  const limiter = (call: LimitedCall) => {
    calls.push(call);
    return 0;
  };
  const send = serve({ limiter, caller: (header) => header('x-client') ?? 'nobody' });
  const token = await generated(send);
  await send(RESOLVE, resolveOf(token, { 'x-client': 'me' }));
  await send(RESOLVE, resolveOf(token, { 'x-client': 'me' }));
  await send(GENERATE, post());
  expect(calls).toEqual([
    { operation: 'generate', key: expect.stringMatching(/^bearer:[\w-]{43}$/), points: 1 },
    { operation: 'resolve', key: 'caller:me', points: 10 },
    { operation: 'generate', key: 'caller:nobody', points: 10 },
  ]);
  expect(JSON.stringify(calls)).not.toContain(BEARER);
});

test('lets every good token of a receiver pass while strangers send junk through it', async () => {
  const limiter = allowance(100);
  const send = serve({ limiter, caller: () => 'the one receiver' });
  const junk: number[] = [];
  const good: number[] = [];
  for (let i = 0; i < 50; i += 1) {
    junk.push((await send(RESOLVE, resolveOf(`junk${i}`))).status);
    good.push((await send(RESOLVE, resolveOf(await generated(send)))).status);
  }
  expect(new Set(good)).toEqual(new Set([200]));
  expect(junk.filter((status) => status === 400)).toHaveLength(10);
  expect(junk.filter((status) => status === 429)).toHaveLength(40);
});

test('turns a bearer away that generates too often, and no other', async () => {
  const send = serve({ limiter: allowance(2) });
  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await send(GENERATE, post(AUTHORIZED))).status);
  const other = await send(GENERATE, post({ authorization: 'Bearer other' }));
  expect([...statuses, other.status]).toEqual([200, 200, 429, 429]);
});

test.each([
  [0.5, '1'],
  [1, '1'],
  [1_000, '1'],
  [1_001, '2'],
  [1_500, '2'],
])('of %d ms to wait, says %s whole seconds', async (waitMs, seconds) => {
  const send = serve({ limiter: () => waitMs });
  const answer = await send(GENERATE, post(AUTHORIZED));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, seconds]);
  expect(await answer.json()).toEqual({ status: false, message: MESSAGES.rateLimited });
});

test('counts what no bearer can be for its caller alone', async () => {
  const calls: LimitedCall[] = [];
  const limiter = (call: LimitedCall) => {
    calls.push(call);
    return 0;
  };
  const send = serve({ limiter });
  const bearers = ['two words', 'b'.repeat(16_385)];
  for (const bearer of bearers) {
    const answer = await send(GENERATE, post({ authorization: `Bearer ${bearer}` }));
    expect(answer.status).toBe(401);
  }
  const refused = { operation: 'generate', key: 'caller:unknown', points: 10 };
  expect(calls).toEqual([refused, refused]);
});

test.each<[string, NameCaller | undefined, string]>([
  ['by a name of the most characters', () => 'n'.repeat(1_024), 'n'.repeat(1_024)],
  ['as unknown, where a Request has no address', undefined, 'unknown'],
  ['by what caller makes of no address', (_header, address) => String(address), 'undefined'],
])('names callers %s', async (_name, caller, expected) => {
  const keys: string[] = [];
  const limiter = ({ key }: LimitedCall) => {
    keys.push(key);
    return 0;
  };
  const send = serve(caller === undefined ? { limiter } : { limiter, caller });
  expect((await send(RESOLVE, resolveOf('junk'))).status).toBe(400);
  expect(keys).toEqual([`caller:${expected}`]);
});

test.each<[string, () => unknown]>([
  ['undefined', () => undefined],
  ['NaN', () => Number.NaN],
  ['an object', () => ({})],
  ['infinity', () => Number.POSITIVE_INFINITY],
  ['a negative number', () => -1],
  ['a bigint', () => 0n],
  ['text', () => '0'],
  ['true', () => true],
  [
    'an exception',
    () => {
      throw new Error('down');
    },
  ],
  ['a rejection', async () => Promise.reject(new Error('down'))],
])('fails closed and tells onError when the limiter gives %s', async (_name, limiter) => {
  const told: unknown[] = [];
  const options = { limiter: limiter as RequestLimiter, onError: (e: unknown) => told.push(e) };
  for (const [path, init] of [
    [GENERATE, post(AUTHORIZED)],
    [RESOLVE, resolveOf('junk')],
  ] as const) {
    const answer = await serve(options)(path, init);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  }
  expect(told).toHaveLength(2);
});

test('fails closed and tells onError when the limiter is silent for 5 seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const told: unknown[] = [];
  const statuses: number[] = [];
  const limiter = () => new Promise<never>(() => {});
  const send = serve({ limiter, onError: (error) => told.push(error) });
  const waiting = send(GENERATE, post(AUTHORIZED)).then(({ status }) => statuses.push(status));
  await vi.advanceTimersByTimeAsync(4_999);
  expect(statuses).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await waiting;
  expect(statuses).toEqual([503]);
  expect(told).toHaveLength(1);
});

const mistake = new TypeError('no such header');
test.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw mistake;
    },
  ],
  ['gives undefined', () => undefined],
  ['gives an empty name', () => ''],
  ['gives a promise', async () => 'me'],
  ['gives a name without end', () => 'x'.repeat(1_025)],
])('fails closed and tells onError when caller %s', async (_name, caller) => {
  const told: unknown[] = [];
  const asked: LimitedCall[] = [];
  const send = serve({
    limiter: (call) => asked.push(call) && 0,
    caller: caller as () => string,
    onError: (error) => told.push(error),
  });
  const answer = await send(RESOLVE, resolveOf('junk'));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect(told).toEqual([
    _name === 'throws'
      ? mistake
      : expect.objectContaining({ message: expect.stringMatching(/^caller must give/) }),
  ]);
  expect(asked).toEqual([]);
  // Who calls matters for refusals only: a good token passes.
  expect((await send(RESOLVE, resolveOf(await generated(send)))).status).toBe(200);
});
