import { isStoreUnavailableError } from '../../store/store-unavailable-error.ts';
import { isBearer } from '../../token/characters.ts';
import { writeExpiresAt } from '../../wire/expires-at.ts';
import { PATHS, type ShortTokenOperation } from '../../wire/paths.ts';
import { isShortTokenError } from '../../wire/short-token-error.ts';
import type { Issuer } from '../issuer.ts';
import { quietObserver } from '../quiet-observer.ts';
import { ANSWERS, identityAnswer, okAnswer, retryLater } from './answers.ts';
import { createCors } from './cors.ts';
import {
  type Answer,
  type HttpCore,
  MAX_BODY_BYTES,
  type RequestBody,
  type RequestHead,
} from './http-types.ts';
import { acceptsJson, sendsJson } from './negotiation.ts';
import { checkHandlerOptions, type IssuerHandlerOptions } from './options.ts';
import { createLimits } from './rate-limiter.ts';

const BEARER = 'bearer ';
const RETRY_AFTER_OUTAGE_MS = 1_000;

/**
 * Makes the HTTP side of an issuer; the adapters around it only move bytes.
 *
 * @throws TypeError for an option that cannot work
 */
export function createHttpCore(issuer: Issuer, options: IssuerHandlerOptions): HttpCore {
  checkHandlerOptions(issuer, options);
  const { basePath = '/api/v3', limiter, onError } = options;
  const tell = quietObserver(onError ?? (() => {}));
  const limits = limiter && createLimits(limiter, options.caller, tell);
  const cors = options.cors && createCors(options.cors);
  const operations = new Map<string, ShortTokenOperation>([
    [basePath + PATHS.generate, 'generate'],
    [basePath + PATHS.resolve, 'resolve'],
  ]);

  async function generate(head: RequestHead): Promise<Answer> {
    const bearer = bearerOf(head.header('authorization'));
    if (bearer === undefined) return refused('generate', head, ANSWERS.bearerMissing);
    if (!isBearer(bearer)) return refused('generate', head, ANSWERS.bearerRejected);
    const limited = await limits?.forBearer(bearer);
    if (limited !== undefined) return limited;
    try {
      const signal = head.callerSignal();
      const { shortToken, expiresAt } = await issuer.generate({ bearer, signal });
      return okAnswer({ shortToken, expiresAt: writeExpiresAt(expiresAt) });
    } catch (error) {
      if (!isShortTokenError(error, 'bearer_rejected')) throw error;
      return refused('generate', head, ANSWERS.bearerRejected);
    }
  }

  async function resolve(head: RequestHead, readBody: () => Promise<RequestBody>): Promise<Answer> {
    const body = await readBody();
    if (body.state === 'too-large') return ANSWERS.tooLarge;
    if (body.state === 'abandoned') return retryLater(503, RETRY_AFTER_OUTAGE_MS);
    if (body.state === 'consumed') {
      throw new TypeError(
        'The request body was read before the issuer saw it. Mount the issuer first, or leave the parsed body in request.body.',
      );
    }
    // What is no token at all takes the same way as a wrong one, so that events and limits see it.
    const shortToken = shortTokenOf(body) ?? '';
    const idempotencyKey = head.header('idempotency-key') || undefined;
    const result = await issuer.resolve(shortToken, { idempotencyKey });
    if (!result.ok) return refused('resolve', head, ANSWERS.tokenInvalid);
    return identityAnswer(result);
  }

  async function refused(
    operation: ShortTokenOperation,
    head: RequestHead,
    refusal: Answer,
  ): Promise<Answer> {
    return (await limits?.forRefused(operation, head)) ?? refusal;
  }

  function failed(error: unknown): Answer {
    if (isStoreUnavailableError(error) || isShortTokenError(error)) {
      return retryLater(503, RETRY_AFTER_OUTAGE_MS);
    }
    tell(error);
    return ANSWERS.serverError;
  }

  function run(
    operation: ShortTokenOperation,
    head: RequestHead,
    readBody: () => Promise<RequestBody>,
  ): Promise<Answer> {
    const decided = decideByHead(operation, head);
    if (decided) return Promise.resolve(decided);
    const working = operation === 'generate' ? generate(head) : resolve(head, readBody);
    return working.catch(failed);
  }

  return (head, readBody) => {
    const operation = operations.get(head.path) ?? operations.get(head.originalPath ?? '');
    if (operation === undefined) return undefined;
    if (cors === undefined || operation === 'resolve') return run(operation, head, readBody);
    const preflight = cors.preflight(head);
    if (preflight) return Promise.resolve(preflight);
    return run(operation, head, readBody).then((given) => cors.expose(head, given));
  };
}

/** The answer for which nobody has to be asked, if there is one. */
function decideByHead(operation: ShortTokenOperation, head: RequestHead): Answer | undefined {
  if (head.method !== 'POST') return ANSWERS.methodNotAllowed;
  if (!acceptsJson(head.header('accept'))) return ANSWERS.notAcceptable;
  if (operation === 'generate') return undefined;
  if (!sendsJson(head.header('content-type'), head.header('content-encoding'))) {
    return ANSWERS.unsupportedMediaType;
  }
  if (Number(head.header('content-length') ?? 0) > MAX_BODY_BYTES) return ANSWERS.tooLarge;
  return undefined;
}

/** RFC 6750 section 2.1; the scheme's name is case-insensitive (RFC 9110 section 11.1). */
function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  if (authorization.slice(0, BEARER.length).toLowerCase() !== BEARER) return undefined;
  return authorization.slice(BEARER.length).trim() || undefined;
}

function shortTokenOf(body: RequestBody): string | undefined {
  const json = body.state === 'text' ? parsed(body.text) : body.state === 'parsed' && body.value;
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'shortToken')) {
    return undefined;
  }
  const { shortToken } = json as { shortToken: unknown };
  return typeof shortToken === 'string' ? shortToken : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
