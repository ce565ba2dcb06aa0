import { type Answer, type LocalServer, type SeenRequest, serve } from './misbehaving-server.ts';

/** Every server here hands back all it was sent, wherever it can: what leaks, leaks in a test. */
export function echo({ headers, body }: SeenRequest): string {
  return `${headers.authorization} ${body}`;
}

function headerEcho({ headers, body }: SeenRequest): Record<string, string> {
  const said = encodeURIComponent(body + headers.authorization);
  return { 'x-echo': `${headers.authorization} ${body}`, location: `https://evil.example/${said}` };
}

export function answer(
  status: number,
  type = 'text/html',
  headers: Record<string, string> = {},
): Answer {
  return (response, request) => {
    const body = type === 'text/html' ? `<html>${echo(request)}</html>` : failed(request);
    response.writeHead(status, { 'content-type': type, 'x-echo': echo(request), ...headers });
    response.end(body);
  };
}

function failed(request: SeenRequest): string {
  return JSON.stringify({ status: false, message: echo(request), [echo(request)]: echo(request) });
}

export function json(build: (request: SeenRequest) => unknown): Answer {
  return (response, request) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headerEcho(request) });
    response.end(JSON.stringify(build(request)));
  };
}

/** The status line and headers of an answer that claims more than it gives. */
export const hangUpAfter =
  (headers: Record<string, string>): Answer =>
  (response, request) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.write(`{"status":true,"message":${JSON.stringify(echo(request))},"data":{`, () =>
      setTimeout(() => response.socket?.destroy(), 20),
    );
  };

export const endless: Answer = (response, request) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const pour = () => {
    while (!response.destroyed && response.write(echo(request).repeat(50)));
    if (!response.destroyed) response.once('drain', pour);
  };
  pour();
};

/** Two servers: the second one is there to be led to, and its requests are counted with the first one's. */
export async function redirectToAnotherOrigin(status: number): Promise<LocalServer> {
  const second = await serve(json(echo));
  const first = await serve((response, request) => {
    const location = `${second.origin}/${encodeURIComponent(echo(request))}`;
    response.writeHead(status, { location }).end(echo(request));
  });
  return {
    ...first,
    get seen() {
      return [...first.seen, ...second.seen];
    },
    close: async () => {
      await first.close();
      await second.close();
    },
  };
}

/** Node's own fetch with a shorter patience for connecting; its default of 10 s is the same error. */
export function fetchThatConnectsWithin(timeout: number): typeof fetch {
  return async (input, init) => {
    const { Agent } = await undici();
    return fetch(input, {
      ...init,
      dispatcher: new Agent({ connect: { timeout } }),
    } as RequestInit);
  };
}

/** Node keeps the class of its built-in agent to itself, but shows an instance. */
async function undici(): Promise<{ Agent: new (options: object) => unknown }> {
  await fetch('data:,').then((response) => response.text());
  const held = globalThis as Record<symbol, unknown>;
  // Node 26 has a second one; under the first name it keeps a wrapper for what is older.
  const agent = (held[Symbol.for('undici.globalDispatcher.2')] ??
    held[Symbol.for('undici.globalDispatcher.1')]) as { constructor: never };
  return { Agent: agent.constructor };
}
