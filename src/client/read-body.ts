/** The body as text, or why there is none. */
export type ReadBody =
  | { readonly text: string; readonly bytes: number }
  | 'response_too_large'
  | 'response_not_json';

/**
 * Reads a body and stops at `maxBytes`, counted as it arrives and after decompression.
 *
 * Runtimes without body streams (React Native) hold the whole body before anybody can look; there
 * only `Content-Length` can refuse it early.
 *
 * @throws whatever the connection broke with
 */
export async function readBody(response: Response, maxBytes: number): Promise<ReadBody> {
  const { body } = response;
  if (Number(response.headers.get('content-length')) > maxBytes) {
    discardBody(response);
    return 'response_too_large';
  }
  if (!body?.getReader) {
    const text = await response.text();
    // A string never has more UTF-16 units than UTF-8 bytes.
    return text.length > maxBytes ? 'response_too_large' : { text, bytes: text.length };
  }
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      reader.cancel().catch(ignore);
      return 'response_too_large';
    }
    chunks.push(value);
  }
  try {
    return { text: decoder().decode(join(chunks, bytes)), bytes };
  } catch {
    // RFC 8259, section 8.1: JSON between systems is UTF-8.
    return 'response_not_json';
  }
}

/** Lets go of a body that nobody wants, so that it does not hold the connection. */
export function discardBody(response: Response): void {
  response.body?.cancel?.().catch(ignore);
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
