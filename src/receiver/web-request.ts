/** Path and query of a URL that a Request has normalized: what follows the origin, fragment excluded. */
export function targetOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const end = url.indexOf('#');
  return url.slice(start, end < 0 ? undefined : end);
}

/** The same request, body included, under another path and query. */
export function withTarget(request: Request, target: string): Request {
  const { method, headers, signal, body, bodyUsed, url } = request;
  const origin = url.slice(0, url.indexOf('/', url.indexOf('://') + 3));
  const streamed = bodyUsed ? {} : { body, duplex: 'half' };
  return new Request(origin + target, { method, headers, signal, ...streamed } as RequestInit);
}
