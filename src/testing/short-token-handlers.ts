import type { AuthenticateBearer, ReusePolicy } from '../issuer/options.ts';
import { DEFAULT_BASE_URL, PATHS, type ShortTokenOperation } from '../wire/paths.ts';
import { createHandlerScript, type HandlerControls } from './handler-script.ts';
import type { HttpResponseLike } from './scenarios.ts';
import { createStandIn } from './stand-in.ts';

/** The part of msw's `http` that is needed here, alike in msw 2 and 3. */
export interface HttpLike<Handler> {
  /** Makes the handler of a POST. */
  post(path: string, resolver: (info: { request: Request }) => Promise<Response>): Handler;
}

/** How the handlers behave. */
export interface ShortTokenHandlersOptions<Handler> {
  /** Your own `http` of msw 2 or 3. */
  readonly http: HttpLike<Handler>;
  /** Your own `HttpResponse` of msw 2 or 3. */
  readonly HttpResponse: HttpResponseLike;
  /** Default `https://apiweb.mile.app/api/v3`. */
  readonly baseUrl?: string;
  /** Whom a bearer belongs to; default one made-up user for every bearer. */
  readonly authenticate?: AuthenticateBearer;
  /** Whole seconds that a token lives, 1 to 86,400; default 300. */
  readonly ttlSeconds?: number;
  /** Whether a second resolve of a token is refused; default `reject`. */
  readonly reuse?: ReusePolicy;
  /** Where an answer to generate has its fields; default `data`. The client reads both. */
  readonly generateAnswer?: 'data' | 'top-level';
  /** Unix time in milliseconds; default `Date.now`, faked or not, and `advance` goes on top. */
  readonly clock?: () => number;
}

/** Handlers and the strings that move them. */
export interface ShortTokenHandlers<Handler> extends HandlerControls<ShortTokenOperation> {
  /** For `setupServer(...handlers)` and `setupWorker(...handlers)`. */
  readonly handlers: Handler[];
}

const SOMEBODY = { userId: '6530f1c2a4b5d6e7f8091a2b', organizationId: '6530f1c2a4b5d6e7f8091a2c' };

/**
 * Makes msw handlers for both short-token endpoints that answer as the service does: with real
 * expiry and single use, and failures on demand. They need nothing of Node.
 *
 * @param options - see {@link ShortTokenHandlersOptions} for units and defaults
 * @returns the handlers, and what moves them
 * @throws TypeError, RangeError for an option that cannot work
 * @example
 * const mile = shortTokenHandlers({ http, HttpResponse });
 * const server = setupServer(...mile.handlers);
 * mile.fail(scenarios.upstreamError(), { times: 1 });
 */
export function shortTokenHandlers<Handler>(
  options: ShortTokenHandlersOptions<Handler>,
): ShortTokenHandlers<Handler> {
  const { http, HttpResponse, clock } = options;
  const { authenticate = () => SOMEBODY, ttlSeconds = 300, reuse = 'reject' } = options;
  const { generateAnswer = 'data' } = options;
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > 86_400) {
    throw new RangeError('ttlSeconds must be a whole number from 1 to 86400');
  }
  if (reuse !== 'reject' && reuse !== 'allow') {
    throw new TypeError("reuse must be 'reject' or 'allow'");
  }
  const script = createHandlerScript<ShortTokenOperation>(HttpResponse, clock, () =>
    standIn.reset(),
  );
  const standIn = createStandIn({
    HttpResponse,
    authenticate,
    ttlMs: ttlSeconds * 1_000,
    reuse,
    generateAnswer,
    now: script.now,
  });
  const baseUrl = (options.baseUrl ?? DEFAULT_BASE_URL).replace(/\/$/, '');
  const handler = (operation: ShortTokenOperation) =>
    http.post(baseUrl + PATHS[operation], ({ request }) =>
      script.play(operation, () => standIn.answer(operation, request)),
    );
  const { journal, fail, advance, reset } = script;
  return { handlers: [handler('generate'), handler('resolve')], journal, fail, advance, reset };
}
