import { acceptsJson, sendsJson } from '../issuer/http/negotiation.ts';
import type { AuthenticateBearer, ReusePolicy } from '../issuer/options.ts';
import { isBearer } from '../token/characters.ts';
import { failure, MESSAGES, success } from '../wire/answer-envelope.ts';
import { writeExpiresAt } from '../wire/expires-at.ts';
import type { ShortTokenOperation } from '../wire/paths.ts';
import { readMessage } from '../wire/read-message.ts';
import { resolveRequestSchema } from '../wire/schemas.ts';
import type { HttpResponseLike } from './scenarios.ts';

/** How a stand-in issues. */
export interface StandInOptions {
  readonly HttpResponse: HttpResponseLike;
  readonly authenticate: AuthenticateBearer;
  readonly ttlMs: number;
  readonly reuse: ReusePolicy;
  /** Where an answer to generate has its fields. */
  readonly generateAnswer: 'data' | 'top-level';
  readonly now: () => number;
}

/** Both endpoints without a server. */
export interface StandIn {
  answer(operation: ShortTokenOperation, request: Request): Promise<Response>;
  /** Forgets every token. */
  reset(): void;
}

interface Issued {
  readonly data: { bearerToken: string; userId: string; organizationId: string };
  readonly expiresAt: number;
  /** Who resolved it first. */
  redeemer?: string;
}

const MAX_BODY_BYTES = 65_536;
const LETTERS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/**
 * Makes a stand-in for the reference issuer, with its statuses, expiry, single use and idempotency.
 * It keeps tokens as they are and makes them up without a secure source, so that it runs wherever
 * tests run; a test holds it against the issuer.
 */
export function createStandIn(options: StandInOptions): StandIn {
  const { HttpResponse, authenticate, ttlMs, reuse, generateAnswer, now } = options;
  const issued = new Map<string, Issued>();
  let calls = 0;

  function json(status: number, body: object, headers: Record<string, string> = {}): Response {
    return new HttpResponse(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    });
  }

  const refusal = (status: number, message: string, headers?: Record<string, string>) =>
    json(status, failure(message), headers);

  async function generate(request: Request): Promise<Response> {
    const bearer = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    const user = isBearer(bearer)
      ? await authenticate(bearer, { signal: new AbortController().signal })
      : null;
    const at = now();
    const expiresAt = Math.floor(Math.min(at + ttlMs, expiryOf(bearer ?? '')));
    if (bearer === undefined || user === null || expiresAt - at < 1) {
      return refusal(401, MESSAGES.unauthenticated, { 'www-authenticate': 'Bearer' });
    }
    const { userId, organizationId } = user;
    const shortToken = madeUpToken();
    issued.set(shortToken, { data: { bearerToken: bearer, userId, organizationId }, expiresAt });
    const data = { shortToken, expiresAt: writeExpiresAt(new Date(expiresAt)) };
    const { status, message } = success(data);
    return json(200, generateAnswer === 'data' ? success(data) : { status, message, ...data });
  }

  async function resolve(request: Request): Promise<Response> {
    const text = await request.text();
    if (text.length > MAX_BODY_BYTES) return refusal(413, MESSAGES.requestTooLarge);
    const redeemer = request.headers.get('idempotency-key') || `call ${++calls}`;
    const body = readMessage(resolveRequestSchema, parsed(text));
    const token = body.ok ? issued.get(body.value.shortToken) : undefined;
    if (token && token.expiresAt > now()) {
      token.redeemer ??= redeemer;
      if (reuse === 'allow' || token.redeemer === redeemer) return json(200, success(token.data));
    }
    return refusal(400, MESSAGES.shortTokenInvalid);
  }

  return {
    async answer(operation, request) {
      const { headers } = request;
      if (!acceptsJson(headers.get('accept') ?? undefined)) {
        return refusal(406, MESSAGES.notAcceptable);
      }
      if (operation === 'generate') return generate(request);
      const type = headers.get('content-type') ?? undefined;
      return sendsJson(type, headers.get('content-encoding') ?? undefined)
        ? resolve(request)
        : refusal(415, 'Only application/json in UTF-8 is accepted.');
    },
    reset: () => issued.clear(),
  };
}

/** 22 letters, as the issuer's are; nobody has to guess these. */
function madeUpToken(): string {
  return Array.from({ length: 22 }, () =>
    LETTERS.charAt(Math.floor(Math.random() * LETTERS.length)),
  ).join('');
}

/** When a bearer that is a JWT dies (RFC 7519, section 4.1.4), in Unix milliseconds. */
function expiryOf(bearer: string): number {
  const claims = bearer.split('.')[1];
  const decoded = claims && parsed(decode(claims));
  const exp = (decoded as { readonly exp?: unknown } | undefined)?.exp;
  return typeof exp === 'number' ? exp * 1_000 : Number.POSITIVE_INFINITY;
}

function decode(base64url: string): string {
  try {
    return atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  } catch {
    return '';
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
