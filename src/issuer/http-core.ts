import { isStoreUnavailableError } from '../store/store-unavailable-error.ts';
import { success } from '../wire/envelope.ts';
import { writeExpiresAt } from '../wire/expires-at.ts';
import { PATHS, type ShortTokenOperation } from '../wire/paths.ts';
import { isShortTokenError } from '../wire/short-token-error.ts';
import { ANSWERS, okAnswer, retryLater } from './answers.ts';
import type { Issuer } from './create-issuer.ts';
import {
  type Answer,
  type ExchangeBody,
  type ExchangeCore,
  type ExchangeHead,
  type HeaderLookup,
  MAX_BODY_BYTES,
} from './exchange.ts';
import { REFUSED_RESOLVE_POINTS, type RequestLimiter } from './limiter.ts';
import { acceptsJson, sendsJson } from './negotiation.ts';

/** How the HTTP side of an issuer is reached and guarded. */
export interface IssuerHandlerOptions {
  /** In front of `/short-token/…`: empty, or with a leading and no trailing slash; `/api/v3` unless told. */
  readonly basePath?: string;
  readonly limiter?: RequestLimiter;
  /** Names a caller to the limiter; by remote address unless told, which a Request does not have. */
  readonly caller?: (header: HeaderLookup, remoteAddress: string | undefined) => string;
  /** Told of what became a 500, which is a mistake in the configuration or in this package. */
  readonly onError?: (error: unknown) => void;
}

const BEARER = 'bearer ';
const RETRY_AFTER_OUTAGE_MS = 1_000;

/** Makes the HTTP side of an issuer. The shells around it only move bytes. */
export function createHttpCore(issuer: Issuer, options: IssuerHandlerOptions): ExchangeCore {
  const { basePath = '/api/v3', limiter, caller = byAddress, onError } = options;
  checkOptions(issuer, basePath, options);
  const operations = new Map<string, ShortTokenOperation>([
    [basePath + PATHS.generate, 'generate'],
    [basePath + PATHS.resolve, 'resolve'],
  ]);

  function open(head: ExchangeHead) {
    const { header } = head;
    const operation = operations.get(head.path);
    if (operation === undefined) return ANSWERS.notFound;
    if (head.method !== 'POST') return ANSWERS.methodNotAllowed;
    if (!acceptsJson(header('accept'))) return ANSWERS.notAcceptable;
    const isJson = sendsJson(header('content-type'), header('content-encoding'));
    if (operation === 'resolve' && !isJson) return ANSWERS.unsupportedMediaType;
    if (Number(header('content-length') ?? 0) > MAX_BODY_BYTES) return ANSWERS.tooLarge;
    return limiter === undefined ? operation : limited(limiter, operation, head);
  }

  async function limited(
    limit: RequestLimiter,
    operation: ShortTokenOperation,
    { header, remoteAddress }: ExchangeHead,
  ): Promise<Answer | ShortTokenOperation> {
    try {
      const waitMs = await limit({ operation, caller: caller(header, remoteAddress), points: 1 });
      return waitMs > 0 ? retryLater(429, waitMs) : operation;
    } catch {
      return retryLater(503, RETRY_AFTER_OUTAGE_MS);
    }
  }

  function surcharge({ header, remoteAddress }: ExchangeHead): void {
    if (limiter === undefined) return;
    const points = REFUSED_RESOLVE_POINTS;
    const call = { operation: 'resolve' as const, caller: caller(header, remoteAddress), points };
    // The answer does not wait for it, and an outage shows at the next call.
    void (async () => limiter(call))().catch(() => {});
  }

  async function generate({ header, signal }: ExchangeHead): Promise<Answer> {
    const bearer = bearerOf(header('authorization'));
    if (bearer === undefined) return ANSWERS.bearerMissing;
    const { shortToken, expiresAt } = await issuer.generate({ bearer, signal });
    const data = { shortToken, expiresAt: writeExpiresAt(expiresAt) };
    return okAnswer(JSON.stringify(success(data)));
  }

  function resolve(head: ExchangeHead, body: ExchangeBody): Promise<Answer> {
    const shortToken = body.state === 'text' ? shortTokenOf(body.text) : undefined;
    const idempotencyKey = head.header('idempotency-key') || undefined;
    // What is no token at all takes the same way as a wrong one, so that events and limits see it.
    const options = { idempotencyKey, signal: head.signal };
    return issuer.resolve(shortToken ?? '', options).then((result) => {
      if (!result.ok) {
        surcharge(head);
        return ANSWERS.tokenInvalid;
      }
      const { bearerToken, userId, organizationId } = result;
      return okAnswer(JSON.stringify(success({ bearerToken, userId, organizationId })));
    });
  }

  function failed(error: unknown): Answer {
    if (isShortTokenError(error, 'bearer_rejected')) return ANSWERS.bearerRejected;
    if (isStoreUnavailableError(error) || isShortTokenError(error)) {
      return retryLater(503, RETRY_AFTER_OUTAGE_MS);
    }
    onError?.(error);
    return ANSWERS.serverError;
  }

  return {
    open,
    answer(operation, head, body) {
      if (body.state === 'too-large') return Promise.resolve(ANSWERS.tooLarge);
      const answer = operation === 'generate' ? generate(head) : resolve(head, body);
      return answer.catch(failed);
    },
  };
}

function checkOptions(issuer: Issuer, basePath: string, options: IssuerHandlerOptions): void {
  if (typeof issuer?.generate !== 'function' || typeof issuer.resolve !== 'function') {
    throw new TypeError('issuer must be an Issuer, as createIssuer makes it.');
  }
  if (typeof basePath !== 'string' || !/^(?:\/[^/?#]+)*$/.test(basePath)) {
    throw new TypeError("basePath must be '' or begin with a slash and not end with one.");
  }
  for (const name of ['limiter', 'caller', 'onError'] as const) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== 'function') {
      throw new TypeError(`${name} must be a function.`);
    }
  }
}

function byAddress(_header: HeaderLookup, remoteAddress: string | undefined): string {
  return remoteAddress ?? 'unknown';
}

/** RFC 6750 section 2.1; the scheme's name is case-insensitive (RFC 9110 section 11.1). */
function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  if (authorization.slice(0, BEARER.length).toLowerCase() !== BEARER) return undefined;
  return authorization.slice(BEARER.length).trim() || undefined;
}

function shortTokenOf(text: string): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'shortToken')) {
    return undefined;
  }
  const { shortToken } = json as { shortToken: unknown };
  return typeof shortToken === 'string' ? shortToken : undefined;
}
