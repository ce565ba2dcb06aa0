import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';
import { classifyFailure } from './classify-failure.ts';
import type { Failure } from './failure.ts';
import { discardBody, readBody } from './read-body.ts';
import { readRetryAfter } from './retry-after.ts';

/** One request, ready to go. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Further statuses whose body says more than they do. */
  readonly alsoRead?: readonly number[] | undefined;
}

/** A whole answer whose body is worth reading. */
export interface Answer {
  readonly status: number;
  /** The body as JSON. */
  readonly json: unknown;
}

/** An answer, or why there is none that can be used. */
export type Sent = { readonly answer: Answer } | { readonly failure: Failure };

/**
 * Sends one request and reads its answer, following no redirect and keeping nothing. It rejects
 * never; a 2xx, a 400 or another readable status comes back as JSON, everything else as a failure with its code.
 */
export async function sendRequest(
  fetch: typeof globalThis.fetch,
  request: OutgoingRequest,
  maxResponseBytes: number,
  signal: AbortSignal,
): Promise<Sent> {
  let response: Response;
  try {
    response = await fetch(request.url, requestInit(request, signal));
  } catch (error) {
    return { failure: { code: classifyFailure(error, 'request') } };
  }
  const { status } = response;
  const failure = refusedByStatus(response, request);
  if (failure) {
    discardBody(response);
    return { failure };
  }
  try {
    const read = await readBody(response, maxResponseBytes);
    if (typeof read === 'string') return { failure: { code: read, status } };
    const json = parseJson(read.text);
    if (json !== undefined) return { answer: { status, json } };
    const code = isShort(response, read.bytes) ? 'response_truncated' : 'response_not_json';
    return { failure: { code: codeOfStatus(status) ?? code, status } };
  } catch (error) {
    return { failure: { code: classifyFailure(error, 'body'), status } };
  }
}

function requestInit({ method, headers, body }: OutgoingRequest, signal: AbortSignal): RequestInit {
  // Following a 307 would post the token to whatever origin the answer names.
  const init: RequestInit = { method, headers, signal, redirect: 'manual', ...privacy() };
  if (body !== undefined) init.body = body;
  return init;
}

let known: RequestInit | undefined;

/**
 * Workers throw on the `credentials` and, before the compatibility date 2024-11-11, the `cache` of a
 * request; they have neither cookies nor an HTTP cache for it to matter. Asked on first use, because
 * a Request may be a polyfill that arrives late.
 */
function privacy(): RequestInit {
  if (known) return known;
  known = { cache: 'no-store', credentials: 'omit' };
  if (typeof Request === 'function') {
    const probe = new Request('https://probe.invalid/');
    if (!('cache' in probe)) delete known.cache;
    if (!('credentials' in probe)) delete known.credentials;
  }
  return known;
}

const CODE_BY_STATUS: Readonly<Record<number, ShortTokenErrorCode>> = {
  0: 'network_interrupted',
  400: 'bad_request',
  401: 'bearer_rejected',
  403: 'forbidden',
  404: 'endpoint_not_found',
  405: 'endpoint_not_found',
  409: 'conflict',
  413: 'request_too_large',
  429: 'rate_limited',
};

/** What a status means by itself, where it means failure and no server trouble. */
export function codeOfStatus(status: number): ShortTokenErrorCode | undefined {
  return CODE_BY_STATUS[status];
}

function refusedByStatus(
  response: Response,
  { url, headers, alsoRead }: OutgoingRequest,
): Failure | undefined {
  const { status } = response;
  if (isRedirect(response, url)) return { code: 'redirect_refused', status };
  if ((status >= 200 && status < 300) || status === 400) return undefined;
  if (alsoRead?.includes(status)) return undefined;
  // Without a bearer there was none to reject: somebody in between wants credentials.
  if (status === 401 && !headers.authorization) return { code: 'forbidden', status };
  const code = status >= 500 ? 'upstream_error' : (CODE_BY_STATUS[status] ?? 'bad_request');
  return { code, status, retryAfterMs: readRetryAfter(response.headers.get('retry-after')) };
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

/** Some runtimes end a body that broke off as if it were whole. */
function isShort({ headers }: Response, bytes: number): boolean {
  return Number(headers.get('content-length')) > bytes;
}
