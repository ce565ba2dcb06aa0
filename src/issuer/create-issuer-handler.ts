import type { Issuer } from './create-issuer.ts';
import {
  type Answer,
  type ExchangeBody,
  type ExchangeCore,
  type ExchangeHead,
  MAX_BODY_BYTES,
} from './exchange.ts';
import { createHttpCore, type IssuerHandlerOptions } from './http-core.ts';

/** Answers `POST …/short-token/generate` and `…/resolve`, on any server that speaks Request and Response. */
export type IssuerHandler = (request: Request) => Promise<Response>;

const cores = new WeakMap<IssuerHandler, ExchangeCore>();

/**
 * Makes the HTTP side of an issuer: documented envelopes, one indistinguishable 400 for every
 * refused token, 503 for every outage, `Cache-Control: no-store` on everything.
 *
 * @param options.basePath - in front of `/short-token/…`; `/api/v3` unless told
 * @param options.limiter - gives the milliseconds that a caller has to wait, 0 to let it pass
 * @throws TypeError for an option of the wrong type
 * @example
 * const handler = createIssuerHandler(issuer);
 * export default { fetch: handler };
 * // or, on node:http: createServer(toNodeListener(handler)).listen(3000);
 */
export function createIssuerHandler(
  issuer: Issuer,
  options: IssuerHandlerOptions = {},
): IssuerHandler {
  const core = createHttpCore(issuer, options);
  const handler: IssuerHandler = async (request) => {
    const head: ExchangeHead = {
      method: request.method,
      path: new URL(request.url).pathname,
      header: (name) => request.headers.get(name) ?? undefined,
      remoteAddress: undefined,
      signal: request.signal,
    };
    const opened = await core.open(head);
    if (typeof opened !== 'string') return respond(opened);
    return respond(await core.answer(opened, head, await readBody(request.body)));
  };
  cores.set(handler, core);
  return handler;
}

/** The core behind a handler: a server with objects of its own need not go through Request and Response. */
export function coreOf(handler: IssuerHandler): ExchangeCore | undefined {
  return cores.get(handler);
}

function respond({ status, headers, body }: Answer): Response {
  const pairs = new Headers();
  for (let i = 0; i < headers.length; i += 2) pairs.set(headers[i] ?? '', headers[i + 1] ?? '');
  return new Response(body, { status, headers: pairs });
}

async function readBody(stream: ReadableStream<Uint8Array> | null): Promise<ExchangeBody> {
  if (stream === null) return { state: 'text', text: '' };
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reader = stream.getReader();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      return { state: 'too-large' };
    }
    try {
      text += decoder.decode(value, { stream: true });
    } catch {
      await reader.cancel();
      return { state: 'unreadable' };
    }
  }
  try {
    return { state: 'text', text: text + decoder.decode() };
  } catch {
    return { state: 'unreadable' };
  }
}
