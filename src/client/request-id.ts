import type { FetchHeaders } from './options.ts';

/** Characters in a row that a request id may share with a secret by chance. */
const SHARED = 5;

/**
 * Reads an answer's `x-request-id`, which is for logs: so one that repeats a piece of what was sent
 * is left out.
 */
export function readRequestId(
  headers: FetchHeaders,
  sent: { readonly headers: Readonly<Record<string, string>>; readonly body: string | undefined },
): string | undefined {
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
