import { sandboxFetch } from './sandbox-fetch.ts';

/** What a running sandbox answers, or why none does. */
export type SandboxAnswer =
  | { readonly answer: unknown; readonly problem?: undefined }
  | { readonly answer?: undefined; readonly problem: string };

/**
 * Posts to the first of these addresses where a sandbox is.
 *
 * @param origins - at least one
 * @param path - of the sandbox's controls, below `/__sandbox`
 */
export async function askSandbox(
  origins: readonly string[],
  path: string,
  body: object,
): Promise<SandboxAnswer> {
  for (const origin of origins) {
    const url = new URL(path, origin);
    try {
      return { answer: await post(url, body) };
    } catch (error) {
      if (isDistrust(error)) return { problem: notTrusted(url.origin) };
    }
  }
  return { problem: `No sandbox answers at ${origins[0]}. Start one: custom-module sandbox` };
}

async function post(url: URL, body: object): Promise<unknown> {
  const send = (await sandboxFetch(url.href)) ?? fetch;
  const answer = await send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  return answer.json();
}

/** @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
function isDistrust(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return /CERT|UNABLE_TO_/.test(String(cause?.code));
}

function notTrusted(origin: string): string {
  return `The certificate of ${origin} is not trusted. On this machine, \`custom-module sandbox --https\` leaves its own for the same user's commands; for another sandbox, set NODE_EXTRA_CA_CERTS to the file of its certificate.`;
}
