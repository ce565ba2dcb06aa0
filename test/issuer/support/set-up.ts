import { expect } from 'vitest';
import { createIssuer } from '../../../src/issuer/create-issuer.ts';
import type { IssuerEvent } from '../../../src/issuer/events.ts';
import type { IssuerOptions } from '../../../src/issuer/options.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';

export const USER = {
  userId: '64f0c0ffee64f0c0ffee64f0',
  organizationId: '64f0c0ffee64f0c0ffee64f1',
};
export const BEARER = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.${'e30'}.c2ln`;
export const REFUSED = { ok: false, code: 'short_token_invalid' };
export const START = 1_800_000_000_000;

/** An issuer with its clock in hand; it knows every bearer as one user. */
export function setUp(options: Partial<IssuerOptions> = {}) {
  const time = { now: START };
  const events: IssuerEvent[] = [];
  const errors: unknown[] = [];
  const store = options.store ?? createMemoryStore({ clock: () => time.now });
  const issuer = createIssuer({
    authenticate: () => USER,
    clock: () => time.now,
    onEvent: (event) => events.push(event),
    onError: (error) => errors.push(error),
    ...options,
    store,
  });
  return { issuer, store, time, events, errors };
}

/** A bearer that is a JWT with an end. */
export function bearerUntil(expiresAtMs: number): string {
  const claims = Buffer.from(JSON.stringify({ exp: expiresAtMs / 1000 })).toString('base64url');
  return `eyJ.${claims}.c2ln`;
}

/** What a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  return promise.then(
    () => expect.fail('it did not reject'),
    (error) => error,
  );
}
