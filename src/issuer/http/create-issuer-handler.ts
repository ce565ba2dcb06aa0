import type { Issuer } from '../issuer.ts';
import { withTimeLimit } from '../time-limit.ts';
import { ANSWERS } from './answers.ts';
import { createHttpCore } from './create-http-core.ts';
import { type Answer, MAX_BODY_BYTES, type RequestBody } from './http-types.ts';
import type { IssuerHandlerOptions } from './options.ts';

const BODY_TIME_LIMIT_MS = 30_000;

/** Answers `POST …/short-token/generate` and `…/resolve`; it never rejects. */
export type IssuerHandler = (request: Request) => Promise<Response>;

/**
 * Puts an issuer behind `Request` and `Response`: for Hono, Next, Bun, Deno and Workers.
 *
 * Refused tokens get one indistinguishable 400, every outage a 503; everything carries
 * `Cache-Control: no-store`.
 *
 * @param issuer - made by `createIssuer`
 * @param options - see {@link IssuerHandlerOptions}
 * @returns a function that gives a 404 for every path that is not the issuer's
 * @throws TypeError for an option that cannot work
 * @example
 * const handler = createIssuerHandler(issuer);
 * export default { fetch: handler };
 * @see https://fetch.spec.whatwg.org/#request-class
 */
export function createIssuerHandler(
  issuer: Issuer,
  options: IssuerHandlerOptions = {},
): IssuerHandler {
  const core = createHttpCore(issuer, options);
  return async (request) => {
    const { headers } = request;
    const head = {
      method: request.method,
      path: new URL(request.url).pathname,
      header: (name: string) => headers.get(name) ?? undefined,
      remoteAddress: undefined,
      callerSignal: () => request.signal,
    };
    return respond((await core(head, () => readBody(request))) ?? ANSWERS.notFound);
  };
}

function respond({ status, headers, body }: Answer): Response {
  const pairs = new Headers();
  for (let i = 0; i < headers.length; i += 2) pairs.set(headers[i] ?? '', headers[i + 1] ?? '');
  return new Response(status === 204 ? null : body, { status, headers: pairs });
}

async function readBody(request: Request): Promise<RequestBody> {
  const { body } = request;
  if (request.bodyUsed || body?.locked) return { state: 'consumed' };
  if (body === null) return { state: 'text', text: '' };
  const reader = body.getReader();
  try {
    return await withTimeLimit(() => readText(reader), BODY_TIME_LIMIT_MS);
  } catch {
    // The stream failed or has no end: the caller left, or something before us cut it off.
    reader.cancel().catch(() => {});
    return { state: 'abandoned' };
  }
}

async function readText(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<RequestBody> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      // Not awaited: the answer must not hang on a source that never acknowledges.
      reader.cancel().catch(() => {});
      return { state: 'too-large' };
    }
    chunks.push(value);
  }
  return decode(chunks);
}

function decode(chunks: readonly Uint8Array[]): RequestBody {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    let text = '';
    for (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
    return { state: 'text', text: text + decoder.decode() };
  } catch {
    return { state: 'unreadable' };
  }
}
