import { type FormFields, MAX_FORM_BYTES, parsedForm } from '../form-fields.ts';
import type { MileIdentity } from '../identity.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';

/** What is used of a request of node:http, and of what Express and Fastify make of it. */
export interface NodeRequest {
  readonly method?: string | undefined;
  url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket?: { readonly remoteAddress?: string | undefined } | null | undefined;
  mileIdentity?: MileIdentity | undefined;
}

/** What is used of a response of node:http. */
export interface NodeResponse {
  statusCode: number;
  readonly destroyed: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: Node overloads it
  writeHead(...args: any[]): unknown;
  setHeader(name: string, value: string): unknown;
  appendHeader(name: string, value: string): unknown;
  end(body?: Uint8Array): unknown;
}

/** A request whose body may still be read. */
interface ReadableRequest extends NodeRequest, AsyncIterable<Uint8Array> {
  body?: unknown;
  _body?: boolean;
  readonly readableEnded?: boolean;
  readonly readableDidRead?: boolean;
}

/** Reads one header by its lower-case name. */
export function headerReader({
  headers,
}: Pick<NodeRequest, 'headers'>): (name: string) => string | undefined {
  return (name) => headers[name]?.toString();
}

/**
 * Sees to it that the answer has the headers of safety, whoever writes it and whatever else it sets:
 * a route, an error handler, the framework's own pages.
 */
export function secureAnswer(response: NodeResponse): void {
  const { writeHead } = response;
  setAll();
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const kept = rest.map(withoutSecurityHeaders);
    setAll();
    return writeHead.call(response, status, ...kept);
  };

  function setAll(): void {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  }
}

/** Headers as writeHead takes them: an object, a list of pairs, or a flat list of names and values. */
function withoutSecurityHeaders(headers: unknown): unknown {
  const isOurs = (name: unknown) => String(name).toLowerCase() in SECURITY_HEADERS;
  if (Array.isArray(headers)) {
    // Beside headers that are set already, Node takes no pairs.
    const list = headers.every(Array.isArray) ? headers.flat() : headers;
    return list.filter((_, i) => !isOurs(list[i - (i % 2)]));
  }
  if (typeof headers !== 'object' || headers === null) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isOurs(name)));
}

/** Puts headers on an answer that somebody else writes; cookies are added to those that are there. */
export function putHeaders(response: NodeResponse, headers: Headers): void {
  for (const [name, value] of headers) {
    if (name === 'set-cookie') response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
}

/** Sends a whole answer. */
export async function sendResponse(response: NodeResponse, answer: Response): Promise<void> {
  putHeaders(response, answer.headers);
  response.statusCode = answer.status;
  response.end(new Uint8Array(await answer.arrayBuffer()));
}

/**
 * Gives the fields of a form that a parser has read already, or reads them and leaves them where a
 * parser further on would put them.
 */
export async function readNodeForm(request: NodeRequest): Promise<FormFields> {
  const message = request as ReadableRequest;
  if (message.body !== undefined) return parsedForm(message.body);
  if (message.readableDidRead || message.readableEnded) return undefined;
  const text = await readText(message);
  if (text === undefined) return undefined;
  const fields = [...new URLSearchParams(text)];
  message.body = toBody(fields);
  // The mark of body-parser 1; version 2 sees that the stream has ended.
  message._body = true;
  return fields;
}

/** The body as text, or `undefined`, unread, where it is too large for a form of ours or does not say. */
export async function readText(
  message: NodeRequest & AsyncIterable<Uint8Array>,
): Promise<string | undefined> {
  const length = Number(message.headers['content-length'] ?? Number.NaN);
  if (!(length <= MAX_FORM_BYTES)) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of message) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

function toBody(fields: readonly (readonly [string, string])[]): Record<string, unknown> {
  const body: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of fields) {
    const known = body[name];
    body[name] = known === undefined ? value : [known, value].flat();
  }
  return body;
}
