import { createIssuer } from '../issuer/create-issuer.ts';
import { createIssuerHandler, type IssuerHandler } from '../issuer/http/create-issuer-handler.ts';
import type { AuthenticateBearer, ReusePolicy } from '../issuer/options.ts';
import { createMemoryStore } from '../store/memory.ts';
import { DEFAULT_BASE_URL, PATHS, type ShortTokenOperation } from '../wire/paths.ts';
import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';
import type { HttpResponseLike, Scenario } from './scenarios.ts';

/** The part of msw's `http` that is needed here, alike in msw 2 and 3. */
export interface HttpLike<Handler> {
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
  /** Whom a bearer belongs to; every bearer to one made-up user unless told. */
  readonly authenticate?: AuthenticateBearer;
  /** Whole seconds that a token lives, 1 to 86,400; default 300. */
  readonly ttlSeconds?: number;
  /** Whether a second resolve of a token is refused; default `reject`. */
  readonly reuse?: ReusePolicy;
  /** Unix time in milliseconds; default `Date.now`, and `advance` goes on top. */
  readonly clock?: () => number;
}

/** One request that the handlers answered; neither a token nor a bearer is in it. */
export interface JournalEntry {
  readonly operation: ShortTokenOperation;
  /** The failure that was played, or `null` for the real answer. */
  readonly scenario: ShortTokenErrorCode | null;
  /** HTTP status; 0 for a network error, `null` while the answer is out. */
  readonly status: number | null;
}

/** Handlers and the strings that move them. */
export interface ShortTokenHandlers<Handler> {
  /** For `setupServer(...handlers)`: the issuer behind them needs `node:crypto`. */
  readonly handlers: Handler[];
  /** What was asked, in order, since the last reset. */
  readonly journal: readonly JournalEntry[];
  /**
   * Plays a failure instead of the real answer. Several wait for their turn in the order given.
   *
   * @param options.times - whole number from 1; until `reset` unless told
   * @param options.operation - both unless told
   */
  fail(
    scenario: Scenario,
    options?: { readonly times?: number; readonly operation?: ShortTokenOperation },
  ): void;
  /**
   * Steps the clock; past five minutes every token issued before is dead.
   *
   * @param ms - milliseconds, 0 or more
   */
  advance(ms: number): void;
  /** Forgets failures, tokens, steps of the clock and the journal. */
  reset(): void;
}

interface Planned {
  readonly scenario: Scenario;
  readonly operation: ShortTokenOperation | undefined;
  left: number;
}

const SOMEBODY = { userId: '6530f1c2a4b5d6e7f8091a2b', organizationId: '6530f1c2a4b5d6e7f8091a2c' };

/**
 * Makes msw handlers for both short-token endpoints that answer as the service does: on the real
 * issuer, with real expiry and single use, failures on demand.
 *
 * @throws TypeError, RangeError for an option that cannot work
 * @example
 * const mile = shortTokenHandlers({ http, HttpResponse });
 * const server = setupServer(...mile.handlers);
 * mile.fail(scenarios.upstreamError(), { times: 1 });
 */
export function shortTokenHandlers<Handler>(
  options: ShortTokenHandlersOptions<Handler>,
): ShortTokenHandlers<Handler> {
  const { http, HttpResponse, clock = Date.now } = options;
  const baseUrl = (options.baseUrl ?? DEFAULT_BASE_URL).replace(/\/$/, '');
  const { authenticate = () => SOMEBODY, ttlSeconds = 300, reuse = 'reject' } = options;
  const journal: JournalEntry[] = [];
  let planned: Planned[] = [];
  let ahead = 0;
  let answer = newIssuer();

  function newIssuer(): IssuerHandler {
    const now = () => clock() + ahead;
    const store = createMemoryStore({ clock: now });
    const issuer = createIssuer({ store, authenticate, ttlSeconds, reuse, clock: now });
    return createIssuerHandler(issuer, { basePath: new URL(baseUrl).pathname.replace(/\/$/, '') });
  }

  function nextFailure(operation: ShortTokenOperation): Scenario | undefined {
    const next = planned.find(
      (plan) => plan.left > 0 && (plan.operation ?? operation) === operation,
    );
    if (next) next.left--;
    return next?.scenario;
  }

  function handler(operation: ShortTokenOperation): Handler {
    return http.post(baseUrl + PATHS[operation], async ({ request }) => {
      const scenario = nextFailure(operation);
      const at = journal.push({ operation, scenario: scenario?.code ?? null, status: null }) - 1;
      const entry = journal[at];
      const response = await (scenario ? scenario.respond(HttpResponse) : answer(request));
      // A reset may have come in between.
      if (entry && journal[at] === entry) journal[at] = { ...entry, status: response.status };
      return response;
    });
  }

  return {
    handlers: [handler('generate'), handler('resolve')],
    journal,
    fail(scenario, { times = Number.POSITIVE_INFINITY, operation } = {}) {
      if (!(times >= 1 && (Number.isInteger(times) || times === Number.POSITIVE_INFINITY))) {
        throw new RangeError('times must be a whole number from 1');
      }
      planned.push({ scenario, operation, left: times });
    },
    advance(ms) {
      if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY)) {
        throw new RangeError('ms must be a number from 0: tokens do not grow younger');
      }
      ahead += ms;
    },
    reset() {
      planned = [];
      ahead = 0;
      journal.length = 0;
      answer = newIssuer();
    },
  };
}
