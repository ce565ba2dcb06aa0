/** Name and value pairs of a posted form; `undefined` when the body is none, or too large to be one. */
export type FormFields = readonly (readonly [name: string, value: string])[] | undefined;

/** A form with one token or one sealed user needs less; what is larger is not ours to read. */
export const MAX_FORM_BYTES = 65_536;

const URL_ENCODED = /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** Whether a `Content-Type` is that of a form without files. */
export function isForm(contentType: string | null | undefined): boolean {
  return URL_ENCODED.test(contentType ?? '');
}

/** Reads a form from a copy of the request, so that the body is still there for others. */
export async function readForm(request: Request): Promise<FormFields> {
  if (request.bodyUsed || request.body === null) return undefined;
  const reader = request.clone().body?.getReader();
  if (reader === undefined) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MAX_FORM_BYTES) {
      // The other half of the copy belongs to the application, so nobody waits for this one.
      reader.cancel().catch(() => {});
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
  return [...new URLSearchParams(text + decoder.decode())];
}

/** Fields of a body that a framework has parsed already; a list of values is as many fields. */
export function parsedForm(body: unknown): FormFields {
  if (typeof body !== 'object' || body === null) return undefined;
  return Object.entries(body).flatMap(([name, value]) =>
    // What is neither text nor a list of texts is no token: the empty one is refused.
    [value].flat().map((one): [string, string] => [name, typeof one === 'string' ? one : '']),
  );
}
