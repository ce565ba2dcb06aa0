/** A request of any of the servers that have an adapter, as far as headers go. */
export type AnyRequest =
  | {
      readonly headers:
        | Pick<Headers, 'get'>
        | Readonly<Record<string, string | string[] | undefined>>;
    }
  | {
      readonly req: { header(name: string): string | undefined };
      /** Of Hono on Node: headers that are there before a `Headers` is made of them. */
      // biome-ignore lint/suspicious/noExplicitAny: what it is depends on the platform
      readonly env?: any;
    };

/** One header, by its lower-case name. */
export function headerOf(request: AnyRequest, name: string): string | undefined {
  // Asked first: to find that a property is not there, an engine walks all prototypes of a request.
  if ('headers' in request) {
    const { headers } = request;
    if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
    return (headers as Readonly<Record<string, string | string[] | undefined>>)[name]?.toString();
  }
  const incoming = request.env?.incoming?.headers;
  return incoming === undefined ? request.req.header(name) : incoming[name]?.toString();
}
