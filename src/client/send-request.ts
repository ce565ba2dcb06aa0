import { classifyFailure, type Phase } from './classify-failure.ts';
import type { FetchInit, FetchLike } from './options.ts';
import {
  type Answer,
  failedAnswer,
  type Response,
  readResponse,
  type SentRequest,
} from './read-response.ts';
import { privacyInit, takesStreams } from './runtime.ts';

/** One request, ready to go. */
export interface OutgoingRequest extends SentRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
}

/** A request body that is sent once, and tells whether it may have been. */
export interface RequestBody {
  /** What goes into the `RequestInit`. */
  readonly init: object;
  /** Bytes of it. */
  readonly byteLength: number;
  /** Whether it may have been sent: Node and Bun ask for it once the connection is there. */
  readonly isSent: () => boolean;
  /** Makes sure that it is not sent any more. */
  readonly withhold: () => void;
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

// Made on first use: not every runtime has it.
let encoder: TextEncoder | undefined;

/**
 * Makes a body out of a stream that can be read once, where the runtime takes one: so Node (after a
 * 421) and Deno (after a kept connection broke) cannot send the request again by themselves, and it
 * can be told whether anything was sent at all.
 *
 * @returns `undefined` where the body has to be a string: with a `fetch` of the caller's own, and in
 * browsers (over HTTP/1.1), Workers and React Native
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch about a body whose source is null
 */
export function createRequestBody(text: string): RequestBody | undefined {
  if (!takesStreams()) return undefined;
  encoder ??= new TextEncoder();
  const bytes = encoder.encode(text);
  // Deno takes the body out of the stream at once.
  let sent = 'Deno' in globalThis;
  let withheld = false;
  const body = streamFrom(() => {
    if (withheld) throw new TypeError('withheld');
    sent = true;
    // A copy, because a stream keeps what it is given.
    return bytes.slice();
  });
  return {
    init: { body, duplex: 'half' },
    byteLength: bytes.byteLength,
    isSent: () => sent,
    withhold: () => {
      withheld = true;
    },
  };
}

/** A stream of one chunk, asked for when it is read. */
function streamFrom(chunk: () => Uint8Array<ArrayBuffer>): ReadableStream {
  const stream = new ReadableStream({
    // Any other stream is asked for its chunk before anybody reads it.
    type: 'bytes',
    pull(controller) {
      controller.enqueue(chunk());
      controller.close();
    },
  });
  // Node copies each body before it sends it. A second stream of the same bytes, which nobody reads,
  // costs less than splitting one stream into two.
  stream.tee = () => [streamFrom(chunk), stream];
  return stream;
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
  return Object.assign(
    init,
    privacyInit(),
    body ? body.init : text !== undefined && { body: text },
  );
}
