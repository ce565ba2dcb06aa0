import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_BODY_BYTES, type RequestBody } from './http-types.ts';

/**
 * Reads a request body, or takes it from whoever has read it before. It settles whatever happens to
 * the stream; the server's own `requestTimeout` ends one that never comes to its end.
 */
export function readNodeBody(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<RequestBody> {
  return new Promise((settle) => {
    const give = (body: RequestBody) => {
      // A token is not spent for an answer that somebody else has given.
      settle(response.headersSent || response.destroyed ? { state: 'abandoned' } : body);
    };
    if (wasRead(request)) give(bodyLeftBy(request));
    else readStream(request, give);
  });
}

/**
 * Express 4's parsers set `request.body = {}` for a body that they leave alone, so `body` counts
 * only where the stream was read, or where somebody else reads it at the moment.
 */
function wasRead(request: IncomingMessage): boolean {
  const isBeingRead = request.listenerCount('readable') > 0;
  return request.readableDidRead || request.readableEnded || isBeingRead;
}

function bodyLeftBy(request: IncomingMessage): RequestBody {
  const { body, rawBody } = request as { body?: unknown; rawBody?: unknown };
  const left = body ?? rawBody;
  if (typeof left === 'string') return { state: 'text', text: left };
  if (left instanceof Uint8Array) return textOf(Buffer.from(left));
  if (left !== undefined) return { state: 'parsed', value: left };
  const isEmpty = request.readableEnded && !request.readableDidRead;
  return isEmpty ? { state: 'text', text: '' } : { state: 'consumed' };
}

function readStream(request: IncomingMessage, give: (body: RequestBody) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer | string) => {
    const data = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    bytes += data.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(data);
    else give({ state: 'too-large' });
  });
  request.on('end', () => give(textOf(joined(chunks))));
  // After its end this says nothing new; before it, nothing more will come.
  request.on('close', () => give({ state: 'abandoned' }));
  // Somebody may have paused it.
  request.resume();
  if (request.destroyed) give({ state: 'abandoned' });
}

/** A body mostly comes in one piece, which needs no copy. */
function joined(chunks: readonly Buffer[]): Buffer {
  const [first, second] = chunks;
  return first !== undefined && second === undefined ? first : Buffer.concat(chunks);
}

function textOf(bytes: Buffer): RequestBody {
  return isUtf8(bytes) ? { state: 'text', text: bytes.toString('utf8') } : { state: 'unreadable' };
}
