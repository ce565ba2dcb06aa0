import { classifyFailure, type Phase } from './classify-failure.ts';
import type { FetchInit, FetchLike } from './options.ts';
import {
  type Answer,
  failedAnswer,
  type Response,
  readResponse,
  type SentRequest,
} from './read-response.ts';
import type { RequestBody } from './runtime-resends.ts';

/** One request, ready to go. */
export interface OutgoingRequest extends SentRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
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
    return await readResponse(response, request, maxResponseBytes);
  } catch (error) {
    if (phase === 'request' && body?.isSent() === false) phase = 'unsent';
    return failedAnswer(classifyFailure(error, phase, request.url));
  }
}

function requestInit(
  { method, headers, body: text }: OutgoingRequest,
  body: RequestBody | undefined,
  signal: AbortSignal,
): FetchInit {
  const init = {
    method,
    // Without a length a stream is sent in chunks, which some gateways refuse.
    headers: body ? { ...headers, 'content-length': `${body.byteLength}` } : headers,
    signal,
    // Following a 307 would post the token to whatever origin the answer names.
    redirect: 'manual' as const,
  };
  return Object.assign(init, privacy(), body ? body.init : text !== undefined && { body: text });
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
