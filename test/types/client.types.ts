import { expectTypeOf } from 'vitest';
import {
  createShortTokenClient,
  type GeneratedToken,
  isShortTokenError,
  type ResolveResult,
  type ShortTokenError,
  type ShortTokenErrorCode,
} from '../../src/client/index.ts';
import { renderModuleUrl, type TokenGenerator } from '../../src/index.ts';

const client = createShortTokenClient();

export async function theResultOfResolveHasToBeLookedAt() {
  const result = await client.resolve('t');
  expectTypeOf(result).toEqualTypeOf<ResolveResult>();
  // @ts-expect-error a refused token has no user
  result.userId;
  // @ts-expect-error a refused token has no bearer
  result.bearerToken;
  // @ts-expect-error a resolved one has no code
  result.code;
  if (result.ok) {
    expectTypeOf(result.userId).toEqualTypeOf<string>();
    expectTypeOf(result.bearerToken).toEqualTypeOf<string>();
    // @ts-expect-error an identity is nobody's to change
    result.userId = 'somebody-else';
  } else {
    expectTypeOf(result.code).toEqualTypeOf<'short_token_invalid'>();
  }
}

export async function aForgottenAwaitDoesNotPassForAnAnswer() {
  // @ts-expect-error a promise has no ok
  if (client.resolve('t').ok) return;
}

export function generateIsATokenGenerator() {
  expectTypeOf(client.generate).toExtend<TokenGenerator>();
  expectTypeOf(client.generate()).resolves.toEqualTypeOf<GeneratedToken>();
  expectTypeOf<GeneratedToken['expiresAt']>().toEqualTypeOf<Date>();
  void renderModuleUrl('https://svc.example/?t={SHORT_TOKEN}', client.generate);
  const { generate, resolve } = client;
  void [generate, resolve];
}

export function optionsAreHeldToTheirTypes() {
  createShortTokenClient({ bearer: 'b' });
  createShortTokenClient({ bearer: () => process.env.MILEAPP_BEARER });
  createShortTokenClient({ bearer: async () => null });
  createShortTokenClient({ bearer: async ({ signal }) => String(signal.aborted) });
  createShortTokenClient({ fetch: globalThis.fetch, baseUrl: undefined });
  // @ts-expect-error milliseconds are a number
  createShortTokenClient({ timeoutMs: '5s' });
  // @ts-expect-error there is no such option
  createShortTokenClient({ timeout: 5 });
  // @ts-expect-error a token is text
  void client.resolve(['t']);
}

export function eventsNarrowByType() {
  createShortTokenClient({
    onEvent(event) {
      expectTypeOf(event.operation).toEqualTypeOf<'generate' | 'resolve'>();
      if (event.type === 'retry') expectTypeOf(event.delayMs).toEqualTypeOf<number>();
      if (event.type === 'settled') {
        expectTypeOf(event.outcome).toEqualTypeOf<'ok' | 'refused' | 'failed'>();
      }
      // @ts-expect-error an event never has a token
      event.shortToken;
    },
  });
}

export function errorsNarrowByTheirGuard(error: unknown) {
  // @ts-expect-error unknown until it is looked at
  error.code;
  if (!isShortTokenError(error)) return;
  expectTypeOf(error).toExtend<ShortTokenError>();
  expectTypeOf(error.code).toEqualTypeOf<ShortTokenErrorCode>();
  if (isShortTokenError(error, 'rate_limited')) {
    expectTypeOf(error.code).toEqualTypeOf<'rate_limited'>();
  }
  // @ts-expect-error there is no such code
  isShortTokenError(error, 'token_expired');
}
