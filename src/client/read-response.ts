import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';
import { classifyFailure } from './classify-failure.ts';
import type { Failure } from './failure.ts';
import type { FetchHeaders } from './options.ts';
import { type BodyHolder, discardBody, readBody } from './read-body.ts';
import { readRetryAfter } from './retry.ts';

/** What of a request counts for its answer. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
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
export interface Response extends BodyHolder {
  readonly status: number;
  readonly type?: string;
  readonly redirected?: boolean;
  readonly url?: string;
}

/**
 * Reads an answer: what its status means, and its body where that says more.
 *
 * @throws whatever a getter of an odd response throws
 */
export async function readResponse(
  response: Response,
  request: SentRequest,
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
  { url, headers }: SentRequest,
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
function isRedirect(response: Response, url: string): boolean {
  const { status } = response;
  if ((status >= 300 && status < 400) || response.type === 'opaqueredirect') return true;
  // Not asked for without need: Node makes the text of the URL each time.
  return response.redirected ?? (Boolean(response.url) && response.url !== url);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Characters in a row that a request id may share with a secret by chance. */
const SHARED = 5;

/**
 * Reads an answer's `x-request-id`, which is for logs: so one that repeats a piece of what was sent
 * is left out.
 */
function readRequestId(headers: FetchHeaders, sent: SentRequest): string | undefined {
  const id = headers.get('x-request-id');
  if (typeof id !== 'string' || !/^[\w.:+/=@-]{1,128}$/.test(id)) return undefined;
  // One that we sent ourselves comes back with many servers.
  const { 'x-request-id': own, 'idempotency-key': key, authorization } = sent.headers;
  if (id === own) return id;
  const secrets = `${authorization} ${key} ${sent.body}`.toLowerCase();
  const shown = id.toLowerCase();
  for (let at = 0; at === 0 || at < shown.length - SHARED; at++) {
    if (secrets.includes(shown.slice(at, at + SHARED + 1))) return undefined;
  }
  return id;
}
