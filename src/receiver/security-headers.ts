/** On every answer to a request with a token: kept by nobody, told to nobody. */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
} as const;

/** The same answer with those headers, and with these ones, cookies above all, besides its own. */
export function withSecurityHeaders(response: Response, extra?: Headers): Response {
  // A copy, for the headers of Response.redirect() and of a fetched answer cannot be changed.
  const headers = new Headers(response.headers);
  extra?.forEach((value, name) => {
    if (name === 'set-cookie') headers.append(name, value);
    else headers.set(name, value);
  });
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}
