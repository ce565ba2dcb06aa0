import type { FetchHeaders } from './options.ts';

/** The body as text, or why there is none. */
export type ReadBody =
  | { readonly text: string; readonly bytes: number }
  | 'response_too_large'
  | 'response_not_json';

/** What of a response with a body is needed here; platforms differ on `body`. */
export interface BodyHolder {
  readonly headers: FetchHeaders;
  readonly body?: unknown;
  text(): Promise<string>;
}

/** The streams that a `body` may be: of the web standard, or of Node (node-fetch). */
interface Streams {
  readonly getReader?: () => ReadableStreamDefaultReader<Uint8Array>;
  readonly cancel?: () => Promise<void>;
  readonly destroy?: () => void;
  readonly [Symbol.asyncIterator]?: () => AsyncIterator<Uint8Array>;
}

/**
 * Reads a body and stops at `maxBytes`, counted as it arrives and after decompression.
 *
 * Runtimes without body streams (React Native) hold the whole body before anybody can look; there
 * only `Content-Length` can refuse it early.
 *
 * @throws whatever the connection broke with
 */
export async function readBody(response: BodyHolder, maxBytes: number): Promise<ReadBody> {
  const body = response.body as Streams | null | undefined;
  if (Number(response.headers.get('content-length')) > maxBytes) {
    discardBody(response);
    return 'response_too_large';
  }
  if (typeof body?.getReader === 'function') {
    return collect(body.getReader(), maxBytes);
  }
  if (typeof body?.[Symbol.asyncIterator] === 'function') {
    const chunks = body[Symbol.asyncIterator]?.() as AsyncIterator<Uint8Array>;
    return collect({ read: () => chunks.next(), cancel: () => chunks.return?.() }, maxBytes);
  }
  const text = await response.text();
  // A string never has more UTF-16 units than UTF-8 bytes.
  return text.length > maxBytes ? 'response_too_large' : { text, bytes: text.length };
}

/** Lets go of a body that nobody wants, so that it does not hold the connection. */
export function discardBody(response: BodyHolder): void {
  try {
    const body = response.body as Streams | null | undefined;
    if (body?.cancel) body.cancel().catch(ignore);
    else body?.destroy?.();
  } catch {
    // It is not our trouble any more.
  }
}

/** The part of a reader that is used here. */
interface Chunks {
  read(): Promise<{ done?: boolean; value?: Uint8Array | undefined }>;
  cancel(): Promise<unknown> | undefined;
}

async function collect(chunks: Chunks, maxBytes: number): Promise<ReadBody> {
  const read: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await chunks.read();
    if (done || value === undefined) break;
    // A mock's chunks may be text, whose length would never reach the limit.
    if (!(value.byteLength >= 0)) throw new TypeError('a chunk must be bytes');
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      chunks.cancel()?.catch(ignore);
      return 'response_too_large';
    }
    read.push(value);
  }
  try {
    return { text: decoder().decode(join(read, bytes)), bytes };
  } catch {
    // RFC 8259, section 8.1: JSON between systems is UTF-8.
    return 'response_not_json';
  }
}

// Made on first use: Hermes has no TextDecoder, and without body streams needs none.
let shared: TextDecoder | undefined;

function decoder(): TextDecoder {
  shared ??= new TextDecoder('utf-8', { fatal: true });
  return shared;
}

function join(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  if (chunks.length === 1) return chunks[0] as Uint8Array;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function ignore(): void {}
