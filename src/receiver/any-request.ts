/** A request of any of the servers that have an adapter, as far as headers go. */
export type AnyRequest =
  | {
      readonly headers:
        | Pick<Headers, 'get'>
        | Readonly<Record<string, string | string[] | undefined>>;
    }
  | { readonly req: { header(name: string): string | undefined } };

/** One header, by its lower-case name. */
export function headerOf(request: AnyRequest, name: string): string | undefined {
  if ('req' in request) return request.req.header(name);
  const { headers } = request;
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
  return (headers as Readonly<Record<string, string | string[] | undefined>>)[name]?.toString();
}
