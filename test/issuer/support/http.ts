import { createIssuer } from '../../../src/issuer/create-issuer.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import type { IssuerOptions } from '../../../src/issuer/options.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';

export const USER = {
  userId: '64f0c0ffee64f0c0ffee64f0',
  organizationId: '64f0c0ffee64f0c0ffee64f1',
};
export const BEARER = 'eyJ0eXAiOiJKV1QifQ.e30.c2ln';
export const GENERATE = '/api/v3/short-token/generate';
export const RESOLVE = '/api/v3/short-token/resolve';
export const INVALID = { status: false, message: 'Short token is invalid or expired' };
export const JSON_BODY = { 'content-type': 'application/json' };
export const AUTHORIZED = { authorization: `Bearer ${BEARER}` };

/** Sends a request to an issuer, over a socket or without one. */
export type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** An issuer in memory that knows one bearer. */
export function makeIssuer(options: Partial<IssuerOptions> = {}): Issuer {
  return createIssuer({
    store: createMemoryStore(),
    authenticate: (bearer) => (bearer === BEARER ? USER : null),
    ...options,
  });
}

export function post(headers: Record<string, string> = {}, body?: BodyInit): RequestInit {
  return { method: 'POST', headers, ...(body === undefined ? {} : { body }) };
}

export function resolveOf(shortToken: unknown, headers: Record<string, string> = {}): RequestInit {
  return post({ ...JSON_BODY, ...headers }, JSON.stringify({ shortToken }));
}

export async function generated(send: Send, path = GENERATE): Promise<string> {
  const answer = await send(path, post(AUTHORIZED));
  return (await answer.json()).data.shortToken;
}
