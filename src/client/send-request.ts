import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';
import { classifyFailure, type Phase } from './classify-failure.ts';
import type { Failure } from './failure.ts';
import type { FetchInit, FetchLike } from './options.ts';
import { type BodyHolder, discardBody, readBody } from './read-body.ts';
import type { RequestBody } from './request-body.ts';
import { readRequestId } from './request-id.ts';
import { readRetryAfter } from './retry-delay.ts';

/** One request, ready to go. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  /** Whether the body of an answer with this status from 300 on says more than the status. */
  readonly readsBodyOf: (status: number) => boolean;
}

/** What came back: an answer to be read, or why there is none. */
export interface Answer {
  readonly status: number;
  /** The body as JSON; `undefined` where there is no JSON, or nobody wanted it. */
  readonly json: unknown;
  readonly requestId: string | undefined;
  /** What the answer means by itself: nothing for a 2xx with JSON. */
  readonly failure: Failure | undefined;
}

/** The part of a `Response` that is looked at. */
interface Response extends BodyHolder {
  readonly status: number;
  readonly type?: string;
  readonly redirected?: boolean;
  readonly url?: string;
}

/**
 * Sends one request and reads its answer, following no redirect and keeping nothing. It never
 * rejects, whatever `fetch` gives or throws.
 *
 * @param fetch - of the caller's own, or `undefined` for the platform's
 * @param body - the request's body as a stream, where the runtime takes one
 */
export async function sendRequest(
  fetch: FetchLike | undefined,
  request: OutgoingRequest,
  body: RequestBody | undefined,
  maxResponseBytes: number,
  signal: AbortSignal,
): Promise<Answer> {
  let phase: Phase = 'request';
  try {
    const init = requestInit(request, body, signal);
    const send = fetch ?? (globalThis.fetch as FetchLike);
    const response = (await send(request.url, init)) as Response;
    phase = 'body';
    if (!Number.isInteger(response?.status) || typeof response.headers?.get !== 'function') {
      return failedAnswer({ code: 'response_invalid', issues: ['(response)'] });
    }
    return await readAnswer(response, request, maxResponseBytes);
  } catch (error) {
    if (phase === 'request' && body?.isSent() === false) phase = 'unsent';
    return failedAnswer(classifyFailure(error, phase, request.url));
  }
}

async function readAnswer(
  response: Response,
  request: OutgoingRequest,
  maxResponseBytes: number,
): Promise<Answer> {
  const { status, headers } = response;
  const requestId = readRequestId(headers, request);
  const failure = failureOfStatus(response, request, requestId);
  const answer = { status, json: undefined, requestId, failure };
  if (failure && !request.readsBodyOf(status)) {
    discardBody(response);
    return answer;
  }
  try {
    const read = await readBody(response, maxResponseBytes);
    if (typeof read === 'string') {
      return { ...answer, failure: failure ?? { code: read, status, requestId } };
    }
    const json = parseJson(read.text);
    if (json !== undefined) return { ...answer, json };
    // Some runtimes end a body that broke off as if it were whole.
    const short = Number(headers.get('content-length')) > read.bytes;
    const code = short ? 'response_truncated' : 'response_not_json';
    return { ...answer, failure: failure ?? { code, status, requestId } };
  } catch (error) {
    const { code, cause } = classifyFailure(error, 'body', request.url);
    return { ...answer, failure: { code, status, requestId, cause } };
  }
}

/** What stands for an answer where there is none. */
export function failedAnswer(failure: Failure): Answer {
  return { status: 0, json: undefined, requestId: undefined, failure };
}

function requestInit(
  { method, headers, body: text }: OutgoingRequest,
  body: RequestBody | undefined,
  signal: AbortSignal,
): FetchInit {
  // Following a 307 would post the token to whatever origin the answer names.
  const init = { method, headers, signal, redirect: 'manual' as const, ...privacy() };
  if (text === undefined) return init;
  if (body === undefined) return { ...init, body: text };
  // Without a length a stream is sent in chunks, which some gateways refuse.
  const length = { 'content-length': `${new TextEncoder().encode(text).length}` };
  return { ...init, ...body.init, headers: { ...headers, ...length } };
}

let known: Pick<FetchInit, 'cache' | 'credentials'> | undefined;

/**
 * Workers throw on the `credentials` and, before the compatibility date 2024-11-11, the `cache` of a
 * request; they have neither cookies nor an HTTP cache for it to matter. Asked on first use, because
 * a Request may be a polyfill that arrives late.
 */
function privacy(): Pick<FetchInit, 'cache' | 'credentials'> {
  if (known) return known;
  const probe = typeof Request === 'function' ? new Request('https://probe.invalid/') : undefined;
  known = {
    ...((!probe || 'cache' in probe) && { cache: 'no-store' }),
    ...((!probe || 'credentials' in probe) && { credentials: 'omit' }),
  };
  return known;
}

const CODE_BY_STATUS: Readonly<Record<number, ShortTokenErrorCode>> = {
  0: 'network_interrupted',
  401: 'bearer_rejected',
  403: 'forbidden',
  404: 'endpoint_not_found',
  405: 'endpoint_not_found',
  407: 'forbidden',
  408: 'upstream_error',
  409: 'conflict',
  413: 'request_too_large',
  421: 'upstream_error',
  425: 'upstream_error',
  429: 'rate_limited',
};

/** What a status means by itself; `undefined` for a success. */
function failureOfStatus(
  response: Response,
  { url, headers }: OutgoingRequest,
  requestId: string | undefined,
): Failure | undefined {
  const { status } = response;
  if (isRedirect(response, url)) return { code: 'redirect_refused', status, requestId };
  if (status >= 200 && status < 300) return undefined;
  const code = status >= 500 ? 'upstream_error' : (CODE_BY_STATUS[status] ?? 'bad_request');
  return {
    // Without a bearer there was none to reject: somebody in between wants credentials.
    code: status === 401 && !headers.authorization ? 'forbidden' : code,
    status,
    requestId,
    retryAfterMs: status === 400 ? undefined : readRetryAfter(response.headers),
  };
}

/** Browsers hide the redirect that they did not follow; React Native follows it and only the URL tells. */
function isRedirect({ status, type, redirected, url: answered }: Response, url: string): boolean {
  if (status >= 300 && status < 400) return true;
  if (type === 'opaqueredirect') return true;
  return redirected ?? (Boolean(answered) && answered !== url);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
